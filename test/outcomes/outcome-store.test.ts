import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OutcomeStore, openOutcomes } from '../../src/outcomes/outcome-store.js';
import { migrateOutcomes } from '../../src/outcomes/outcome-tables.js';
import type { Database } from '../../src/queue/database.js';
import type { JobStore } from '../../src/queue/job-queue.js';
import type { ReviewJob } from '../../src/review/review-job.js';
import type { Triage } from '../../src/review/triage.js';
import type { TriageJob } from '../../src/review/triage-job.js';
import { built } from '../built.js';
import { watched } from '../queue/world.js';
import { fingerprint, told } from './told.js';

// Plain JavaScript without types, as all scripts are.
const { findPostgres, startPostgres } = await import(
  new URL('../../scripts/reliability/postgres-server.mjs', import.meta.url).href
);
const programs: string | undefined = await findPostgres();

// The embedded database is a thread.
const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');

// PGlite takes seconds to begin, and on a busy machine many of them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

function decisions(numbers: readonly number[], decision: Triage['decision'], minute = 0) {
  const at = new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
  return numbers.map((number) => ({
    fingerprint: fingerprint(number),
    triage: { decision, by: 'mona', reason: 'wrong', at },
  }));
}

describe.each(programs ? ['a directory', 'PostgreSQL'] : ['a directory'])('outcomes in %s', (where) => {
  let directory: string;
  let postgres: { createDatabase(name: string): Promise<string>; stop(): Promise<void> } | undefined;
  let jobs: JobStore;
  let database: Database;
  let store: OutcomeStore;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hindsight-outcomes-'));
    if (where === 'PostgreSQL') postgres = await startPostgres(programs);
    const address = postgres ? { url: await postgres.createDatabase('hindsight') } : { directory };
    jobs = await openDurableJobs(address, watched().watch);
    if (!jobs.database) throw new Error('expected a database, got none');
    database = jobs.database;
  });
  afterAll(async () => {
    await jobs.stop();
    await postgres?.stop();
    await rm(directory, { recursive: true });
  });
  beforeEach(async () => {
    await database.query('DROP SCHEMA IF EXISTS hindsight_outcomes CASCADE');
    store = await openOutcomes(database);
  });

  const job = (given: Partial<ReviewJob> = {}): ReviewJob => ({
    installation: 1,
    owner: 'Octocat',
    repo: 'hello',
    pull: 1,
    headSha: 'head',
    delivery: 'd',
    ...given,
  });
  const triageJob = (given: Partial<ReviewJob> = {}) => job(given) as unknown as TriageJob;
  const recordOf = async (given: Partial<ReviewJob> = {}, ofRepository: string[] = []) =>
    (await store.recordsOf(job(given), ofRepository))[0];

  /** So many outcomes, of which some are not useful; the others are repaired. */
  async function outcomes(all: number, notUseful: number, given: Partial<ReviewJob> = {}, own: string[] = []) {
    await store.reviewed(job(given), told(upTo(all), { ofRepository: own }));
    await store.reviewed(job(given), told(upTo(notUseful), { ofRepository: own }));
    return store.decided(triageJob(given), decisions(upTo(notUseful), 'not-useful'));
  }

  test('the same review, decision and merge again count once', async () => {
    for (const _ of [1, 2]) {
      await store.reviewed(job(), told(upTo(3), { how: 'advice' }));
      await store.decided(triageJob(), decisions([1], 'not-useful'));
      await store.merged({ ...job(), headSha: 'head' });
    }
    expect(await recordOf()).toEqual({ incident: 'leak', outcomes: 3, notUseful: 1, unheeded: 2 });
    expect(await recordOf({ owner: 'octocat' })).toMatchObject({ outcomes: 3 });
  });

  test('what was merged over a failing check is an outcome, and none of no use', async () => {
    await store.reviewed(job(), told([1]));
    await store.merged(job());
    expect(await recordOf()).toEqual({ incident: 'leak', outcomes: 1, notUseful: 0, unheeded: 0 });
  });

  test.each([
    [19, 19, false],
    [20, 2, false],
    [20, 3, true],
    [21, 3, true],
    [30, 3, false],
  ])('of %i outcomes %i not useful: demoted %s', async (all, notUseful, isDemoted) => {
    expect(await outcomes(all, notUseful)).toBe(isDemoted);
    expect((await recordOf())?.demoted !== undefined).toBe(isDemoted);
  });

  test('one installation knows nothing of another', async () => {
    await outcomes(21, 3);
    expect((await recordOf())?.demoted).toMatchObject({ tally: { outcomes: 21, notUseful: 3, unheeded: 0 } });
    expect(await store.recordsOf(job({ installation: 2 }), [])).toEqual([]);
    expect(await store.untold(2)).toEqual([]);
  });

  test("another repository of the installation is under the same demotion, but for a repository's own incident", async () => {
    await outcomes(21, 3);
    expect((await recordOf({ repo: 'other' }))?.demoted).toBeDefined();
    expect(await recordOf({ repo: 'other' }, ['leak'])).toBeUndefined();
    await outcomes(21, 3, { repo: 'own', pull: 7 }, ['leak']);
    expect((await recordOf({ repo: 'own' }, ['leak']))?.demoted).toBeDefined();
    expect(await recordOf({ repo: 'other' }, ['leak'])).toBeUndefined();
  });

  test('is told where it was tipped, once; pull requests elsewhere are only counted', async () => {
    await store.reviewed(job({ repo: 'secret', pull: 9 }), told([1]));
    await store.decided(triageJob({ repo: 'secret', pull: 9 }), decisions([1], 'not-useful'));
    expect(await outcomes(20, 2)).toBe(true);
    const where = { installation: 1, repository: 'octocat/hello', pull: 1 };
    const [untold, ...more] = await store.untold(1);
    expect(more).toEqual([]);
    expect(untold).toMatchObject({ where, demotions: [{ incident: 'leak', pulls: [1], pullsElsewhere: 1 }] });
    expect(JSON.stringify(untold?.demotions)).not.toContain('secret');
    // While it is told, another incident is demoted on the same pull request.
    await database.query(
      `INSERT INTO hindsight_outcomes.demotion (installation, scope, incident, outcomes, not_useful, unheeded, tell_repository, tell_pull)
       VALUES (1, '', 'other', 20, 20, 0, 'octocat/hello', 1)`,
    );
    if (untold) await store.told(untold);
    const [later] = await store.untold(1);
    expect(later?.demotions).toMatchObject([{ incident: 'other' }]);
    if (later) await store.told(later);
    expect(await store.untold(1)).toEqual([]);
    expect(await store.reviewed(job({ pull: 2 }), told([1]))).toBe(false);
  });

  test('where GitHub does not take it, the next pull request that brings news gets it, if it may know', async () => {
    await outcomes(21, 3, {}, ['leak']);
    for (const each of await store.untold(1)) await store.refused(each);
    expect(await store.untold(1)).toEqual([]);
    expect(await store.reviewed(job({ repo: 'other', pull: 4 }), told([1]))).toBe(false);
    expect(await store.reviewed(job({ pull: 5 }), told([1]))).toBe(true);
    expect(await store.untold(1)).toMatchObject([{ where: { repository: 'octocat/hello', pull: 5 } }]);
  });

  test('an undo ends a demotion that would not have come without it; other outcomes do not', async () => {
    await outcomes(21, 3);
    await store.reviewed(job({ pull: 2 }), told(upTo(40)));
    await store.reviewed(job({ pull: 2 }), told([]));
    expect(await recordOf()).toMatchObject({ outcomes: 61, notUseful: 3, demoted: expect.anything() });
    await store.decided(triageJob(), decisions([1], 'undo', 1));
    expect(await recordOf()).toEqual({ incident: 'leak', outcomes: 60, notUseful: 2, unheeded: 0 });
    expect(await store.untold(1)).toEqual([]);
  });

  test('many at the same moment are all counted, and demote once', async () => {
    await Promise.all(upTo(24).map((pull) => store.reviewed(job({ pull }), told([1]))));
    await Promise.all(
      upTo(24).map((pull) => store.decided(triageJob({ pull }), decisions([1], pull > 3 ? 'accept' : 'not-useful'))),
    );
    expect(await recordOf()).toMatchObject({ outcomes: 24, notUseful: 3, demoted: expect.anything() });
    expect(await store.untold(1)).toHaveLength(1);
  });

  test('tables are made by one of many that begin at once, kept at the next start, and refused when they are newer', async () => {
    await database.query('DROP SCHEMA hindsight_outcomes CASCADE');
    await Promise.all(upTo(4).map(() => migrateOutcomes(database)));
    await outcomes(21, 3);
    store = await openOutcomes(database);
    expect((await recordOf())?.demoted).toBeDefined();
    await database.query('UPDATE hindsight_outcomes.version SET version = 99');
    await expect(openOutcomes(database)).rejects.toThrow('got version 99: a newer Hindsight has made them');
  });

  test('nothing of the code, of people or of what they wrote is in the tables', async () => {
    const review = told([1], { triaged: decisions([1], 'not-useful') });
    await store.reviewed(job(), review);
    const rows = await database.query('SELECT * FROM hindsight_outcomes.finding');
    expect(rows).toHaveLength(1);
    for (const told of ['mtu.go', 'findMTU', 'nlHandle', 'mona', 'wrong'])
      expect(JSON.stringify(rows)).not.toContain(told);
  });
});
