/**
 * A copy of a part of a syntax tree as plain objects, so that the tree itself, which lives in WebAssembly memory, can be freed at once.
 * Kinds and fields are those of tree-sitter-go's grammar (node-types.json).
 */
export interface Syntax {
  kind: string;
  /** The name of the field that this node is of its parent; `''` when it is none. */
  field: string;
  /** Offsets in the text of the file, in UTF-16 code units; the end is exclusive. */
  start: number;
  end: number;
  /** Named children only, and operators, which the grammar gives as fields. */
  children: readonly Syntax[];
}

export function child(node: Syntax, field: string): Syntax | undefined {
  return node.children.find((each) => each.field === field);
}

export function childrenOf(node: Syntax, field: string): Syntax[] {
  return node.children.filter((each) => each.field === field);
}

export function childOfKind(node: Syntax, ...kinds: string[]): Syntax | undefined {
  return node.children.find((each) => kinds.includes(each.kind));
}

/** True when the parser had to guess inside this node. */
export function isBroken(node: Syntax): boolean {
  return node.kind === 'ERROR' || node.kind === 'MISSING' || node.children.some(isBroken);
}

/** Offsets to 1-based lines and back. */
export class LineTable {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Where the text of a 1-based line starts and, without its line feed, ends; behind the last line there is nothing. */
  extentOf(line: number): { start: number; end: number } {
    const start = this.#starts[line - 1] ?? this.#length;
    return { start, end: (this.#starts[line] ?? this.#length + 1) - 1 };
  }
}
