import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fromPglite } from 'pg-boss';
import type { JobDatabase } from './database.js';
import { lockDirectory } from './directory-lock.js';
import { openEmbeddedClient } from './embedded-client.js';

/** What the directory holds is ours alone: names of repositories are in it. */
const onlyOwner = 0o700;
/** A database that is being made; it gets its name when it is whole. */
const unfinishedPrefix = 'unfinished-';
const firstStart = fileURLToPath(new URL('./embedded-first-start.js', import.meta.url));

/**
 * PostgreSQL in this process (PGlite), for one process alone. What was committed outlives the process however it dies. It does not outlive a loss of
 * power: PGlite calls no fsync, whatever its settings say. What is lost then is found again by reconciliation.
 */
export async function openEmbeddedDatabase(directory: string): Promise<JobDatabase> {
  await mkdir(directory, { recursive: true, mode: onlyOwner });
  const lock = await lockDirectory(directory);
  try {
    const client = await openEmbeddedClient(await madeDatabase(directory));
    return {
      connection: { db: fromPglite(client), backend: 'pglite' },
      ownsAllJobs: true,
      // No other process has it. What is written is one statement.
      exclusively: (boss, _names, work) => work(boss.getDb()),
      async close() {
        await client.close().finally(lock.release);
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Makes the database where there is none, and gives its directory. Of one that was killed on the way nothing is kept. */
async function madeDatabase(directory: string): Promise<string> {
  const database = join(directory, 'database');
  for (const name of await readdir(directory)) {
    // Somebody may still write there, whose parent was killed. Then the next start does it.
    if (name.startsWith(unfinishedPrefix)) await rm(join(directory, name), { recursive: true }).catch(() => {});
  }
  // The file by which PostgreSQL itself tells: https://www.postgresql.org/docs/current/storage-file-layout.html
  if (existsSync(join(database, 'PG_VERSION'))) return database;
  const unfinished = await mkdtemp(join(directory, unfinishedPrefix));
  await promisify(execFile)(process.execPath, [firstStart, unfinished]);
  await rm(database, { recursive: true, force: true });
  await rename(unfinished, database);
  return database;
}
