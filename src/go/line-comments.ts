import type { GoFile } from './go-file.js';
import { comment, literal } from './split-declarations.js';

const tokens = new RegExp(`${comment}|${literal}`, 'g');

/** A `//` comment with its 1-based line. */
export interface LineComment {
  line: number;
  text: string;
  /** Code stands before it on its line. */
  isTrailing: boolean;
}

/** The line comments of a file that have a word in them; what only looks like one, inside a string or another comment, is none. */
export function lineCommentsWith(file: GoFile, word: string): LineComment[] {
  if (!file.text.includes(word)) return [];
  return [...file.text.matchAll(tokens)]
    .filter(([found]) => found.startsWith('//') && found.includes(word))
    .map(({ 0: found, index }) => {
      const line = file.lines.lineOf(index);
      const before = file.text.slice(file.lines.extentOf(line).start, index);
      return { line, text: found.trimEnd(), isTrailing: before.trim() !== '' };
    });
}
