import type { FileDiff, LineRange, Side } from './file-diff.js';
import { includes, meets, unchangedBefore, unchangedLine } from './line-order.js';

/** An added line (RIGHT) or a removed one (LEFT). */
export function isChangedLine(diff: FileDiff, side: Side, line: number): boolean {
  return includes(sidesOf(diff, side).own, line);
}

/**
 * Was something changed between the first and the last of these lines? For functions: a line of theirs was added or removed, or lines
 * of the other side stood between two of theirs.
 *
 *     func F() {            line       what was deleted directly above `line` or below `endLine`
 *       …                              stood outside of F and does not touch it
 *     }                     endLine
 */
export function changesInside(diff: FileDiff, { side, line, endLine }: LineRange): boolean {
  const { own, other } = sidesOf(diff, side);
  return meets(own, line, endLine) || gapsOf(own, other).some(({ above }) => above >= line && above < endLine);
}

/** Like `changesInside`, and also true when lines of the other side stood directly above or below: for a statement whose neighbour was deleted. */
export function changesAt(diff: FileDiff, { side, line, endLine }: LineRange): boolean {
  const { own, other } = sidesOf(diff, side);
  if (meets(own, line, endLine)) return true;
  return gapsOf(own, other).some(({ above, below }) => above <= endLine && below >= line);
}

/** The line of the new file that is this line of the old one; undefined when it was removed. */
export function newLineOf(diff: FileDiff, oldLine: number): number | undefined {
  if (includes(diff.removed, oldLine)) return undefined;
  return unchangedLine(diff.added, unchangedBefore(diff.removed, oldLine) + 1);
}

/** The line of the old file that is this line of the new one; undefined when it was added. */
export function oldLineOf(diff: FileDiff, newLine: number): number | undefined {
  if (includes(diff.added, newLine)) return undefined;
  return unchangedLine(diff.removed, unchangedBefore(diff.added, newLine) + 1);
}

function sidesOf(diff: FileDiff, side: Side) {
  return side === 'RIGHT' ? { own: diff.added, other: diff.removed } : { own: diff.removed, other: diff.added };
}

/** Between which unchanged lines of its own side each run of the other side's lines stands. `above` is 0 at the top of the file. */
function gapsOf(own: readonly number[], other: readonly number[]): { above: number; below: number }[] {
  const gaps: { above: number; below: number }[] = [];
  for (const [index, line] of other.entries()) {
    if (other[index - 1] === line - 1) continue;
    const rank = unchangedBefore(other, line);
    gaps.push({ above: unchangedLine(own, rank), below: unchangedLine(own, rank + 1) });
  }
  return gaps;
}
