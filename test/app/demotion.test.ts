import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { LocalPull, LocalRepository } from '../../src/localhost/world.js';
import type { JobStore, JobWatch } from '../../src/queue/job-queue.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import type { ReadChange } from '../../src/review/review-host.js';
import { built } from '../built.js';
import { watched } from '../queue/world.js';
import { analysis, finding, right } from '../review/world.js';
import { startWorld, until } from './world.js';

// The embedded database is a thread.
const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');

// PGlite takes seconds to begin, and on a busy machine many of them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: Awaited<ReturnType<typeof startWorld>>;
let directory: string;
let store: JobStore;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-outcomes-'));
  store = await openDurableJobs({ directory }, watched().watch);
});
afterAll(async () => {
  await store.stop();
  await rm(directory, { recursive: true });
});
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
  await store.database?.query('DROP SCHEMA hindsight_outcomes CASCADE');
});

/** The real tables, and jobs in memory, which are quicker. */
function jobs(watch: JobWatch): JobStore {
  const { database } = store;
  return { ...openMemoryJobs(watch), ...(database ? { database } : {}) };
}

/** Each line `leak N` of the head is a finding. */
async function leaks({ head }: ReadChange) {
  const file = (await head.read(['leaks.go'])).get('leaks.go');
  const lines = file && 'text' in file ? file.text.split('\n') : [];
  const findings = lines.flatMap((text, index) => {
    const [, number] = /^\/\/ leak (\d+)$/.exec(text) ?? [];
    if (number === undefined) return [];
    const at = right('leaks.go', index + 1);
    const digits = (prefix: string) => `${prefix}${number.padStart(15, '0')}`;
    return [finding({ at, fingerprint: digits('a'), likeness: digits('b'), placement: { on: 'line', location: at } })];
  });
  return analysis(findings, { analysed: ['leaks.go'] });
}

const code = (numbers: readonly number[]) => ({ 'leaks.go': numbers.map((number) => `// leak ${number}\n`).join('') });
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

async function started() {
  world = await startWorld({ analyse: leaks, jobs });
  return world.github.createRepository({ files: { 'go.mod': 'module leaks\n' }, roles: { mona: 'write' } });
}

/** The check of the head, when what it says is kept as well. */
async function reviewed(pull: LocalPull) {
  const check = await pull.completedCheck('Hindsight', 60_000);
  reviews++;
  await until(() => world.said('reviewed').length === reviews, 60_000);
  return check;
}
let reviews = 0;
beforeEach(() => {
  reviews = 0;
});

/** A pull request with so many findings: a person calls `notUseful` of them so, the rest is repaired by the next push. */
async function judged(repository: LocalRepository, { findings, notUseful }: { findings: number; notUseful: number }) {
  const pull = await repository.openPull({ files: code(upTo(findings)) });
  await reviewed(pull);
  await call(pull, upTo(notUseful), 'not-useful the caller closes it');
  await pull.push(code(upTo(notUseful)));
  await reviewed(pull);
  return pull;
}

/** Answers the comments on these lines, and waits until each answer was followed. */
async function call(pull: LocalPull, lines: readonly number[], command: string) {
  for (const line of lines) {
    const before = world.said('triaged').length;
    const thread = (await pull.view()).threads.find(
      (each) => each.line === line || each.comments[0]?.body.includes(`leaks.go:${line}`),
    );
    await pull.reply(thread?.comments[0]?.id ?? 0, 'mona', `/hindsight ${command}`);
    await until(() => world.said('triaged').length > before, 60_000);
  }
}

const notices = async (pull: LocalPull) =>
  (await pull.view()).reviews.filter(({ body }) => body.includes('demoted to shadow')).map(({ body }) => body);

test('three of 21 called not useful: the incident is demoted, which is told once, and then only recorded', async () => {
  const repository = await started();
  const pull = await judged(repository, { findings: 21, notUseful: 3 });
  await until(() => world.said('demotions told').length === 1, 60_000);
  const [notice, ...more] = await notices(pull);
  expect(more).toEqual([]);
  expect(notice).toContain('**An incident was demoted to shadow.**');
  expect(notice).toContain('| `leak` | 21 | 3 | 0 | 14.3 % | #1 |');
  expect(notice).toContain('demotion:\n  keep: [leak]');

  const next = await repository.openPull({ files: code([1]) });
  const check = await reviewed(next);
  expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing to report', annotations: [] });
  expect(check.summary).toMatch(
    /### Demoted incidents[\s\S]*\| `leak` \| \d{4}-\d\d-\d\d \| 3 of 21 outcomes: 3 called not useful, 0 merged unchanged \| recorded only \|/,
  );
  expect(check.summary).toContain('`--shadow leak`');
  expect((await next.view()).threads).toEqual([]);
  expect(world.said('reviewed').at(-1).shadow).toHaveLength(1);
  expect(await notices(next)).toEqual([]);
  const group = await repository.enqueue(next);
  expect(await group.completedCheck('Hindsight', 60_000)).toMatchObject({ conclusion: 'success', annotations: [] });
});

