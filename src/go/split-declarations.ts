/** A top-level declaration as a piece of text. Offsets are UTF-16 code units; the end is exclusive. */
export interface Piece {
  keyword: 'package' | 'import' | 'func' | 'type' | 'var' | 'const';
  start: number;
  end: number;
}

/**
 * Comments and literals are tokens of their own, so that a keyword inside them is none. https://go.dev/ref/spec#Lexical_elements
 * gofmt writes every top-level declaration at the beginning of a line, and nothing else begins there with such a keyword.
 */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`[^`]*(?:`|$)|"(?:\\.|[^"\\\n])*(?:"|$)|'(?:\\.|[^'\\\n])*(?:'|$)|^(?:package|import|func|type|var|const)\b/gm;

/** Cuts a file into its top-level declarations without parsing it, so that only those that are asked for need to be parsed. */
export function splitDeclarations(text: string): Piece[] {
  const pieces: Piece[] = [];
  // Where the last thing that is no comment ended: comments between two declarations belong to neither.
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (!/^[a-z]/.test(found)) continue;
    const last = pieces.at(-1);
    if (last) last.end = match.index;
    pieces.push({ keyword: found as Piece['keyword'], start: match.index, end: text.length });
  }
  for (const piece of pieces)
    piece.end = piece.start + withoutTrailingComments(text.slice(piece.start, piece.end)).length;
  return pieces;
}

function withoutTrailingComments(text: string): string {
  let kept = text.trimEnd();
  for (;;) {
    const lastLine = kept.lastIndexOf('\n') + 1;
    if (lastLine === 0) return kept;
    const line = kept.slice(lastLine).trim();
    if (line.startsWith('//')) kept = kept.slice(0, lastLine).trimEnd();
    else if (line.endsWith('*/') && kept.lastIndexOf('\n/*') > 0)
      kept = kept.slice(0, kept.lastIndexOf('\n/*')).trimEnd();
    else return kept;
  }
}
