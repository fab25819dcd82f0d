import { expect, test } from 'vitest';
import { diffFromTexts, editLinesMax } from '../../src/diff/diff-from-texts.js';
import { file, numbered } from './texts.js';

test('three lines of context, and changes closer than seven lines share a hunk', () => {
  const base = numbered(40);
  const head = [...base];
  head[9] = 'changed';
  head.splice(16, 1);
  head.splice(29, 0, 'added');
  expect(diffFromTexts(file(base), file(head))).toEqual({
    hunks: [
      { oldStart: 7, oldLines: 14, newStart: 7, newLines: 13 },
      { oldStart: 28, oldLines: 6, newStart: 27, newLines: 7 },
    ],
    added: [10, 30],
    removed: [10, 17],
    seams: [
      { oldStart: 10, oldEnd: 10, newBefore: 9 },
      { oldStart: 17, oldEnd: 17, newBefore: 16 },
    ],
  });
});

test('a side that is absent or empty makes every line changed', () => {
  const added = {
    hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 }],
    added: [1, 2],
    removed: [],
    seams: [],
  };
  expect(diffFromTexts(undefined, 'a\nb')).toEqual(added);
  expect(diffFromTexts('', 'a\nb\n')).toEqual(added);
  expect(diffFromTexts('a\nb\n', undefined)).toMatchObject({ removed: [1, 2], seams: [{ newBefore: 0 }] });
  expect(diffFromTexts(undefined, '')).toMatchObject({ hunks: [], added: [] });
  expect(diffFromTexts(undefined, undefined)).toEqual({ unknown: expect.stringMatching(/got none/) });
});

test('line ends count as git counts them', () => {
  expect(diffFromTexts('a\nb', 'a\nb\n')).toMatchObject({ added: [2], removed: [2] });
  expect(diffFromTexts('a\r\nb\r\n', 'a\r\nB\r\n')).toMatchObject({ added: [2], removed: [2] });
  expect(diffFromTexts('a\r\nb\r\n', 'a\nb\n')).toMatchObject({ added: [1, 2], removed: [1, 2] });
  expect(diffFromTexts('a\rb\n', 'a\rb\nc\n')).toMatchObject({ added: [2], removed: [] });
});

test('texts that differ everywhere are unknown instead of slow', () => {
  const other = numbered(editLinesMax).map((line) => `other ${line}`);
  const started = Date.now();
  expect(diffFromTexts(file(numbered(editLinesMax)), file(other))).toEqual({
    unknown: expect.stringMatching(new RegExp(`${editLinesMax} lines`)),
  });
  expect(Date.now() - started).toBeLessThan(10_000);
});
