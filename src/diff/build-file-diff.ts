import type { StructuredPatchHunk } from 'diff';
import type { FileDiff, Hunk, Seam } from './file-diff.js';
import { unchangedBefore, unchangedLine } from './line-order.js';

/** What the `diff` package calls a hunk, as a FileDiff. Throws when hunks overlap or are out of order, since touched lines would be wrong silently. */
export function buildFileDiff(structured: readonly StructuredPatchHunk[]): FileDiff {
  const hunks: Hunk[] = [];
  const added: number[] = [];
  const removed: number[] = [];
  let oldFree = 1;
  let newFree = 1;
  for (const hunk of structured) {
    if (!(hunk.oldStart >= oldFree && hunk.newStart >= newFree)) {
      // Also when a start is NaN, which is what parsePatch makes of a header without numbers.
      throw new Error(
        `expected a hunk after line ${oldFree - 1} of the old file and ${newFree - 1} of the new one, got one at ${hunk.oldStart} and ${hunk.newStart}`,
      );
    }
    oldFree = hunk.oldStart;
    newFree = hunk.newStart;
    for (const line of hunk.lines) {
      if (line.startsWith('\\')) continue; // "\ No newline at end of file" is not a line
      if (line.startsWith('+')) added.push(newFree++);
      else if (line.startsWith('-')) removed.push(oldFree++);
      else {
        oldFree++;
        newFree++;
      }
    }
    // Beyond it one line more is the same line.
    if (!Number.isSafeInteger(oldFree) || !Number.isSafeInteger(newFree)) {
      throw new Error(
        `expected line numbers up to ${Number.MAX_SAFE_INTEGER}, got ${hunk.oldStart} and ${hunk.newStart}`,
      );
    }
    hunks.push(asGitPrints(hunk));
  }
  return { hunks, added, removed, seams: seamsOf(added, removed) };
}

/** In memory `diff` lets an empty side start at the line after the place; git prints the line before it. */
function asGitPrints({ oldStart, oldLines, newStart, newLines }: StructuredPatchHunk): Hunk {
  return {
    oldStart: oldLines === 0 ? oldStart - 1 : oldStart,
    oldLines,
    newStart: newLines === 0 ? newStart - 1 : newStart,
    newLines,
  };
}

/** One seam for each run of removed lines; what replaced them, if anything, comes right after `newBefore`. */
export function seamsOf(added: readonly number[], removed: readonly number[]): Seam[] {
  const seams: Seam[] = [];
  for (const line of removed) {
    const last = seams.at(-1);
    if (last && last.oldEnd === line - 1) last.oldEnd = line;
    else seams.push({ oldStart: line, oldEnd: line, newBefore: unchangedLine(added, unchangedBefore(removed, line)) });
  }
  return seams;
}
