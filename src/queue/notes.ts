import type { Db } from 'pg-boss';
import type { Notes } from './job-queue.js';

/** A table of names and JSON values beside those of pg-boss. */
export async function openNotes(db: Db, schema: string): Promise<Notes> {
  const table = `${schema}.hindsight_note`;
  // Under a lock: of two processes that begin at once both would find no table, and one would fail.
  await db.executeSql(`
    BEGIN;
    SELECT pg_advisory_xact_lock(hashtextextended('${table}', 0));
    CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY, value jsonb NOT NULL, written_at timestamptz NOT NULL DEFAULT now());
    COMMIT`);
  return {
    async read(name) {
      const { rows } = await db.executeSql(`SELECT value FROM ${table} WHERE name = $1`, [name]);
      return rows[0]?.value;
    },
    async write(name, value) {
      await db.executeSql(
        `INSERT INTO ${table} (name, value) VALUES ($1, $2::text::jsonb)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = now()`,
        [name, JSON.stringify(value)],
      );
    },
  };
}
