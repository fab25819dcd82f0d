import { createRequire } from 'node:module';
import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import type { Syntax } from './syntax.js';

/** Deeper nesting than any program has, and shallow enough for the stack of this process. */
const nestingMax = 1_000;

/** The only door to web-tree-sitter. Every tree is freed before a call returns: what comes back are plain objects. */
export interface GoParser {
  /** A whole file without the bodies of its functions. */
  skeleton(text: string): Syntax;
  /** The declaration that stands at `start` to `end` of a file, whole. Offsets in the answer are those of the file. */
  declaration(text: string, start: number, end: number): Syntax;
  /** A specification of a group, read as if `keyword` stood before it. */
  specification(text: string, keyword: string, start: number, end: number): Syntax | undefined;
}

/** Thrown for code that nests deeper than `nestingMax`. */
export class NestingError extends Error {
  constructor() {
    super(`expected code nested at most ${nestingMax} deep, got deeper nesting`);
  }
}

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
  const copy = (text: string, shift: number, bodies: boolean): Syntax => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('expected a syntax tree, got none: the parser was cancelled');
    const cursor = tree.walk();
    try {
      return copyNode(cursor, shift, bodies, 0);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
  return {
    skeleton: (text) => copy(text, 0, false),
    declaration: (text, start, end) => copy(text.slice(start, end), start, true),
    specification: (text, keyword, start, end) =>
      copy(keyword + text.slice(start, end), start - keyword.length, true).children[0]?.children.find((each) => each.kind.endsWith('_spec')),
  };
}

function copyNode(cursor: TreeCursor, shift: number, bodies: boolean, depth: number): Syntax {
  if (depth > nestingMax) throw new NestingError();
  const node: Syntax = {
    kind: cursor.nodeIsMissing ? 'MISSING' : cursor.nodeType,
    field: cursor.currentFieldName ?? '',
    start: cursor.startIndex + shift,
    end: cursor.endIndex + shift,
    children: [],
  };
  if (!bodies && node.kind === 'block') {
    node.cut = true;
    return node;
  }
  if (cursor.gotoFirstChild()) {
    do {
      if (keeps(cursor)) node.children.push(copyNode(cursor, shift, bodies, depth + 1));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return node;
}

/** Punctuation carries nothing that the named nodes do not; operators, channel arrows and dots of variadics do. */
function keeps(cursor: TreeCursor): boolean {
  if (cursor.nodeIsMissing) return true;
  if (cursor.nodeIsNamed) return cursor.nodeType !== 'comment';
  const kind = cursor.nodeType;
  return cursor.currentFieldName === 'operator' || kind === '<-' || kind === ':=' || kind === 'chan' || kind === '...';
}
