import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGitChange } from '../../src/git/read-git-change.js';

// Plain JavaScript without types, as all scripts are.
const folder = new URL('../../scripts/bench/', import.meta.url);
const { scenarios } = await import(new URL('scenarios.mjs', folder).href);
const { writeRepository } = await import(new URL('write-repository.mjs', folder).href);
const { percentile } = await import(new URL('statistics.mjs', folder).href);
const { page } = await import(new URL('page.mjs', folder).href);
const { benchOptions } = await import(new URL('options.mjs', folder).href);

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-test-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function scenario(name: string): { make(): { path: string; before: string; after: string }[] } {
  return scenarios.find((each: { name: string }) => each.name === name);
}

describe('scenarios', () => {
  test('are the same commits at every run, and change what they say', async () => {
    const files = scenario('one changed file in 10 packages').make();
    const first = writeRepository(join(directory, 'first'), files);
    const second = writeRepository(join(directory, 'second'), files);
    expect([second.base, second.head]).toEqual([first.base, first.head]);
    const read = await readGitChange(first);
    await read.close();
    expect(read.change.files.map(({ headPath }) => headPath)).toEqual(['group0/unit0/part0.go']);
  });

  test('have the size that they are named for', () => {
    const changed = scenario('3,000 changed files in 300 packages')
      .make()
      .filter(({ before, after }) => before !== after);
    expect(changed).toHaveLength(3_000);
    const [, long] = scenario('a file of 20,000 lines, 100 functions changed').make();
    expect(long?.after.split('\n').length).toBeGreaterThan(20_000);
    const packages = scenario('one changed file in 10,000 packages').make();
    expect(packages.filter(({ path }) => path.endsWith('.go'))).toHaveLength(10_000);
  });

  test('have names and goals', () => {
    const names = scenarios.map((each: { name: string }) => each.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { goal } of scenarios) expect(goal.same ? names.includes(goal.same) : goal.wall > 0).toBe(true);
  });
});

describe('the page', () => {
  const small = { name: 'small', goal: { wall: 400 }, wall: 300, cpu: 500, read: 60, analyse: 50, memory: 2 ** 26 };
  const measured = {
    machine: 'a machine',
    date: '2026-01-02',
    times: 1,
    scenarios: [{ ...small, findings: 1, skipped: [{ path: 'a.go', reason: 'too long' }], parse: 2, warm: 5 }],
    corpus: {
      ...{ runs: 3, missing: 1, failures: [], megabytes: 9, ratioOfSums: 0.5 },
      milliseconds: [
        ['whole process', 390, 1_600, 1_700],
        ['processor', 500, 1_400, 1_500],
      ],
      memory: ['memory', 2 ** 26, 2 ** 27, 2 ** 27],
      ratio: ['ratio', 0.4, 2, 3],
    },
    requests: [{ name: 'demo', requests: 13, graphql: 4, goal: 12 }],
    triage: [{ name: 'nothing else', times: [2_000, 6_000, 1_000] }],
  };

  test('judges each goal, of replies too', () => {
    const text = page({ ...measured, load: { least: 0.5, most: 1.5, cores: 2 } });
    expect(text).toContain('| small | 300 ms | 500 ms | 60 ms | 50 ms | 2.5 | 64 MB | 1 | under 400 ms: met |');
    expect(text).toContain('- small: 1 skipped, for example a.go: too long');
    expect(text).toContain('p50 under 400 ms: met; p95 under 1.5 s: missed');
    expect(text).toContain('| demo | 13 | 4 | at most 12: missed |');
    expect(text).toContain('| nothing else | 3 | 2.0 s | 6.0 s | under 5 s: missed |');
  });

  test('goes by processor time where other work wanted all cores, and says so', () => {
    const text = page({ ...measured, load: { least: 2.5, most: 9, cores: 2 } });
    expect(text).toContain('under 400 ms: missed (time)');
    expect(text).toContain('p50 under 400 ms: missed; p95 under 1.5 s: met');
    expect(text).toContain('Goals are judged by the processor time');
  });
});

test('percentiles are values that were measured', () => {
  expect([0, 0.5, 0.95, 1].map((part) => percentile([4, 1, 3, 2], part))).toEqual([1, 2, 4, 4]);
});

test('clones without pull requests are refused, and the other way round', () => {
  expect(() => benchOptions(['--mirrors', 'clones'])).toThrow('expected --mirrors and --corpus together');
  expect(benchOptions(['--mirrors', 'm', '--corpus', 'a.jsonl,b.jsonl']).files).toEqual(['a.jsonl', 'b.jsonl']);
});
