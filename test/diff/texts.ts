/** Lines `1` to `count` as a file. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`);
}

export function file(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The diff, or an error that says why there is none. */
export function known<T extends object>(diff: T | { unknown: string }): T {
  if ('unknown' in diff) throw new Error(`expected a diff, got unknown: ${diff.unknown}`);
  return diff;
}

/** Small deterministic numbers below `limit`, so that a failing case can be repeated from its seed. */
export function randomBelow(seed: number): (limit: number) => number {
  let state = seed * 2654435761 + 1;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export function randomEdit(lines: readonly string[], random: (limit: number) => number): string[] {
  const edited: string[] = [];
  for (const line of lines) {
    const what = random(12);
    if (what === 0) continue;
    if (what === 1) edited.push(`added ${random(4)}`);
    edited.push(what === 2 ? `changed ${random(4)}` : line);
  }
  return edited;
}
