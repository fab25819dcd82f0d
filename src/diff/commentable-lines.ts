import type { FileDiff, Hunk, LineRange, Side } from './file-diff.js';

/**
 * The hunk in which GitHub shows this line. Its lines are those a review comment may stand on: added and context lines on RIGHT, removed
 * and context lines on LEFT; any other answers 422 "line must be part of the diff".
 * https://docs.github.com/en/rest/pulls/comments#create-a-review-comment-for-a-pull-request
 */
export function hunkAt(diff: FileDiff, side: Side, line: number): Hunk | undefined {
  return diff.hunks.find((hunk) => {
    const { start, end } = linesOf(hunk, side);
    return start <= line && line <= end;
  });
}

/** Whether GitHub takes a comment on all of these lines: a range must stay inside one hunk, else 422 "start_line must be part of the same hunk". */
export function acceptsComment(diff: FileDiff, { side, line, endLine }: LineRange): boolean {
  const hunk = hunkAt(diff, side, line);
  return hunk !== undefined && line <= endLine && endLine <= linesOf(hunk, side).end;
}

/** The first and the last of the hunk's lines on one side; the end is before the start when it has none there. */
function linesOf(hunk: Hunk, side: Side): { start: number; end: number } {
  return side === 'RIGHT'
    ? { start: hunk.newStart, end: hunk.newStart + hunk.newLines - 1 }
    : { start: hunk.oldStart, end: hunk.oldStart + hunk.oldLines - 1 };
}
