import { expect, test } from 'vitest';
import { diffFromPatch } from '../../src/diff/diff-from-patch.js';

test('reads hunks without file headers, as GitHub sends them', () => {
  const patch = '@@ -1,3 +1,4 @@ package a\n one\n+two\n three\n four\n@@ -10,2 +11 @@\n ten\n-eleven';
  expect(diffFromPatch(patch)).toEqual({
    hunks: [
      { oldStart: 1, oldLines: 3, newStart: 1, newLines: 4 },
      { oldStart: 10, oldLines: 2, newStart: 11, newLines: 1 },
    ],
    added: [2],
    removed: [11],
    seams: [{ oldStart: 11, oldEnd: 11, newBefore: 11 }],
  });
});

test('a new and a removed file have no lines on the other side', () => {
  expect(diffFromPatch('@@ -0,0 +1,2 @@\n+one\n+two')).toMatchObject({
    hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 }],
    added: [1, 2],
    seams: [],
  });
  expect(diffFromPatch('@@ -1 +0,0 @@\n-one')).toMatchObject({
    hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0 }],
    removed: [1],
    seams: [{ oldStart: 1, oldEnd: 1, newBefore: 0 }],
  });
});

test('the mark for a missing last newline is no line, with and without CRLF', () => {
  const patch = '@@ -1,2 +1,2 @@\n one\r\n-two\n\\ No newline at end of file\n+two\r\n';
  expect(diffFromPatch(patch)).toMatchObject({ added: [2], removed: [2] });
});

test('lines that look like headers are lines', () => {
  const patch = '@@ -1,3 +1,3 @@\n--- a\n-@@ -1 +1 @@\n+++ b\n+diff --git a/x b/x\n one';
  expect(diffFromPatch(patch)).toMatchObject({ removed: [1, 2], added: [1, 2] });
});

test('each run of removed lines is one seam, below the line it followed', () => {
  const patch = '@@ -4,7 +4,5 @@\n four\n-five\n-six\n+FIVE\n seven\n-eight\n nine\n ten';
  expect(diffFromPatch(patch)).toMatchObject({
    seams: [
      { oldStart: 5, oldEnd: 6, newBefore: 4 },
      { oldStart: 8, oldEnd: 8, newBefore: 6 },
    ],
  });
});

test('an empty patch changes no line', () => {
  expect(diffFromPatch('')).toEqual({ hunks: [], added: [], removed: [], seams: [] });
});

test.each([
  ['junk', 'Binary files a and b differ', /expected a patch that starts with "@@ "/],
  ['a broken header', '@@ -x +y @@\n one', /got one at NaN/],
  ['a patch that was cut off', '@@ -1,5 +1,6 @@\n one\n+two', /cannot be read/],
  ['counts that are too small', '@@ -1 +1 @@\n-one\n+two\n+three\n+four\n@@ nonsense', /cannot be read/],
  ['hunks out of order', '@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b', /expected a hunk after line 9/],
  ['a line that cannot be counted', '@@ -1 +9007199254740993,2 @@\n-a\n+b\n+c', /expected line numbers up to/],
  ['two files', '@@ -1 +1 @@\n-a\n+b\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b', /one file, got 2/],
])('%s is unknown with a reason', (_name, patch, reason) => {
  expect(diffFromPatch(patch)).toEqual({ unknown: expect.stringMatching(reason) });
});
