import type { Db } from 'pg-boss';
import type { JobFigures } from './job-queue.js';

/** One query over the jobs that are not done; those that are go after a day, so the table stays small. */
export async function readFigures(db: Db, schema: string, queues: readonly string[]): Promise<JobFigures[]> {
  const { rows } = await db.executeSql(
    `SELECT name,
       count(*) FILTER (WHERE state = 'active')::int AS running,
       count(*) FILTER (WHERE state < 'active' AND start_after <= now())::int AS waiting,
       count(*) FILTER (WHERE state < 'active' AND start_after > now())::int AS delayed,
       coalesce(extract(epoch FROM now() - min(greatest(created_on, start_after))
         FILTER (WHERE state < 'active' AND start_after <= now())), 0)::float AS oldest
     FROM ${schema}.job WHERE state <= 'active' GROUP BY name`,
    [],
  );
  const byName = new Map(rows.map((row) => [String(row.name), row]));
  return queues.map((queue) => {
    const { running = 0, waiting = 0, delayed = 0, oldest = 0 } = byName.get(queue) ?? {};
    return { queue, running, waiting, delayed, oldestSeconds: oldest };
  });
}
