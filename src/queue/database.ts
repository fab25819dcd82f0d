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

export type Row = Record<string, unknown>;
/** One statement with values for `$1`, `$2` …; without values it may be several, separated by semicolons. Gives the rows of the one. */
export type Query = (statement: string, values?: readonly unknown[]) => Promise<Row[]>;

/** The database of the jobs, for what else has to outlive the process. */
export interface Database {
  query: Query;
  /**
   * Does the work while nobody else does any under this name, in this process or another. It has to be short. Each of its statements is done whole or not
   * at all; that all of them are together is promised by a server only, so each has to leave something that is right.
   */
  exclusively<Result>(name: string, work: (query: Query) => Promise<Result>): Promise<Result>;
}

/** `Pick`, since the one of a transaction can do no more. */
export function queryOf(db: Pick<Db, 'executeSql'>): Query {
  return async (statement, values) =>
    (await db.executeSql(statement, values === undefined ? undefined : [...values])).rows;
}
