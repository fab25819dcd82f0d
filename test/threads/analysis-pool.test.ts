import { afterEach, describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/config/config-schema.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import { replaysOf } from '../../src/incidents/replay.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { ReadChange } from '../../src/review/review-host.js';
import { type AnalysisLimits, type AnalysisPool, usualLimits } from '../../src/threads/analysis-pool.js';
import { plan, posted } from '../review/world.js';
import { builtPool, manyFunctions } from './built-pool.js';

const incidents = await loadIncidents();
const generous: AnalysisLimits = { milliseconds: 300_000, heapMegabytes: 2_048 };

let pool: AnalysisPool;
afterEach(() => pool.close());

async function start(threads: number, limits = generous) {
  pool = (await builtPool()).createAnalysisPool(threads, limits);
}

/** A pull request that adds these files. */
function adding(files: Record<string, string>): ReadChange {
  const added = Object.entries(files).map(([headPath, text]) => ({ headPath, diff: diffFromTexts(undefined, text) }));
  const change = { mergeBase: 'base', head: 'head', files: added };
  return { change, base: memoryTree({}), head: memoryTree(files) };
}

const leak = adding({ 'a.go': 'package a\n\nimport "os"\n\nfunc F() {\n\tf, _ := os.Open("a")\n\tf.Name()\n}\n' });
const analyse = (read: ReadChange) => pool.analyse(read, incidents, defaultConfig);

test('in a thread the verdict is the same as in process, for every incident', async () => {
  await start(1);
  for (const { slug } of incidents) {
    const [, undone] = replaysOf(await readExample(`${builtInIncidents}/${slug}`));
    if (!undone) throw new Error(`expected a replay of ${slug}`);
    const { timings: _, ...inThread } = await analyse(undone);
    const { timings: __, ...inProcess } = await analyseChange(undone, incidents, defaultConfig);
    expect(inThread, slug).toEqual(inProcess);
    expect(inThread.findings, slug).not.toEqual([]);
  }
}, 120_000);

describe('what is over a limit', () => {
  const hostile = adding({ 'a.go': manyFunctions(100_000) });

  test('of time is not analysed and says so, and others are served meanwhile and afterwards', async () => {
    await start(2, { ...generous, milliseconds: 10_000 });
    const ended: string[] = [];
    const first = analyse(hostile).finally(() => ended.push('hostile'));
    const second = analyse(leak).finally(() => ended.push('other'));
    expect((await second).findings).toHaveLength(1);
    expect(await first).toMatchObject({
      findings: [],
      analysed: [],
      skipped: [{ path: '', reason: 'the analysis took more than 10 s', missed: true }],
    });
    expect(ended).toEqual(['other', 'hostile']);
    expect((await analyse(leak)).findings).toHaveLength(1);
  }, 60_000);

  test('of memory is not analysed and says so, and the next has a thread again', async () => {
    await start(1, { ...generous, heapMegabytes: 64 });
    const analysis = await analyse(hostile);
    expect(analysis.skipped).toEqual([{ path: '', reason: 'the analysis needed more than 64 MB', missed: true }]);
    expect((await analyse(leak)).findings).toHaveLength(1);
  }, 60_000);

  test('is judged by `on-error`, and takes no comment for repaired', async () => {
    await start(1, { ...generous, milliseconds: 1 });
    const analysis = await analyse(hostile);
    const judged = (onError: 'block' | 'pass') =>
      plan({ analysis, posted: [posted()], config: { ...defaultConfig, 'on-error': onError } });
    expect(judged('block').check.conclusion).toBe('failure');
    expect(judged('pass').check.conclusion).toBe('success');
    expect(judged('block').check.summary).toContain('the analysis took more than 0.001 s');
    expect(judged('block').edit).toEqual([]);
  });
});

describe('absurd input ends in a result or a typed skip', () => {
  const parentheses = (count: number) => `${'('.repeat(count)}1${')'.repeat(count)}`;
  const cases: [string, Record<string, string>, string[]][] = [
    [
      '1,000,000 nested parentheses',
      { 'a.go': `package a\n\nfunc f() int {\n\treturn ${parentheses(1e6)}\n}\n` },
      ['of at most 300000 characters'],
    ],
    [
      '100,000 nested parentheses',
      { 'a.go': `package a\n\nfunc f() int {\n\treturn ${parentheses(1e5)}\n}\n` },
      ['nested at most 1000 deep'],
    ],
    [
      '1,000,000 blocks that never end',
      { 'a.go': `package a\n\nfunc f() {\n${'{'.repeat(1e6)}` },
      ['of at most 300000 characters'],
    ],
    [
      'a line of 50 MB',
      { 'a.go': `package a\n\nfunc f() string {\n\treturn "${'a'.repeat(50e6)}"\n}\n` },
      ['of at most 300000 characters'],
    ],
    [
      'a go.mod with 1,000,000 requires',
      {
        'go.mod': `module a\n\nrequire (\n${Array.from({ length: 1e6 }, (_, index) => `\texample.com/m${index} v1.0.0\n`).join('')})\n`,
        'a.go': 'package a\n\nfunc f() {}\n',
      },
      [],
    ],
  ];
  test.each(cases)(
    '%s',
    async (_, files, reasons) => {
      await start(1);
      const { skipped, analysed } = await analyse(adding(files));
      expect(analysed).toEqual(['a.go']);
      expect(skipped).toEqual(
        reasons.map((reason) => ({ path: 'a.go', reason: expect.stringContaining(reason), missed: true })),
      );
    },
    120_000,
  );
});

test.each([
  [16 * 1024, 2, 2_048],
  [1024, 2, 256],
  [256, 2, 128],
])('with %d MB for the process each of %d threads gets %d MB', (megabytes, threads, heapMegabytes) => {
  expect(usualLimits(threads, megabytes * 2 ** 20).heapMegabytes).toBe(heapMegabytes);
});

test('what reading the files throws is thrown as it is', async () => {
  await start(1);
  const refusal = new Error('GitHub wants to be asked later');
  const head = { list: () => Promise.reject(refusal), read: () => Promise.reject(refusal) };
  await expect(analyse({ ...leak, head })).rejects.toBe(refusal);
  expect((await analyse(leak)).findings).toHaveLength(1);
});
