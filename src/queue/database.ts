import type { ConstructorOptions, Db, PgBoss } from 'pg-boss';

/** Our tables stand apart from whatever else the database holds. */
export const schema = 'hindsight_jobs';

/** Where jobs are kept. Above this line it makes no difference whether that is a server or a directory. */
export interface JobDatabase {
  /** The part of pg-boss's options that tells it where to go. */
  connection: ConstructorOptions;
  /** What a dead process left as running can be told at the start: no other process can have it. */
  ownsAllJobs: boolean;
  /** Does the work while no other process does any under one of these names. What it writes is written whole or not at all. */
  exclusively<Result>(boss: PgBoss, names: readonly string[], work: (db: Db) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** `directory`: embedded. `url`: PostgreSQL. */
export type JobDatabaseAddress = { directory: string } | { url: string };
