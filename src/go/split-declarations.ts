/** A part of a file. Offsets are UTF-16 code units; the end is exclusive. */
export interface Extent {
  start: number;
  end: number;
}

/** A top-level declaration as a piece of text. */
export interface Piece extends Extent {
  keyword: 'package' | 'import' | 'func' | 'type' | 'var' | 'const';
}

export interface Pieces {
  pieces: Piece[];
  /** Code above the first declaration, or after the package clause or an import, which is none. */
  stray: Extent[];
}

/** Comments and literals are tokens of their own, so that a keyword inside them is none. https://go.dev/ref/spec#Lexical_elements */
export const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))`;
export const literal = String.raw`${'`[^`]*`?'}|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|'[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'?`;
const keyword = String.raw`(package|import|func|type|var|const)\b`;
const byColumns = new RegExp(`${comment}|${literal}|^\uFEFF?${keyword}`, 'gm');
const byBrackets = new RegExp(String.raw`${comment}|${literal}|[()[\]{}]|(?:^|;)[ \t\uFEFF]*${keyword}`, 'gm');
const comments = new RegExp(comment, 'g');

/** gofmt indents with tabs, statements at least once, and gives each declaration a line. */
const isUnformatted =
  /(?:^ [ \t]*|;[ \t]*)(?:import|func|type|var|const)[\s(]|^(?:if|for|return|defer|go|switch|select)\b/m;
/** After these a line's end ends the statement. https://go.dev/ref/spec#Semicolons */
const endsStatement = /[\p{L}\p{N}_)\]}"'`]/u;
const packageClause = /^package\s+[\p{L}\p{N}_]+\s*$/u;
const importDeclaration = /^import\s*(?:\([^()]*\)|[\p{L}\p{N}_.]*\s*(?:"[^"\n]*"|`[^`]*`))\s*$/u;

/**
 * Cuts a file into its top-level declarations without parsing it, so that only those that are asked for need to be parsed. gofmt writes every
 * declaration at the beginning of a line, and nothing else begins there with such a keyword; in other files brackets tell.
 */
export function splitDeclarations(text: string): Pieces {
  const cut = isUnformatted.test(text) ? new Cutter(text, 'brackets').cut() : undefined;
  return cut ?? new Cutter(text, 'columns').cut() ?? { pieces: [], stray: [] };
}

class Cutter {
  readonly #text: string;
  readonly #by: 'brackets' | 'columns';
  readonly #pieces: Piece[] = [];
  #depth = 0;
  #tokenEnd = 0;
  /** Where the comments begin that only blanks have followed: between two declarations they belong to neither. */
  #commentsStart = -1;
  #strayEnd = 0;

  constructor(text: string, by: 'brackets' | 'columns') {
    this.#text = text;
    this.#by = by;
  }

  /** Undefined when brackets do not pair up. */
  cut(): Pieces | undefined {
    for (const match of this.#text.matchAll(this.#by === 'brackets' ? byBrackets : byColumns)) {
      const [found, word] = match;
      const end = match.index + found.length;
      if (word !== undefined) this.#meet(word as Piece['keyword'], end - word.length, found.startsWith(';'));
      this.#countBrackets(found);
      if (this.#depth < 0) return undefined;
      const isComment = found.startsWith('//') || found.startsWith('/*');
      if (!isComment) this.#commentsStart = -1;
      else if (this.#commentsStart < 0 || !this.#isBlank(match.index)) this.#commentsStart = match.index;
      this.#tokenEnd = end;
    }
    this.#finish(this.#text.length);
    return this.#depth === 0 ? { pieces: this.#pieces, stray: this.#stray() } : undefined;
  }

  #countBrackets(found: string): void {
    if (found.length !== 1) return;
    if ('([{'.includes(found)) this.#depth++;
    else if (')]}'.includes(found)) this.#depth--;
  }

  #meet(word: Piece['keyword'], start: number, separated: boolean): void {
    const before = this.#text.charAt(this.#codeEnd(start) - 1);
    // `var f =` and then a line with `func`
    const continues = this.#by === 'brackets' && !separated && before !== '' && !endsStatement.test(before);
    if (this.#depth > 0 || continues) return;
    this.#finish(start);
    this.#pieces.push({ keyword: word, start, end: start });
  }

  #finish(at: number): void {
    const end = this.#codeEnd(at);
    const last = this.#pieces.at(-1);
    if (last) last.end = Math.max(end, last.start);
    else this.#strayEnd = end;
  }

  /** The end of the last code above. */
  #codeEnd(at: number): number {
    let end = this.#commentsStart >= 0 && this.#isBlank(at) ? this.#commentsStart : at;
    while (end > 0 && ' \t\r\n;\uFEFF'.includes(this.#text.charAt(end - 1))) end--;
    return end;
  }

  /** Whether nothing stands between the last token and this place. */
  #isBlank(at: number): boolean {
    return this.#text.slice(this.#tokenEnd, at).trim() === '';
  }

  #stray(): Extent[] {
    const above = this.#strayEnd > 0 ? [{ start: 0, end: this.#strayEnd }] : [];
    return [...above, ...this.#pieces.filter((piece) => this.#holdsMore(piece))];
  }

  #holdsMore({ keyword: word, start, end }: Piece): boolean {
    if (word !== 'package' && word !== 'import') return false;
    const shape = word === 'package' ? packageClause : importDeclaration;
    return !shape.test(this.#text.slice(start, end).replace(comments, ' '));
  }
}