test('whoever looks after the rules sets it back: the incident blocks again, and the check says both', async () => {
  const repository = await started();
  await judged(repository, { findings: 21, notUseful: 3 });
  await until(() => world.said('demotions told').length === 1, 60_000);
  const keeps = { '.github/hindsight.yml': 'demotion:\n  keep: [handle-leak]\n' };
  const proposal = await repository.openPull({ files: { ...keeps, ...code([1]) } });
  const proposed = await reviewed(proposal);
  expect(proposed).toMatchObject({ conclusion: 'success' });
  expect(proposed.summary).toContain('With the new one the check would fail: 1 finding, 1 of which blocks.');
  await repository.commit('main', keeps);
  const pull = await repository.openPull({ files: code([1]) });
  const check = await reviewed(pull);
  expect(check).toMatchObject({ conclusion: 'failure', title: '1 change would let a known incident happen again' });
  expect(check.summary).toMatch(/\| `leak` \|.*\| kept in its mode \|/);
  expect((await pull.view()).threads[0]?.comments[0]?.body).toContain(
    '<sub>Of 21 outcomes here, 3 were called not useful.</sub>',
  );
});

test('two of 20 are no more than 10 %: nothing happens, and the number stands below the next comment', async () => {
  const repository = await started();
  await judged(repository, { findings: 20, notUseful: 2 });
  const pull = await repository.openPull({ files: code([1]) });
  const { summary } = await reviewed(pull);
  expect(summary).not.toContain('Demoted');
  expect((await pull.view()).threads[0]?.comments[0]?.body).toContain('Of 20 outcomes here, 2 were called not useful.');
});

test('an undo that brings the number back ends the demotion', async () => {
  const repository = await started();
  const pull = await judged(repository, { findings: 21, notUseful: 3 });
  await until(() => world.said('demotions told').length === 1, 60_000);
  await call(pull, [1], 'undo');
  const next = await repository.openPull({ files: code([1]) });
  const check = await reviewed(next);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check.summary).not.toContain('Demoted');
});

test('advice that is merged as it was counts, also in the pull request that tips it, and the notice stands there', async () => {
  const repository = await started();
  await repository.commit('main', { '.github/hindsight.yml': 'mode: comment\n' });
  await judged(repository, { findings: 20, notUseful: 2 });
  const pull = await repository.openPull({ files: code([30]) });
  expect(await reviewed(pull)).toMatchObject({ conclusion: 'success' });
  await pull.merge();
  await until(() => world.said('demotions told').length === 1, 60_000);
  expect(await notices(pull)).toEqual([expect.stringContaining('| `leak` | 21 | 2 | 1 | 14.3 % | #1, #2 |')]);
  const { guid } = world.github.deliveries.findLast(({ action }) => action === 'closed') ?? { guid: '' };
  await world.github.redeliver(guid);
  const next = await repository.openPull({ files: code([1]) });
  expect((await reviewed(next)).summary).toContain('3 of 21 outcomes: 2 called not useful, 1 merged unchanged');
  expect(await notices(pull)).toHaveLength(1);
});

test('a restart forgets nothing: what was demoted stays so, and is not told again', async () => {
  const repository = await started();
  const pull = await judged(repository, { findings: 21, notUseful: 3 });
  await until(() => world.said('demotions told').length === 1, 60_000);
  const first = world;
  await first.app.close();
  const { app, url } = first.github;
  const variables = { APP_ID: String(app.id), PRIVATE_KEY: app.privateKey, GITHUB_API_URL: url };
  const second = await startWorld({ analyse: leaks, jobs, variables });
  world = { ...second, close: () => Promise.all([second.close(), first.github.close()]).then(() => {}) };
  reviews = 0;
  first.github.sendWebhooksTo(`${second.app.url}/api/github/webhooks`);
  const next = await repository.openPull({ files: code([1]) });
  expect(await reviewed(next)).toMatchObject({ conclusion: 'success', annotations: [] });
  expect(await notices(pull)).toHaveLength(1);
  expect(second.said('demotions told')).toEqual([]);
});

test('what is in shadow by the configuration is recorded with its outcome, and counts for nothing else', async () => {
  const repository = await started();
  await repository.commit('main', { '.github/hindsight.yml': 'mode: shadow\n' });
  const pull = await repository.openPull({ files: code([1, 2]) });
  expect(await reviewed(pull)).toMatchObject({ conclusion: 'success' });
  await pull.push(code([2]));
  await reviewed(pull);
  await pull.merge();
  const kept = () =>
    store.database?.query('SELECT spoken, outcome FROM hindsight_outcomes.finding ORDER BY fingerprint');
  await until(async () => (await kept())?.[1]?.outcome === 'merged');
  expect(await kept()).toEqual([
    { spoken: false, outcome: 'repaired' },
    { spoken: false, outcome: 'merged' },
  ]);
  expect((await pull.view()).threads).toEqual([]);
});
