import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const fuzzer = new URL('../../scripts/fuzz/fuzz.mjs', import.meta.url);
const built = new URL('../../dist/review/analyse-change.js', import.meta.url);

interface Fuzzed {
  outcomes: Record<string, { result: number; skip: number; failure: number }>;
  failures: object[];
}

async function fuzzed(options: { seed: number; from?: number; to: number }): Promise<Fuzzed> {
  if (!existsSync(built)) throw new Error(`expected ${fileURLToPath(built)}, got nothing: run \`npm run build\``);
  // Plain JavaScript without types, as all scripts are.
  const { fuzz } = await import(fuzzer.href);
  return fuzz(options);
}

test('a thousand mutated inputs give results or typed skips', async () => {
  const { outcomes, failures } = await fuzzed({ seed: 20, to: 1_000 });
  expect(failures).toEqual([]);
  expect(Object.keys(outcomes)).toEqual(['go file', 'patch', 'webhook', 'configuration', 'incident folder']);
  for (const [subject, { result, skip }] of Object.entries(outcomes)) {
    expect(result + skip, subject).toBe(200);
    // Neither all broken nor all whole: what is behind the first check is reached too.
    expect(Math.min(result, skip), subject).toBeGreaterThan(10);
  }
}, 120_000);

test('a case depends on its seed and number only', async () => {
  const whole = await fuzzed({ seed: 3, to: 20 });
  const parts = await Promise.all([fuzzed({ seed: 3, to: 7 }), fuzzed({ seed: 3, from: 7, to: 20 })]);
  for (const [subject, counts] of Object.entries(whole.outcomes)) {
    const sum = parts.map(({ outcomes }) => outcomes[subject]?.result ?? 0).reduce((one, other) => one + other);
    expect(sum, subject).toBe(counts.result);
  }
}, 60_000);
