import type { JobDatabase } from './database.js';

/** Connections of one process: its workers, a few webhooks at the same time, and pg-boss's own upkeep. */
const connectionsMax = 8;

/** A PostgreSQL server, for as many processes as there are. */
export function serverDatabase(url: string): JobDatabase {
  return {
    connection: { connectionString: url, max: connectionsMax, application_name: 'hindsight' },
    ownsAllJobs: false,
    async transaction(boss, work) {
      const transaction = await boss.getDb().beginTransaction?.();
      if (!transaction) throw new Error('expected transactions from the pool of pg-boss, got none');
      try {
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
