import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { JobStore } from '../../src/queue/job-queue.js';
import { built } from '../built.js';
import { controlledKind, push, quick, until, watched } from './world.js';

const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let directory: string;
let store: JobStore | undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-embedded-'));
});
afterEach(async () => {
  await store?.stop();
  store = undefined;
});
afterAll(() => rm(directory, { recursive: true }));

async function opened() {
  const { told, watch } = watched();
  const controlled = controlledKind(1);
  store = await openDurableJobs({ directory }, watch, quick);
  return { ...controlled, told, queue: await store.open(controlled.kind) };
}

test('a database that was half made when its process died is made anew', async () => {
  await rename(await mkdtemp(join(directory, 'unfinished-')), join(directory, 'unfinished-before'));
  await writeFile(join(directory, 'unfinished-before', 'PG_VERSION'), '18\n');
  const { queue, end } = await opened();
  await queue.add(push(1, 'a'));
  await end('1@a');
  expect((await readdir(directory)).filter((name) => !name.startsWith('lock-'))).toEqual(['database']);
});

test('the same directory twice is an error that says what to do', async () => {
  await opened();
  await expect(openDurableJobs({ directory }, watched().watch)).rejects.toThrow(
    /another process of Hindsight.*HINDSIGHT_DATA/,
  );
});

test('after a disk that could not be written, a full one for example, all goes on by itself and nothing that was kept is lost', async () => {
  const { queue, log, end } = await opened();
  await queue.add(push(1, 'a'));
  await until(() => log.length === 1, 'the first to start');
  await queue.add(push(2, 'b'));
  // PostgreSQL ends with a panic when it cannot write its log. A new file of the log is begun every 16 MB.
  const wal = join(directory, 'database', 'pg_wal');
  await rename(wal, `${wal}-away`);
  const fillLog = async () => {
    for (let pull = 10; pull < 30; pull++) await queue.add(push(pull, randomBytes(1_000_000).toString('hex')));
  };
  await expect(fillLog()).rejects.toThrow();
  await expect(queue.add(push(4, 'd'))).rejects.toThrow();
  await rename(`${wal}-away`, wal);
  await until(
    () =>
      queue.add(push(50, 'e')).then(
        () => true,
        () => false,
      ),
    'the database to be back',
  );
  await end('1@a');
  await end('2@b');
});
