import type { JobDatabase } from './database.js';

/** Connections of one process: its workers, a few webhooks at the same time, and pg-boss's own upkeep. */
const connectionsMax = 8;
/** GitHub waits 10 s for the answer to a webhook, so a server that is not there is told well before. */
const connectMillisecondsMax = 5_000;
/** Where the network swallows everything a connection looks alive for many minutes. None of our statements takes a second. */
const statementMillisecondsMax = 30_000;

/** A PostgreSQL server, for as many processes as there are. */
export function serverDatabase(url: string): JobDatabase {
  // All of it goes on to the pool of `pg`; the types of pg-boss name a part.
  const connection = {
    connectionString: url,
    max: connectionsMax,
    application_name: 'hindsight',
    connectionTimeoutMillis: connectMillisecondsMax,
    query_timeout: statementMillisecondsMax,
    keepAlive: true,
  };
  return {
    connection,
    ownsAllJobs: false,
    async exclusively(boss, names, work) {
      const transaction = await boss.getDb().beginTransaction?.();
      if (!transaction) throw new Error('expected transactions from the pool of pg-boss, got none');
      try {
        // In one order everywhere, so that no two processes wait for each other.
        const lock = 'SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name';
        await transaction.db.executeSql(lock, [[...names].sort()]);
        const result = await work(transaction.db);
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
    },
    close: async () => {},
  };
}
