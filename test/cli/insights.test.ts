import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OutcomeStore, openOutcomes } from '../../src/outcomes/outcome-store.js';
import type { JobStore } from '../../src/queue/job-queue.js';
import { startWorld } from '../app/world.js';
import { built } from '../built.js';
import { told } from '../outcomes/told.js';
import { watched } from '../queue/world.js';

// The embedded database is a thread.
const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');
// Plain JavaScript without types, as all scripts are.
const { findPostgres, startPostgres } = await import(
  new URL('../../scripts/reliability/postgres-server.mjs', import.meta.url).href
);
const programs: string | undefined = await findPostgres();

// PGlite takes seconds to begin, and on a busy machine many of them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let directory: string;
let store: JobStore | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-insights-'));
});
afterAll(async () => {
  await store?.stop();
  await rm(directory, { recursive: true });
});

async function insights(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { PATH: process.env.PATH, ...environment };
  const options = { env, cwd: directory };
  return promisify(execFile)(process.execPath, [main, 'insights', ...args], options).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code as number, stdout: String(stdout), stderr: String(stderr) }),
  );
}

async function opened(address: Parameters<typeof openDurableJobs>[0]): Promise<OutcomeStore> {
  store = await openDurableJobs(address, watched().watch);
  if (!store.database) throw new Error('expected a database, got none');
  return openOutcomes(store.database);
}

/** 21 outcomes, of which three are not useful, and one in shadow. */
async function seed(outcomes: OutcomeStore) {
  const job = { installation: 7001, owner: 'octocat', repo: 'hello', pull: 1, headSha: 'head', delivery: 'd' };
  const numbers = Array.from({ length: 21 }, (_, index) => index + 1);
  const at = '2026-11-21T12:00:00.000Z';
  await outcomes.reviewed(job, told(numbers));
  const triage = { decision: 'not-useful', by: 'mona', reason: 'x', at } as const;
  const triaged = told([1, 2, 3]).told.map(({ finding: { fingerprint } }) => ({ fingerprint, triage }));
  await outcomes.reviewed(job, told([1, 2, 3], { triaged }));
  await outcomes.reviewed({ ...job, pull: 2 }, told([4], { how: 'shadow' }));
  await outcomes.merged({ ...job, pull: 2 });
}

const ofLeak = {
  incident: 'leak',
  scope: '',
  ...{ outcomes: 21, repaired: 18, accepted: 0, notUseful: 3, merged: 0, unheeded: 0, pending: 0 },
  ...{ shadowRepaired: 0, shadowMerged: 1, ofNoUse: 3, percentOfNoUse: 14.3 },
  demoted: { since: expect.any(String), outcomes: 21, notUseful: 3, unheeded: 0, told: false },
};

test('a directory: as a table and as JSON; while an app runs on it, the app is asked', async () => {
  const data = join(directory, 'data');
  await seed(await opened({ directory: data }));
  const refused = await insights(['--data', data]);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /^hindsight: could not read the insights: expected a directory that no app is running on, got .*--from http/,
  );

  const { database } = store ?? {};
  const { openMemoryJobs } = await import('../../src/queue/memory-jobs.js');
  const world = await startWorld({
    jobs: (watch) => ({ ...openMemoryJobs(watch), ...(database ? { database } : {}) }),
    variables: { METRICS_PORT: '0' },
  });
  const asked = await insights(['--from', world.app.metricsUrl ?? '', '--format', 'json']);
  await world.close();
  expect(JSON.parse(asked.stdout)).toEqual({ installations: [{ installation: 7001, incidents: [ofLeak] }] });

  await store?.stop();
  store = undefined;
  const table = await insights([], { HINDSIGHT_DATA: 'data' });
  expect(table).toMatchObject({ exitCode: 0, stderr: '' });
  expect(
    table.stdout
      .split('\n')
      .slice(0, 4)
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['installation 7001'],
    'incident|outcomes|repaired|accepted|not useful|merged|of no use|open|shadow: repaired|shadow: merged'.split('|'),
    'leak|21|18|0|3|0|14.3 %|0|0|1'.split('|'),
    [expect.stringMatching(/^leak is demoted since \d{4}-\d\d-\d\d: 3 of 21 outcomes were of no use; not told yet$/)],
  ]);
  const json = await insights(['--data', data, '--format', 'json']);
  expect(json.stdout).toBe(asked.stdout);
});

test.runIf(programs)('PostgreSQL: nothing at first, and the same figures, while an app runs', async () => {
  const postgres = await startPostgres(programs);
  const url: string = await postgres.createDatabase('hindsight');
  try {
    expect((await insights([], { DATABASE_URL: url })).stdout).toMatch(/^No outcomes yet/);
    await seed(await opened({ url }));
    const { stdout } = await insights(['--format', 'json'], { DATABASE_URL: url });
    expect(JSON.parse(stdout)).toEqual({ installations: [{ installation: 7001, incidents: [ofLeak] }] });
  } finally {
    await store?.stop();
    store = undefined;
    await postgres.stop();
  }
});

test.each([
  ['no app has ever used the directory', ['--data', 'nothing'], 'expected the data of an app in nothing, got none.'],
  [
    'nobody answers',
    ['--from', 'http://127.0.0.1:59999'],
    'expected an answer of http://127.0.0.1:59999/insights, got ECONNREFUSED',
  ],
  [
    'the address is none',
    ['--from', 'localhost'],
    '--from: expected an address such as http://127.0.0.1:9090, got "localhost"',
  ],
])('%s: says so and makes nothing', async (_, args, problem) => {
  const { exitCode, stderr } = await insights(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(problem);
  await expect(rm(join(directory, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
