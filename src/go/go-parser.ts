import { createRequire } from 'node:module';
import { Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import { asCall } from './ambiguous-call.js';
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
  piece(text: string, start: number, end: number, bodies: boolean): Syntax[];
}

/** Thrown for code that is longer or nests deeper than it may. */
export class LimitError extends Error {}

let ready: Promise<GoParser> | undefined;

/** Loads the grammar once per process. */
export function goParser(): Promise<GoParser> {
  ready ??= load();
  return ready;
}

async function load(): Promise<GoParser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm');
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const copier = new Copier(language);
  return {
    piece(text, start, end, bodies) {
      if (end - start > charactersMax) {
        if (!bodies) return [];
        throw new LimitError(`expected a declaration of at most ${charactersMax} characters, got ${end - start}`);
      }
      const tree = parse(parser, text.slice(start, end));
      const cursor = tree.walk();
      try {
        return copier.copy(cursor, { shift: start, bodies, depth: 0 }).children;
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
}

/** Since Go 1.26 the argument of `new` may be an expression (https://go.dev/doc/go1.26#language), which the grammar does not know yet. */
const newOfExpression = /\bnew\((?=[\w.]+\(|\w+\.\w+\.|[\w.]+\s*[-+/%]|["\d`'!-]|true\b|false\b)/g;

function parse(parser: Parser, text: string): Tree {
  const tree = parser.parse(text);
  if (!tree) throw new Error('expected a syntax tree, got none: the parser was cancelled');
  if (!tree.rootNode.hasError || !newOfExpression.test(text)) return tree;
  tree.delete();
  // Another name of the same length makes it an ordinary call, and names are read from the file's own text.
  return parser.parse(text.replace(newOfExpression, 'neW(')) ?? parse(parser, '');
}

interface CopyWay {
  shift: number;
  bodies: boolean;
  depth: number;
}

/** Every question to a cursor crosses into WebAssembly, so a node is asked for four numbers and the rest is looked up here. */
class Copier {
  readonly #kinds: readonly string[];
  readonly #kept: readonly boolean[];
  readonly #fields: readonly (string | null)[];

  constructor(language: Language) {
    this.#kinds = language.types;
    this.#kept = language.types.map((kind, id) =>
      language.nodeTypeIsNamed(id) ? kind !== 'comment' : keptTokens.has(kind),
    );
    this.#fields = language.fields;
  }

  copy(cursor: TreeCursor, way: CopyWay): Syntax {
    if (way.depth > nestingMax && way.bodies) {
      throw new LimitError(`expected code nested at most ${nestingMax} deep, got deeper nesting`);
    }
    const { startIndex, endIndex } = cursor;
    const node: Syntax = {
      kind: startIndex === endIndex && cursor.nodeIsMissing ? 'MISSING' : this.#kind(cursor.nodeTypeId),
      field: this.#fields[cursor.currentFieldId] ?? '',
      start: startIndex + way.shift,
      end: endIndex + way.shift,
      children: [],
    };
    if (!way.bodies && (node.kind === 'block' || way.depth > nestingMax)) return node;
    if (cursor.gotoFirstChild()) {
      const inner = { ...way, depth: way.depth + 1 };
      do {
        if (this.#keeps(cursor)) node.children.push(this.copy(cursor, inner));
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return node.kind === 'type_conversion_expression' ? asCall(node) : node;
  }

  /** The kind of an error node has no entry in the table. */
  #kind(id: number): string {
    return this.#kinds[id] ?? 'ERROR';
  }

  #keeps(cursor: TreeCursor): boolean {
    const id = cursor.nodeTypeId;
    return (this.#kept[id] ?? true) || this.#fields[cursor.currentFieldId] === 'operator' || cursor.nodeIsMissing;
  }
}

/** Punctuation carries nothing that the named nodes do not; these do, and so do operators, which the grammar gives as fields. */
const keptTokens = new Set(['<-', ':=', 'chan', '...']);
