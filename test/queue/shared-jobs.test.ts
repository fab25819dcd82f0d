import { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobStore } from '../../src/queue/job-queue.js';
import { built } from '../built.js';
import { hasPostgres, startTestServer, type TestServer } from './postgres.js';
import { controlledKind, push, quick, until, watched } from './world.js';

const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(!hasPostgres)('jobs that several processes share', () => {
  let server: TestServer;
  let url: string;
  let name = 'push';
  let tests = 0;
  const stores: JobStore[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    url = await server.createDatabase('hindsight');
    await (await openDurableJobs({ url }, watched().watch)).stop();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    name = `push-${++tests}`;
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.stop();
  });

  /** As another process would have it. */
  async function opened(concurrency: number, given: Parameters<typeof controlledKind>[1] = {}) {
    const { told, watch } = watched();
    const controlled = controlledKind(concurrency, { name, ...given });
    const store = await openDurableJobs({ url }, watch, quick);
    stores.push(store);
    return { ...controlled, told, queue: await store.open(controlled.kind) };
  }

  test('none of them is done twice', async () => {
    const runs: string[] = [];
    const active = new Set<number>();
    const overlaps: number[] = [];
    const run = async ({ pull, head }: { pull: number; head: string }) => {
      runs.push(`${pull}@${head}`);
      if (active.has(pull)) overlaps.push(pull);
      active.add(pull);
      await new Promise((resolve) => setTimeout(resolve, 5));
      active.delete(pull);
      return 'done' as const;
    };
    const [left, right] = await Promise.all([opened(2, { run }), opened(2, { run })]);
    for (let pull = 1; pull <= 100; pull++) await (pull % 2 ? left : right).queue.add(push(pull, 'a'));
    await until(() => runs.length >= 100, 'all to be done');
    expect(new Set(runs).size).toBe(100);
    expect(runs).toHaveLength(100);
    expect(overlaps).toEqual([]);
  });

  test('of many that come to all of them at once the newest of each key stays, and none waits for ever', async () => {
    const processes = await Promise.all([1, 2, 3].map(() => opened(1, { run: () => new Promise(() => {}) })));
    for (const pull of [101, 102, 103]) await processes[0]?.queue.add(push(pull, 'busy'));
    await until(async () => (await stores[0]?.figures())?.[0]?.running === 3, 'all workers to be busy');
    const orders = Array.from({ length: 30 }, (_, index) => ((index * 7) % 30) + 1);
    const pulls = [1, 2, 3, 4, 5];
    await Promise.all(
      orders.flatMap((order, index) =>
        (index % 2 ? pulls : [...pulls].reverse()).map((pull) =>
          processes[(index + pull) % 3]?.queue.add(push(pull, `head${order}`, order)),
        ),
      ),
    );
    const boss = new PgBoss({ connectionString: url, schema: 'hindsight_jobs' });
    await boss.start();
    const waiting = (await boss.findJobs<{ pull: number; head: string }>(name)).filter(
      ({ state }) => state === 'created',
    );
    await boss.stop();
    expect(waiting.map(({ data: { pull, head } }) => `${pull}@${head}`).sort()).toEqual(
      pulls.map((pull) => `${pull}@head30`),
    );
  });

  test('the lease of one that another process has taken over is gone', async () => {
    const held: boolean[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { queue } = await opened(1, {
      run: async (_job, lease) => {
        held.push(await lease.stillOurs());
        await released;
        held.push(await lease.stillOurs());
        return 'done';
      },
    });
    await queue.add(push(1, 'a'));
    await until(() => held.length === 1, 'the job to run');
    const other = new PgBoss({ connectionString: url, schema: 'hindsight_jobs' });
    await other.start();
    const [job] = (await other.findJobs(name)).filter(({ state }) => state === 'active');
    await other.cancel(name, job?.id ?? '');
    await other.stop();
    release();
    await until(() => held.length === 2, 'the job to end');
    expect(held).toEqual([true, false]);
  });

  test('while the server is away nothing is taken, and when it is back all goes on by itself', async () => {
    const { queue, log, end } = await opened(1);
    await queue.add(push(1, 'a'));
    await until(() => log.length === 1, 'the first to start');
    await queue.add(push(2, 'b'));
    await server.pause();
    await expect(queue.add(push(3, 'c'))).rejects.toThrow();
    await server.resume();
    await until(
      () =>
        queue.add(push(4, 'd')).then(
          () => true,
          () => false,
        ),
      'the server to be found again',
    );
    await end('1@a');
    await end('2@b');
    await end('4@d');
    expect(log.filter((line) => line.startsWith('start'))).toEqual(['start 1@a', 'start 2@b', 'start 4@d']);
  });
});
