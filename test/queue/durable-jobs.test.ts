import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobDatabaseAddress } from '../../src/queue/database.js';
import type { JobStore } from '../../src/queue/job-queue.js';
import { built } from '../built.js';
import { hasPostgres, startTestServer, type TestServer } from './postgres.js';
import { controlledKind, push, quick, until, watched } from './world.js';

// The embedded database is a thread.
const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');
// PGlite takes seconds to begin, and on a busy machine many of them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('jobs in a directory', () => whereverJobsAre(async () => undefined));
describe.skipIf(!hasPostgres)('jobs in PostgreSQL', () => whereverJobsAre(startTestServer));

function whereverJobsAre(startServer: () => Promise<TestServer | undefined>): void {
  let directory: string;
  let postgres: TestServer | undefined;
  let address: JobDatabaseAddress;
  /** One database for all tests, since it takes PGlite seconds to make one; each test has a kind of job of its own. */
  let name = 'push';
  let tests = 0;
  const stores: JobStore[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hindsight-queue-'));
    postgres = await startServer();
    address = postgres ? { url: await postgres.createDatabase('hindsight') } : { directory };
    await (await openDurableJobs(address, watched().watch)).stop();
  });
  afterAll(async () => {
    await postgres?.stop();
    await rm(directory, { recursive: true });
  });
  beforeEach(() => {
    name = `push-${++tests}`;
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.stop();
  });

  async function opened(concurrency = 2, given: Parameters<typeof controlledKind>[1] = {}) {
    const { told, watch } = watched();
    const controlled = controlledKind(concurrency, { name, ...given });
    const store = await openDurableJobs(address, watch, quick);
    stores.push(store);
    const queue = await store.open(controlled.kind);
    const stop = async () => {
      stores.splice(stores.indexOf(store), 1);
      await store.stop();
    };
    return { ...controlled, store, queue, told, stop };
  }

  test('one of a key at a time, then only the newest; another key at the same time', async () => {
    const { queue, log, end } = await opened();
    await queue.add(push(1, 'a'));
    await until(() => log.length === 1, 'the first to start');
    for (const head of ['b', 'c', 'd']) await queue.add(push(1, head));
    await queue.add(push(2, 'x'));
    await until(() => log.length === 2, 'the second to start');
    expect(log).toEqual(['start 1@a', 'start 2@x']);
    await end('1@a');
    await end('1@d');
    await end('2@x');
    expect(log.filter((line) => line.startsWith('start'))).toEqual(['start 1@a', 'start 2@x', 'start 1@d']);
  });

  test('figures tell what runs, what waits and what waits for its time', async () => {
    const { queue, store, log, end } = await opened(1);
    await queue.add(push(1, 'a'));
    await until(() => log.length === 1, 'the first to start');
    await queue.add(push(2, 'a'));
    await queue.add(push(3, 'a'), new Date(Date.now() + 60_000));
    const [figures, dead] = await store.figures();
    expect(figures).toMatchObject({ queue: name, running: 1, waiting: 1, delayed: 1 });
    expect(figures?.oldestSeconds).toBeGreaterThan(0);
    expect(figures?.oldestSeconds).toBeLessThan(60);
    expect(dead).toEqual({ queue: `${name}-dead`, running: 0, waiting: 0, delayed: 0, oldestSeconds: 0 });
    await end('1@a');
    await end('2@a');
    await until(async () => (await store.figures())[0]?.running === 0, 'both to be done');
  });

  test('one that was overtaken does not replace a newer one; of equals the last counts', async () => {
    const { queue, log, end } = await opened(1);
    await queue.add(push(9, 'busy'));
    await until(() => log.length === 1, 'the first to start');
    await queue.add(push(1, 'new', 2));
    await queue.add(push(1, 'old', 1));
    await queue.add(push(2, 'first', 3));
    await queue.add(push(2, 'second', 3));
    await end('9@busy');
    await end('1@new');
    await end('2@second');
    expect(log.filter((line) => line.startsWith('start'))).toEqual(['start 9@busy', 'start 1@new', 'start 2@second']);
  });

  test('of many at once the newest stays, whatever the order', async () => {
    const { queue, log, end } = await opened(1);
    await queue.add(push(9, 'busy'));
    await until(() => log.length === 1, 'the first to start');
    const orders = [3, 9, 1, 7, 5, 10, 2, 8, 6, 4];
    await Promise.all(orders.map((order) => queue.add(push(1, `head${order}`, order))));
    await end('9@busy');
    await end('1@head10');
    expect(log.filter((line) => line.startsWith('start'))).toEqual(['start 9@busy', 'start 1@head10']);
  });

  test('short jobs follow each other without a wait', async () => {
    let done = 0;
    const run = async () => {
      done++;
      return 'done' as const;
    };
    const { queue } = await opened(2, { run });
    for (let pull = 1; pull <= 60; pull++) await queue.add(push(pull, 'a'));
    // With one job for each poll it would take 300 s.
    await until(() => done === 60, 'all to be done', 20_000);
  });

  test('one that fails is tried again, then given up, and somebody is told', async () => {
    const { queue, log, told, end } = await opened(1);
    await queue.add(push(1, 'a'));
    for (const _ of [1, 2, 3]) await end('1@a', new Error('GitHub says "code of somebody" ghs_secret'));
    await until(() => log.includes('give up 1@a'), 'it to be given up');
    expect(log.filter((line) => line.startsWith('start'))).toHaveLength(3);
    expect(told.at(-1)).toBe(`${name} pull 1 is given up`);
  });

  test('a failed one of an older head comes back after the newer one, and the newer one is not lost', async () => {
    const { queue, log, end } = await opened(1);
    await queue.add(push(1, 'old', 1));
    await until(() => log.length === 1, 'the first to start');
    await queue.add(push(1, 'new', 2));
    await end('1@old', new Error('out of luck'));
    await end('1@new');
    await end('1@old');
    expect(log.filter((line) => line.startsWith('start'))).toEqual(['start 1@old', 'start 1@new', 'start 1@old']);
  });

  test('one that asks for it runs again, without it being a try', async () => {
    const { queue, log, end } = await opened(1);
    await queue.add(push(1, 'a'));
    for (const _ of [1, 2, 3, 4]) await end('1@a', { again: new Date(Date.now() + 50) });
    await end('1@a');
    expect(log.filter((line) => line.startsWith('give up'))).toEqual([]);
  });

  test('what waits when the store is stopped runs in the next one; notes stay too', async () => {
    const first = await opened(1);
    await first.queue.add(push(9, 'busy'));
    await until(() => first.log.length === 1, 'the first to start');
    await first.queue.add(push(1, 'a'));
    await first.store.notes.write('cursor', { page: 3 });
    await first.store.notes.write('cursor', { page: 4 });
    const stopped = first.stop();
    await first.end('9@busy');
    await stopped;
    const second = await opened(1);
    await second.end('1@a');
    expect(second.log).toEqual(['start 1@a', 'end 1@a']);
    expect(await second.store.notes.read('cursor')).toEqual({ page: 4 });
    expect(await second.store.notes.read('nothing')).toBeUndefined();
  });

  test('what still runs when the store has waited for it is handed back, and runs in the next one', async () => {
    const one = await opened(1);
    await one.queue.add(push(1, 'a'));
    await until(() => one.log.length === 1, 'the job to start');
    await one.stop();
    expect(one.log).toEqual(['start 1@a']);
    const two = await opened(1);
    await two.end('1@a');
    expect(two.log).toEqual(['start 1@a', 'end 1@a']);
    expect(two.told).toEqual([]);
  });

  test('a stop waits for what is nearly done', async () => {
    const one = await opened(1);
    await one.queue.add(push(1, 'a'));
    await until(() => one.log.length === 1, 'the job to start');
    const stopped = one.stop();
    await one.end('1@a');
    await stopped;
    const two = await opened(1);
    expect(await two.store.figures()).toMatchObject([{ running: 0, waiting: 0, delayed: 0 }, {}]);
  });

  test('a job in a form that is not understood is left out, and said', async () => {
    const first = await opened(1);
    await first.queue.add(push(9, 'busy'));
    await until(() => first.log.length === 1, 'the first to start');
    await first.queue.add({ pull: 'one' } as never);
    await first.queue.add(push(2, 'b'));
    await first.end('9@busy');
    await first.end('2@b');
    expect(first.log.filter((line) => line.startsWith('start'))).toEqual(['start 9@busy', 'start 2@b']);
    expect(first.told.join()).toContain(`expected a job of the kind ${name}, got one with something else at pull`);
  });
}
