import { posix } from 'node:path';

/** A module of the repository: where it stands and under which import path. */
export interface GoModule {
  path: string;
  directory: string;
  /** Import paths that `replace` sends to directories of the repository. */
  replaced: { path: string; directory: string }[];
  /** Paths of modules that it requires. */
  requires: string[];
}

/**
 * The parts of a go.mod that say where packages stand. https://go.dev/ref/mod#go-mod-file
 * A file that does not say `module` gives undefined.
 */
export function parseGoMod(text: string, directory: string): GoModule | undefined {
  const module: GoModule = { path: '', directory, replaced: [], requires: [] };
  for (const { verb, words } of directives(text)) {
    if (verb === 'module') module.path = words[0] ?? '';
    if (verb === 'require' && words[0]) module.requires.push(words[0]);
    if (verb === 'replace') addReplacement(module, words);
  }
  return module.path === '' ? undefined : module;
}

/** Directories of the `use` directives of a go.work. https://go.dev/ref/mod#workspaces */
export function parseGoWork(text: string, directory: string): string[] {
  return directives(text)
    .filter(({ verb }) => verb === 'use')
    .flatMap(({ words }) => insideRepository(directory, words[0] ?? '') ?? []);
}

function addReplacement(module: GoModule, words: string[]): void {
  const arrow = words.indexOf('=>');
  const target = words[arrow + 1];
  if (arrow < 1 || !target?.startsWith('.')) return;
  const directory = insideRepository(module.directory, target);
  if (directory !== undefined && words[0]) module.replaced.push({ path: words[0], directory });
}

/** A path that leaves the repository gives undefined. */
function insideRepository(directory: string, relative: string): string | undefined {
  if (relative === '' || relative.startsWith('/')) return undefined;
  const joined = posix.normalize(posix.join(directory, relative)).replace(/\/$/, '');
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return joined === '.' ? '' : joined;
}

function directives(text: string): { verb: string; words: string[] }[] {
  const found: { verb: string; words: string[] }[] = [];
  let block = '';
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*/, '')
      .replace(/\(\s*$/, ' (')
      .trim()
      .split(/\s+/)
      .map(unquote)
      .filter(Boolean);
    const [first, ...rest] = words;
    if (first === undefined) continue;
    if (block !== '' && first === ')') block = '';
    else if (block !== '') found.push({ verb: block, words });
    else if (rest[0] === '(') block = first;
    else found.push({ verb: first, words: rest });
  }
  return found;
}

function unquote(word: string): string {
  return word.replace(/^["`](.*)["`]$/, '$1');
}
