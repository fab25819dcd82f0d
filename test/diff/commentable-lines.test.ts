import { expect, test } from 'vitest';
import { acceptsComment, hunkAt } from '../../src/diff/commentable-lines.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import type { Side } from '../../src/diff/file-diff.js';
import { file, known, numbered } from './texts.js';

const base = numbered(60);
const diff = known(diffFromTexts(file(base), file(base.toSpliced(29, 1).toSpliced(9, 0, 'x', 'y'))));
const accepts = (side: Side, line: number, endLine = line) => acceptsComment(diff, { side, line, endLine });

test('added, removed and context lines of a hunk take a comment, the lines around it do not', () => {
  expect(diff.hunks).toEqual([
    { oldStart: 7, oldLines: 6, newStart: 7, newLines: 8 },
    { oldStart: 27, oldLines: 7, newStart: 29, newLines: 6 },
  ]);
  expect([6, 7, 10, 14, 15].map((line) => accepts('RIGHT', line))).toEqual([false, true, true, true, false]);
  expect([26, 27, 30, 33, 34].map((line) => accepts('LEFT', line))).toEqual([false, true, true, true, false]);
});

test('a range takes a comment when it is inside one hunk', () => {
  expect(accepts('RIGHT', 7, 14)).toBe(true);
  expect(accepts('RIGHT', 14, 29)).toBe(false);
  expect(accepts('RIGHT', 7, 15)).toBe(false);
  expect(accepts('RIGHT', 12, 9)).toBe(false);
});

test('the side that a file does not have takes none', () => {
  const added = known(diffFromTexts(undefined, 'a\nb\n'));
  expect(hunkAt(added, 'RIGHT', 2)).toBe(added.hunks[0]);
  expect([0, 1].map((line) => hunkAt(added, 'LEFT', line))).toEqual([undefined, undefined]);
});
