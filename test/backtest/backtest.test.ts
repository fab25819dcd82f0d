import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { backtest, type Progress } from '../../src/backtest/backtest.js';
import { compareRules } from '../../src/backtest/compare-rules.js';
import { figuresOf } from '../../src/backtest/figures.js';
import { openJournal } from '../../src/backtest/journal.js';
import { pullOf, replayedOf } from './replayed.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-'));
});

const pulls = ['a', 'b', 'c', 'd', 'e'].map(pullOf);

async function run(replay: (head: string) => Promise<void> | void, { fresh = false, digest = 'rules' } = {}) {
  const journal = await openJournal(directory, directory, digest, { fresh });
  const replayed: string[] = [];
  const seen: Progress[] = [];
  const results = await backtest(pulls, 2, {
    journal,
    async replay(pull) {
      await replay(pull.head);
      replayed.push(pull.head);
      return replayedOf(pull, pull.head === 'b' ? 2 : 0);
    },
    onProgress: (progress) => seen.push(progress),
  });
  await journal.close();
  return { results, replayed, seen, file: journal.file };
}

describe('resuming', () => {
  test('what is done is not done again, nor counted twice', async () => {
    const first = await run(() => {});
    expect(first.replayed.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    const second = await run(() => {});
    expect(second.replayed).toEqual([]);
    expect(second.results).toEqual(first.results);
    expect(second.seen.at(-1)).toEqual({ done: 5, of: 5, resumed: 5, findings: 2 });
  });

  test('a run that was killed in the middle of a line goes on behind the last whole one', async () => {
    const { file, results } = await run(() => {});
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${lines.slice(0, 3).join('\n')}\n${lines[3]?.slice(0, 40)}`);
    const again = await run(() => {});
    expect(again.replayed).toHaveLength(2);
    expect(again.results).toEqual(results);
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(5);
  });

  test('other rules are another journal, and --fresh forgets', async () => {
    await run(() => {});
    expect((await run(() => {}, { digest: 'other' })).replayed).toHaveLength(5);
    expect((await run(() => {}, { fresh: true })).replayed).toHaveLength(5);
  });

  test('a line of another version is replayed again', async () => {
    const { file } = await run(() => {});
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `{"base":"x"}\n${lines.slice(1).join('\n')}\n`);
    expect((await run(() => {})).replayed).toHaveLength(1);
  });
});

test('a pull request that cannot be reviewed is told, the others go on, and the next run tries it again', async () => {
  const failing = await run((head) => {
    if (head === 'c') throw new Error('out of memory');
  });
  expect(failing.results.map(({ failed }) => failed)).toEqual([
    undefined,
    undefined,
    'out of memory',
    undefined,
    undefined,
  ]);
  expect(figuresOf(failing.results, []).failed).toBe(1);
  expect((await run(() => {})).replayed).toEqual(['c']);
});

test('figures: by incident, also those that found nothing', () => {
  const results = [replayedOf(pullOf('a'), 0), replayedOf(pullOf('b'), 3), replayedOf(pullOf('c'), 1)];
  const { incidents, all, changedGoLines, milliseconds } = figuresOf(results, ['silent', 'handle-never-closed']);
  expect(changedGoLines).toBe(300);
  expect(all).toEqual({ findings: 4, blocking: 4, shadow: 0, pulls: 2, perThousandLines: 4000 / 300 });
  expect(incidents).toEqual({
    'handle-never-closed': all,
    silent: { ...all, findings: 0, blocking: 0, pulls: 0, perThousandLines: 0 },
  });
  expect(milliseconds).toEqual({ p50: 20, p95: 20, max: 20 });
});

test('two sets of rules: what only one of them finds', () => {
  const now = [replayedOf(pullOf('a'), 1), replayedOf(pullOf('b'), 2)];
  const before = [replayedOf(pullOf('a'), 2), { ...replayedOf(pullOf('b'), 0), failed: 'too slow' }];
  const { onlyNow, onlyBefore, both } = compareRules(now, before);
  expect({ onlyNow: onlyNow.length, onlyBefore: onlyBefore.length, both }).toEqual({
    onlyNow: 0,
    onlyBefore: 1,
    both: 1,
  });
  expect(onlyBefore[0]?.finding.fingerprint).toBe('a-1');
});
