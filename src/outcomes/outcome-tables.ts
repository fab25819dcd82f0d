import type { Database } from '../queue/database.js';

/** Apart from the tables of the jobs, which may be thrown away: outcomes are remembered nowhere else. */
export const schema = 'hindsight_outcomes';

/** Each brings the tables from the version before to its own, and is never changed once it was released. */
const migrations: readonly string[] = [
  `CREATE TABLE ${schema}.finding (
     installation bigint NOT NULL,
     repository text NOT NULL,
     pull integer NOT NULL,
     fingerprint text NOT NULL,
     incident text NOT NULL,
     likeness text NOT NULL,
     scope text NOT NULL,
     head text NOT NULL,
     spoken boolean NOT NULL,
     blocks boolean NOT NULL,
     state text NOT NULL,
     decision text,
     decided_at timestamptz,
     merged boolean NOT NULL,
     first_seen timestamptz NOT NULL,
     outcome text,
     PRIMARY KEY (installation, repository, pull, fingerprint, incident)
   );
   CREATE INDEX finding_by_incident ON ${schema}.finding (installation, scope, incident);
   CREATE TABLE ${schema}.demotion (
     installation bigint NOT NULL,
     scope text NOT NULL,
     incident text NOT NULL,
     since timestamptz NOT NULL DEFAULT now(),
     outcomes integer NOT NULL,
     not_useful integer NOT NULL,
     unheeded integer NOT NULL,
     tell_repository text,
     tell_pull integer,
     told_at timestamptz,
     PRIMARY KEY (installation, scope, incident)
   )`,
];

/** Makes the tables or brings them up to date. Several processes may begin at once: one does it, and the others wait. */
export async function migrateOutcomes(database: Database): Promise<void> {
  await database.exclusively(schema, async (query) => {
    await query(
      `CREATE SCHEMA IF NOT EXISTS ${schema}; CREATE TABLE IF NOT EXISTS ${schema}.version (version integer NOT NULL)`,
    );
    const [row] = await query(`SELECT version FROM ${schema}.version`);
    const version = row ? Number(row.version) : 0;
    if (version > migrations.length) throw new NewerTablesError(version);
    for (const [index, migration] of [...migrations.entries()].slice(version)) {
      // Statements that are sent together are one transaction: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
      await query(`${migration};
        DELETE FROM ${schema}.version;
        INSERT INTO ${schema}.version (version) VALUES (${index + 1})`);
    }
  });
}

/** Whether there is anything to read. Changes nothing. */
export async function hasOutcomes({ query }: Pick<Database, 'query'>): Promise<boolean> {
  const [found] = await query('SELECT to_regclass($1) IS NOT NULL AS found', [`${schema}.version`]);
  if (!found?.found) return false;
  const [row] = await query(`SELECT version FROM ${schema}.version`);
  const version = Number(row?.version);
  if (version > migrations.length) throw new NewerTablesError(version);
  if (version < migrations.length) throw new OlderTablesError(version);
  return true;
}

/** The tables are of another version of Hindsight. */
export class NewerTablesError extends Error {
  override readonly name = 'NewerTablesError';
  constructor(version: number) {
    super(
      `expected tables of outcomes of version ${migrations.length} or older, got version ${version}: a newer Hindsight has made them. Run that one.`,
    );
  }
}

export class OlderTablesError extends Error {
  override readonly name = 'OlderTablesError';
  constructor(version: number) {
    super(
      `expected tables of outcomes of version ${migrations.length}, got version ${version}: the app brings them up to date when it starts.`,
    );
  }
}
