import { createRequire } from 'node:module';
import { Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import { asCall } from './ambiguous-call.js';
import { GoQueries, type QueryOutcome } from './query/go-query.js';
import type { Syntax } from './syntax.js';

/** Deeper nesting than any program has, and shallow enough for the stack of this process. */
const nestingMax = 1_000;

/** Of one declaration; some 8,000 lines, which take seconds. Longer ones are data. */
const charactersMax = 300_000;

/** The only door to web-tree-sitter. Every tree is freed before a call returns: what comes back are plain objects. */
export interface GoParser {
  /**
   * The top-level nodes of a piece of a file, `start` to `end`; without what stands in blocks unless `bodies`. Offsets in the answer are those
   * of the file. What is beyond a limit is left out, and with `bodies` throws a LimitError.
   */
  piece(text: string, start: number, end: number, bodies: boolean): readonly Syntax[];
  /** What of a piece of a file fits a query that `queries` has checked. Offsets are those of the file. Throws a LimitError as `piece` does. */
  matches(text: string, start: number, end: number, query: string): QueryOutcome;
  queries: Pick<GoQueries, 'check'>;
}

/** Thrown for code that is longer or nests deeper than it may. */
export class LimitError extends Error {}

let ready: Promise<GoParser> | undefined;
let loaded: GoParser | undefined;

/** Loads the grammar once per process. */
export function goParser(): Promise<GoParser> {
  ready ??= load();
  return ready;
}

/** The same for whoever knows that it has been loaded. */
export function loadedGoParser(): GoParser {
  if (!loaded) throw new Error('expected the grammar to be loaded, got a call before goParser()');
  return loaded;
}

async function load(): Promise<GoParser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm');
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const copier = new Copier(language);
  const queries = new GoQueries(language);
  loaded = {
    queries,
    matches(text, start, end, query) {
      if (end - start > charactersMax) {
        throw new LimitError(`expected a declaration of at most ${charactersMax} characters, got ${end - start}`);
      }
      const piece = text.slice(start, end);
      const tree = parse(parser, piece);
      try {
        const { matches, cut } = queries.run(query, tree, piece);
        const shifted = matches.map(({ captures }) => ({
          captures: captures.map((each) => ({ ...each, start: each.start + start, end: each.end + start })),
        }));
        return { matches: shifted, cut };
      } finally {
        tree.delete();
      }
    },
    piece(text, start, end, bodies) {
      if (end - start > charactersMax) {
        if (!bodies) return [];
        throw new LimitError(`expected a declaration of at most ${charactersMax} characters, got ${end - start}`);
      }
      const piece = text.slice(start, end);
      const tree = parse(parser, bodies ? piece : withoutBody(piece));
      const cursor = tree.walk();
      try {
        const guessed = tree.rootNode.hasError;
        return copier.copy(cursor, { shift: start, bodies, guessed });
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
  return loaded;
}

/** Since Go 1.26 the argument of `new` may be an expression (https://go.dev/doc/go1.26#language), which the grammar does not know yet. */
const newOfExpression =
  /\bnew\((?=[\w.]+\(|\w+\.\w+\.|[\w.]+\s*[-+/%]|["\d`'!&(-]|true\b|false\b|(?:\[\w*\]|map\[[\w.]*\])*\*?[\w.]+(?:\[[^\]]*\])?\s*\{)/g;

function parse(parser: Parser, text: string): Tree {
  const tree = parser.parse(text);
  if (!tree) throw new Error('expected a syntax tree, got none: the parser was cancelled');
  if (!tree.rootNode.hasError || !newOfExpression.test(text)) return tree;
  tree.delete();
  // Another name of the same length makes it an ordinary call, and names are read from the file's own text.
  return parser.parse(text.replace(newOfExpression, 'neW(')) ?? parse(parser, '');
}

/** What can end the head of a function, and what must not be taken for it. */
const headToken = /[()[\]{}]|\/\/[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:\\.|[^"\\\n])*"/g;

/** A function with an empty body: most are only asked for their signature, and most of the text is body. */
function withoutBody(text: string): string {
  if (!text.startsWith('func')) return text;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(headToken)) {
    if (token === '{' && depth === 0 && !/\b(?:struct|interface)\s*$/.test(text.slice(0, index)))
      return `${text.slice(0, index)}{}`;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
  }
  return text;
}

interface CopyWay {
  shift: number;
  bodies: boolean;
  /** The parser had to guess somewhere, so that nodes may be missing. */
  guessed: boolean;
}

/** One for all nodes that have none. */
const noChildren: readonly Syntax[] = [];

/** Every question to a cursor crosses into WebAssembly, so as little as possible is asked of a node and the rest is looked up here. */
class Copier {
  readonly #kinds: readonly string[];
  readonly #kept: readonly boolean[];
  readonly #operators: readonly boolean[];
  readonly #leaves: readonly boolean[];
  readonly #fields: readonly (string | null)[];
  /** Children of nodes that are being copied; only the first `#count` count. */
  readonly #open: Syntax[] = [];
  #count = 0;

  constructor(language: Language) {
    this.#kinds = language.types;
    this.#kept = language.types.map((kind, id) =>
      language.nodeTypeIsNamed(id) ? kind !== 'comment' : keptTokens.has(kind),
    );
    this.#operators = language.types.map((kind) => operatorToken.test(kind));
    this.#leaves = language.types.map((kind) => leafKinds.test(kind));
    this.#fields = language.fields;
  }

  /** The children of the node that the cursor is at. */
  copy(cursor: TreeCursor, way: CopyWay): readonly Syntax[] {
    this.#open.length = 0;
    this.#count = 0;
    return this.#node(cursor, cursor.nodeTypeId, way, 0).children;
  }

  /** `id` is the type of the cursor's node. */
  #node(cursor: TreeCursor, id: number, way: CopyWay, depth: number): Syntax {
    if (depth > nestingMax && way.bodies) {
      throw new LimitError(`expected code nested at most ${nestingMax} deep, got deeper nesting`);
    }
    const { startIndex, endIndex } = cursor;
    const kind = way.guessed && startIndex === endIndex && cursor.nodeIsMissing ? 'MISSING' : this.#kind(id);
    const field = this.#fields[cursor.currentFieldId] ?? '';
    const ends = this.#leaves[id] || (!way.bodies && (kind === 'block' || depth > nestingMax));
    const node: Syntax = {
      kind,
      field,
      start: startIndex + way.shift,
      end: endIndex + way.shift,
      children: ends ? noChildren : this.#children(cursor, way, depth + 1),
    };
    return kind === 'type_conversion_expression' ? asCall(node) : node;
  }

  /** They are gathered on one stack, since an array that grows by itself takes several times the memory that it needs. */
  #children(cursor: TreeCursor, way: CopyWay, depth: number): readonly Syntax[] {
    if (!cursor.gotoFirstChild()) return noChildren;
    const first = this.#count;
    do {
      const id = cursor.nodeTypeId;
      if (!this.#keeps(cursor, id, way)) continue;
      const node = this.#node(cursor, id, way, depth);
      this.#open[this.#count++] = node;
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    const children = this.#count === first ? noChildren : this.#open.slice(first, this.#count);
    this.#count = first;
    return children;
  }

  /** The kind of an error node has no entry in the table. */
  #kind(id: number): string {
    return this.#kinds[id] ?? 'ERROR';
  }

  #keeps(cursor: TreeCursor, id: number, way: CopyWay): boolean {
    if (this.#kept[id] ?? true) return true;
    if (this.#operators[id] && this.#fields[cursor.currentFieldId] === 'operator') return true;
    return way.guessed && cursor.nodeIsMissing;
  }
}

/** Tokens that have a name. */
const leafKinds = /(?:identifier|_literal_content|^(?:int|float|imaginary|rune)_literal|^nil|^true|^false|^iota)$/;
const operatorToken = /^[-+*/%&|^<>=!:~]+$/;

/** Punctuation carries nothing that the named nodes do not; these do, and so do operators, which the grammar gives as fields. */
const keptTokens = new Set(['<-', ':=', 'chan', '...']);
