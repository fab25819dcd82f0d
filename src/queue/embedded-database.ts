import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fromPglite } from 'pg-boss';
import type { JobDatabase } from './database.js';
import { lockDirectory } from './directory-lock.js';

/** What the directory holds is ours alone: names of repositories are in it. */
const onlyOwner = 0o700;

/**
 * PostgreSQL in this process (PGlite), for one process alone. What was committed outlives the process however it dies. It does not outlive a loss of
 * power: PGlite calls no fsync, whatever its settings say. What is lost then is found again by reconciliation.
 */
export async function openEmbeddedDatabase(directory: string): Promise<JobDatabase> {
  await mkdir(directory, { recursive: true, mode: onlyOwner });
  const lock = await lockDirectory(directory);
  try {
    // Not loaded where there is a server: it takes more memory than all the rest.
    const { PGlite } = await import('@electric-sql/pglite');
    const pglite = await PGlite.create(join(directory, 'database'));
    return {
      connection: { db: fromPglite(pglite), backend: 'pglite' },
      ownsAllJobs: true,
      transaction: (_boss, work) => pglite.transaction((transaction) => work(fromPglite(transaction))),
      async close() {
        await pglite.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
