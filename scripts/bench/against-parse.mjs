import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { readGitChange } from '../../dist/git/read-git-change.js';
import { loadIncidents } from '../../dist/incidents/load-incidents.js';
import { analyseChange } from '../../dist/review/analyse-change.js';

/** Gives `compare`, which measures inside this process, where everything has been warmed up as in the app's. `warm` and `parse` are in ms. */
export async function analysisAgainstParse() {
  const incidents = await loadIncidents();
  const parser = await bareParser();
  return async function compare(range) {
    const read = await readGitChange(range);
    try {
      const [base, head] = [new KeptTree(read.base), new KeptTree(read.head)];
      // The first time reads from git, and by that tells which bytes are needed.
      await analyseChange({ change: read.change, base, head }, incidents);
      const warm = await timed(() => analyseChange({ change: read.change, base, head }, incidents));
      const texts = [...new Map([...base.goTexts(), ...head.goTexts()]).values()];
      const parse = await timed(() => {
        for (const text of texts) parser.parse(text)?.delete();
      });
      return { bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0), warm, parse };
    } finally {
      await read.close();
    }
  };
}

async function bareParser() {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(grammar)));
  return parser;
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Keeps what was read, so that reading it again costs nothing. */
class KeptTree {
  #tree;
  #listed = new Map();
  #read = new Map();

  constructor(tree) {
    this.#tree = tree;
  }

  list(directories) {
    return this.#answer(this.#listed, directories, (missing) => this.#tree.list(missing));
  }

  read(paths) {
    return this.#answer(this.#read, paths, (missing) => this.#tree.read(missing));
  }

  /** By object id, so that a file that is the same on both sides counts once. */
  goTexts() {
    return [...this.#read]
      .filter(([path, source]) => path.endsWith('.go') && source && 'text' in source)
      .map(([, { id, text }]) => [id, text]);
  }

  async #answer(kept, wanted, ask) {
    const missing = wanted.filter((each) => !kept.has(each));
    const found = missing.length > 0 ? await ask(missing) : new Map();
    for (const each of missing) kept.set(each, found.get(each));
    return new Map(wanted.flatMap((each) => (kept.get(each) ? [[each, kept.get(each)]] : [])));
  }
}
