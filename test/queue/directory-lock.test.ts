import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDirectory } from '../../src/queue/directory-lock.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Another process that listens where the lock is, as one of Hindsight would, and says so. */
async function otherOwner() {
  const program = `require('node:net').createServer().listen(${JSON.stringify(join(directory, 'lock-0ther000'))}, () => console.log('locked'))`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    async kill() {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

test('a directory is for one; released, it is for the next', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(/expected .* for this process alone, got .* DATABASE_URL/);
  await lock.release();
  await (await lockDirectory(directory)).release();
  expect(await readdir(directory)).toEqual([]);
});

test('another process holds it while it lives, and not when it was killed', async () => {
  const other = await otherOwner();
  await expect(lockDirectory(directory)).rejects.toThrow('another process of Hindsight');
  await other.kill();
  expect(await readdir(directory)).toEqual(['lock-0ther000']);
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow('another process of Hindsight');
  await lock.release();
});

test('of several that come after a dead one, one gets it', async () => {
  const other = await otherOwner();
  await other.kill();
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => lockDirectory(directory)));
  const locks = results.filter((result) => result.status === 'fulfilled');
  expect(locks).toHaveLength(1);
  await locks[0]?.value.release();
  expect(await readdir(directory)).toEqual([]);
});

test('a directory that is too deep for the lock is said to be', async () => {
  const deep = join(directory, 'x'.repeat(100));
  await mkdir(deep);
  await expect(lockDirectory(deep)).rejects.toThrow('expected a data directory with a path of at most 89 bytes');
});
