/** More edits than this and the other name is not what the author meant. */
const editsMax = 3;
/** Longer names are not compared: the cost grows with the product of the lengths. */
const nameLengthMax = 60;

/** `; did you mean "severity"?`, or nothing when no known name is close. */
export function didYouMean(written: unknown, known: readonly string[]): string {
  const closest = typeof written === 'string' ? closestName(written, known) : undefined;
  return closest === undefined ? '' : `; did you mean "${closest}"?`;
}

function closestName(written: string, known: readonly string[]): string | undefined {
  if (written.length > nameLengthMax) return undefined;
  // A third of the letters may differ; otherwise `fix` would be offered for `six` and for `url` alike.
  let fewest = Math.min(editsMax, Math.ceil(written.length / 3)) + 1;
  let closest: string | undefined;
  for (const name of known) {
    const edits = editsBetween(written.toLowerCase(), name.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      closest = name;
    }
  }
  return closest;
}

/** Levenshtein distance, one row at a time. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
