import { randomUUID } from 'node:crypto';
import type { Db, PgBoss } from 'pg-boss';
import { type JobDatabase, schema } from './database.js';
import type { JobKind, JobQueue } from './job-queue.js';

interface Parts {
  boss: PgBoss;
  database: JobDatabase;
}

/** A job that is to be written, with everybody who waits for it. */
interface Wanted<Job> {
  job: Job;
  after: Date | undefined;
  written: (() => void)[];
  refused: ((error: unknown) => void)[];
}

type Group<Job> = Map<string, Wanted<Job>>;

/**
 * Adds jobs to a queue of pg-boss, many with one write: those that come while one is under way wait for it and go together in the next. A burst of
 * webhooks costs a few statements for all of them, and one that comes alone waits for nobody. Of one key the newest goes.
 */
export function createAdd<Job extends object>(parts: Parts, kind: JobKind<Job>): JobQueue<Job>['add'] {
  let gathering: Group<Job> = new Map();
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    while (gathering.size > 0) {
      const group = gathering;
      gathering = new Map();
      await writeGroup(parts, kind, group);
    }
    isWriting = false;
  };
  return (job, after) =>
    new Promise((resolve, reject) => {
      const key = kind.keyOf(job);
      const known = gathering.get(key);
      gathering.set(key, {
        job: known && kind.isOlder(job, known.job) ? known.job : job,
        after: known ? known.after : after,
        written: [...(known?.written ?? []), resolve],
        refused: [...(known?.refused ?? []), reject],
      });
      if (!isWriting) void writeAll();
    });
}

/** Never rejects: each that waits is told by itself. */
async function writeGroup<Job extends object>(parts: Parts, kind: JobKind<Job>, group: Group<Job>): Promise<void> {
  try {
    await write(parts, kind, group);
    for (const { written } of group.values()) for (const tell of written) tell();
  } catch (error) {
    if (group.size > 1 && isOfOne(error)) {
      await Promise.all([...group].map((entry) => writeGroup(parts, kind, new Map([entry]))));
    } else {
      for (const { refused } of group.values()) for (const tell of refused) tell(error);
    }
  }
}

/**
 * One of the group cannot be stored, a text with a null character for example, or two processes have waited for each other. The others are not to suffer.
 * Classes 22 and 40 of https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isOfOne(error: unknown): boolean {
  return /^(22|40)/.test(String((error as { code?: unknown } | null)?.code));
}

/**
 * The policy `short` keeps one waiting job of each key. So a job is added at once where none waits; where one does, the newer stays, and nothing
 * comes between the look and the change. That one of a key is active at a time is the work of its group; the policy `stately` would do both, but a
 * job that waits for its own key then holds up all others: a fetch of pg-boss 12 gives up at the first whose key is taken, until its statistics,
 * minutes old, tell it which those are.
 */
async function write<Job extends object>(parts: Parts, kind: JobKind<Job>, group: Group<Job>): Promise<void> {
  // In one order everywhere: a row that another process is inserting is waited for.
  let left = [...group].sort(([a], [b]) => (a < b ? -1 : 1));
  while (left.length > 0) {
    left = await insert(parts.boss, kind, left);
    if (left.length === 0) return;
    const names = left.map(([key]) => `${kind.name} ${key}`);
    left = await parts.database.exclusively(parts.boss, names, (db) => replaceWaiting(db, kind, left));
  }
}

type Entry<Job> = [key: string, wanted: Wanted<Job>];

/** Gives those that were not inserted: one of their key waits already. */
async function insert<Job extends object>(
  boss: PgBoss,
  kind: JobKind<Job>,
  entries: readonly Entry<Job>[],
): Promise<Entry<Job>[]> {
  const rows = entries.map(([key, { job, after }]) => ({
    id: randomUUID(),
    data: job,
    singletonKey: key,
    group: { id: key },
    ...(after ? { startAfter: after.toISOString() } : {}),
  }));
  const inserted = new Set(await boss.insert(kind.name, rows, { returnId: true }));
  return entries.filter((_, index) => !inserted.has(rows[index]?.id ?? ''));
}

/** Gives those whose waiting one has begun to run meanwhile. */
async function replaceWaiting<Job extends object>(
  db: Db,
  kind: JobKind<Job>,
  entries: readonly Entry<Job>[],
): Promise<Entry<Job>[]> {
  const { rows } = await db.executeSql(
    `SELECT id, singleton_key AS key, data FROM ${schema}.job WHERE name = $1 AND state = 'created' AND singleton_key = ANY($2::text[])`,
    [kind.name, entries.map(([key]) => key)],
  );
  const waiting = new Map(rows.map(({ key, id, data }) => [String(key), { id: String(id), data }]));
  const changes: { id: string; data: Job }[] = [];
  const done = new Set<string>();
  for (const [key, { job }] of entries) {
    const found = waiting.get(key);
    if (!found) continue;
    const known = kind.schema.safeParse(found.data);
    if (known.success && kind.isOlder(job, known.data)) done.add(found.id);
    else changes.push({ id: found.id, data: job });
  }
  if (changes.length > 0) {
    const updated = await db.executeSql(
      `UPDATE ${schema}.job AS waiting SET data = wanted.data FROM json_to_recordset($2::text::json) AS wanted(id uuid, data jsonb)
       WHERE waiting.name = $1 AND waiting.id = wanted.id AND waiting.state = 'created' RETURNING waiting.id`,
      [kind.name, JSON.stringify(changes)],
    );
    for (const { id } of updated.rows) done.add(String(id));
  }
  return entries.filter(([key]) => !done.has(waiting.get(key)?.id ?? ''));
}
