import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type JobDatabaseAddress, type Query, queryOf } from './database.js';
import { openEmbeddedDatabase } from './embedded-database.js';

const millisecondsMax = 10_000;

/** A database as somebody besides the app may read it. */
export interface ReadDatabase {
  query: Query;
  close(): Promise<void>;
}

/** Nothing is made that is not there. Rejects with a DirectoryInUseError while an app runs on the directory. */
export async function openToRead(address: JobDatabaseAddress): Promise<ReadDatabase> {
  return 'url' in address ? openServer(address.url) : openDirectory(address.directory);
}

export class NoDatabaseError extends Error {
  override readonly name = 'NoDatabaseError';
  constructor(directory: string) {
    super(
      `expected the data of an app in ${directory}, got none. Name its directory in HINDSIGHT_DATA, or its PostgreSQL in DATABASE_URL.`,
    );
  }
}

async function openDirectory(directory: string): Promise<ReadDatabase> {
  if (!existsSync(join(directory, 'database', 'PG_VERSION'))) throw new NoDatabaseError(directory);
  const { connection, close } = await openEmbeddedDatabase(directory);
  if (!connection.db) throw new Error('expected a connection to the embedded database, got none');
  return { query: queryOf(connection.db), close };
}

async function openServer(url: string): Promise<ReadDatabase> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'hindsight',
    connectionTimeoutMillis: millisecondsMax,
    query_timeout: millisecondsMax,
  });
  await client.connect();
  return {
    query: async (statement, values) => (await client.query(statement, values && [...values])).rows,
    close: () => client.end(),
  };
}
