import { PgBoss } from 'pg-boss';
import { type Database, type JobDatabase, type JobDatabaseAddress, queryOf, schema } from './database.js';
import { deadOf, openDurableQueue } from './durable-queue.js';
import { openEmbeddedDatabase } from './embedded-database.js';
import { readFigures } from './job-figures.js';
import type { JobStore, JobWatch } from './job-queue.js';
import { defaultTiming, type JobTiming } from './job-timing.js';
import { openNotes } from './notes.js';
import { serverDatabase } from './server-database.js';

/**
 * Jobs that outlive the process, by pg-boss: in a directory, or on a PostgreSQL server that several processes share. A job that was added runs at
 * least once. What is stored is the job (names, numbers and commit ids) and the description of an error, and neither code nor tokens.
 */
export async function openDurableJobs(
  address: JobDatabaseAddress,
  watch: JobWatch,
  given: Partial<JobTiming> = {},
): Promise<JobStore> {
  const timing = { ...defaultTiming, ...given };
  const database = 'url' in address ? serverDatabase(address.url) : await openEmbeddedDatabase(address.directory);
  const boss = new PgBoss({ ...database.connection, ...upkeep(timing), schema });
  boss.on('error', (error) => watch.trouble(error));
  boss.on('warning', ({ message }) => watch.trouble(new Error(message)));
  try {
    await boss.start();
    return storeOf(boss, database, watch, timing);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    await database.close();
    throw error;
  }
}

/** In a directory nothing else keeps work of one process apart. */
function oneByOne(exclusively: Database['exclusively']): Database['exclusively'] {
  let last: Promise<unknown> = Promise.resolve();
  return (name, work) => {
    const done = last.then(() => exclusively(name, work));
    last = done.catch(() => {});
    return done;
  };
}

function upkeep({ superviseSeconds }: JobTiming) {
  return {
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  };
}

async function storeOf(boss: PgBoss, database: JobDatabase, watch: JobWatch, timing: JobTiming): Promise<JobStore> {
  const queues: string[] = [];
  return {
    database: {
      query: queryOf(boss.getDb()),
      exclusively: oneByOne((name, work) => database.exclusively(boss, [name], (db) => work(queryOf(db)))),
    },
    notes: await openNotes(boss.getDb(), schema),
    open(kind) {
      queues.push(kind.name, deadOf(kind.name));
      return openDurableQueue({ boss, database, watch, timing }, kind);
    },
    figures: () => readFigures(boss.getDb(), schema, queues),
    async stop() {
      await boss.stop({ graceful: true, timeout: timing.stopSeconds * 1000 });
      await database.close();
    },
  };
}
