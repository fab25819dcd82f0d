/**
 * The unchanged lines of both sides are the same lines in the same order, so the n-th unchanged line of the old file is the n-th unchanged
 * line of the new one. `changed` are the added lines of the new file or the removed ones of the old file, ascending.
 */

/** How many unchanged lines stand above `line`. */
export function unchangedBefore(changed: readonly number[], line: number): number {
  return line - 1 - indexFrom(changed, line);
}

/** The number of the `rank`-th unchanged line; 0 when `rank` is 0. */
export function unchangedLine(changed: readonly number[], rank: number): number {
  if (rank === 0) return 0;
  // changed[i] - i - 1 unchanged lines stand above changed[i]; it stands above ours while that is less than the rank.
  return rank + partition(changed.length, (index) => (changed[index] ?? 0) - index <= rank);
}

export function includes(changed: readonly number[], line: number): boolean {
  return changed[indexFrom(changed, line)] === line;
}

export function meets(changed: readonly number[], line: number, endLine: number): boolean {
  const first = changed[indexFrom(changed, line)];
  return first !== undefined && first <= endLine;
}

/** Index of the first changed line at or after `line`. */
function indexFrom(changed: readonly number[], line: number): number {
  return partition(changed.length, (index) => (changed[index] ?? 0) < line);
}

/** Smallest index for which `isBefore` is false; `isBefore` must be true up to there and false after. */
function partition(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
