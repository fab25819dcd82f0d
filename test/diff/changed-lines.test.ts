import { describe, expect, test } from 'vitest';
import { changesAt, changesInside, isChangedLine, newLineOf, oldLineOf } from '../../src/diff/changed-lines.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import type { Side } from '../../src/diff/file-diff.js';
import { file, known, numbered, randomBelow, randomEdit } from './texts.js';

const lines = numbered(30);
const without = (...numbers: number[]) => lines.filter((_, index) => !numbers.includes(index + 1));
const diffTo = (head: readonly string[]) => known(diffFromTexts(file(lines), file(head)));
const range = (line: number, endLine: number, side: Side = 'RIGHT') => ({ side, line, endLine });

describe('a function whose lines at head are 10 to 20', () => {
  test.each([
    ['the line above it was deleted', without(9), range(9, 19), false],
    ['its first line was deleted', without(10), range(10, 19), false],
    ['its second line was deleted', without(11), range(10, 19), true],
    ['its last but one line was deleted', without(19), range(10, 19), true],
    ['the line below it was deleted', without(21), range(10, 20), false],
    ['another line was deleted', without(28), range(10, 20), false],
    ['nothing but a line above it was added', ['new', ...lines], range(11, 21), false],
    ['a line in it was added', lines.toSpliced(14, 0, 'new'), range(10, 21), true],
    ['its last line was changed', lines.with(19, 'new'), range(10, 20), true],
    ['the line above it was replaced by two', lines.toSpliced(8, 1, 'x', 'y'), range(11, 21), false],
  ])('%s', (_name, head, where, touched) => {
    expect(changesInside(diffTo(head), where)).toBe(touched);
  });
});

test('at the base a function is touched where lines were removed from it or added to it', () => {
  const inserted = diffTo(lines.toSpliced(10, 0, 'new'));
  expect(changesInside(inserted, range(10, 20, 'LEFT'))).toBe(true);
  expect(changesInside(inserted, range(1, 10, 'LEFT'))).toBe(false);
  expect(changesInside(inserted, range(11, 20, 'LEFT'))).toBe(false);
  expect(changesInside(diffTo(without(10)), range(10, 20, 'LEFT'))).toBe(true);
});

test('a statement is met when its neighbour was deleted', () => {
  const deleted = diffTo(without(10));
  expect([8, 9, 10, 11].map((line) => changesAt(deleted, range(line, line)))).toEqual([false, true, true, false]);
  const replaced = diffTo(lines.toSpliced(9, 1, 'x', 'y'));
  expect([8, 9, 10, 11, 12, 13].map((line) => changesAt(replaced, range(line, line)))).toEqual([
    ...[false, true, true, true, true, false],
  ]);
});

test('deletions at the top and the bottom of a file', () => {
  expect(changesAt(diffTo(without(1)), range(1, 1))).toBe(true);
  expect(changesInside(diffTo(without(1)), range(1, 29))).toBe(false);
  expect(changesAt(diffTo(without(30)), range(29, 29))).toBe(true);
  expect(changesAt(diffTo([]), range(1, 1))).toBe(true);
});

test('single lines', () => {
  const diff = diffTo(lines.with(4, 'new'));
  expect([4, 5, 6].map((line) => isChangedLine(diff, 'RIGHT', line))).toEqual([false, true, false]);
  expect([4, 5, 6].map((line) => isChangedLine(diff, 'LEFT', line))).toEqual([false, true, false]);
});

test('an unchanged line is found on the other side, a changed one is not', () => {
  const base = numbered(200);
  for (let seed = 1; seed <= 40; seed++) {
    const head = randomEdit(base, randomBelow(seed));
    const diff = known(diffFromTexts(file(base), file(head)));
    expect(base.length - diff.removed.length).toBe(head.length - diff.added.length);
    for (let line = 1; line <= base.length; line++) {
      const newLine = newLineOf(diff, line);
      if (newLine === undefined) expect(diff.removed).toContain(line);
      else {
        expect(head[newLine - 1], `seed ${seed}`).toBe(base[line - 1]);
        expect(oldLineOf(diff, newLine)).toBe(line);
      }
    }
    for (const line of diff.added) expect(oldLineOf(diff, line)).toBeUndefined();
  }
});
