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

test('percentiles are values that were measured', () => {
  expect([0, 0.5, 0.95, 1].map((part) => percentile([4, 1, 3, 2], part))).toEqual([1, 2, 4, 4]);
});

test('clones without pull requests are refused, and the other way round', () => {
  expect(() => benchOptions(['--mirrors', 'clones'])).toThrow('expected --mirrors and --corpus together');
  expect(benchOptions(['--mirrors', 'm', '--corpus', 'a.jsonl,b.jsonl']).files).toEqual(['a.jsonl', 'b.jsonl']);
});
