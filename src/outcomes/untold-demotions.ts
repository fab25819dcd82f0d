import { z } from 'zod';
import type { Query } from '../queue/database.js';
import type { NewDemotion } from '../review/demotion-notice.js';
import type { PullKey } from './kept-finding.js';
import { schema } from './outcome-tables.js';

/** Demotions that are to be told on one pull request. */
export interface UntoldDemotions {
  where: PullKey;
  demotions: NewDemotion[];
}

const untold = z.object({
  scope: z.string(),
  incident: z.string(),
  since: z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString()),
  outcomes: z.coerce.number(),
  not_useful: z.coerce.number(),
  unheeded: z.coerce.number(),
  tell_repository: z.string(),
  tell_pull: z.coerce.number(),
});

const pullWithFalse = z.object({ repository: z.string(), pull: z.coerce.number() });

/**
 * Each demotion is told on one pull request, which is written down before anything is said: whoever dies between the saying and the note finds it there
 * again. This takes those that have no place yet, as far as the repository may know of them. True when there is something to tell.
 */
export async function claimUntold(query: Query, { installation, repository, pull }: PullKey): Promise<boolean> {
  await query(
    `UPDATE ${schema}.demotion SET tell_repository = $2, tell_pull = $3
     WHERE installation = $1 AND told_at IS NULL AND tell_pull IS NULL AND scope IN ('', $2)`,
    [installation, repository, pull],
  );
  const rows = await query(`SELECT 1 FROM ${schema}.demotion WHERE ${isUntold} LIMIT 1`, [installation]);
  return rows.length > 0;
}

const isUntold = 'installation = $1 AND told_at IS NULL AND tell_pull IS NOT NULL';

export async function readUntold(query: Query, installation: number): Promise<UntoldDemotions[]> {
  const rows = z
    .array(untold)
    .parse(
      await query(`SELECT * FROM ${schema}.demotion WHERE ${isUntold} ORDER BY tell_repository, tell_pull, incident`, [
        installation,
      ]),
    );
  const all = new Map<string, UntoldDemotions>();
  for (const row of rows) {
    const where = { installation, repository: row.tell_repository, pull: row.tell_pull };
    const name = `${where.repository}#${where.pull}`;
    const one = all.get(name) ?? { where, demotions: [] };
    all.set(name, one);
    one.demotions.push({
      incident: row.incident,
      since: row.since,
      tally: { outcomes: row.outcomes, notUseful: row.not_useful, unheeded: row.unheeded },
      ...(await pullsWithFalse(query, where, row)),
    });
  }
  return [...all.values()];
}

/** Pull requests of other repositories are only counted: who reads this one may not know that those exist. */
async function pullsWithFalse(
  query: Query,
  { installation, repository }: PullKey,
  { scope, incident }: { scope: string; incident: string },
): Promise<Pick<NewDemotion, 'pulls' | 'pullsElsewhere'>> {
  const rows = await query(
    `SELECT DISTINCT repository, pull FROM ${schema}.finding
     WHERE installation = $1 AND scope = $2 AND incident = $3 AND spoken
       AND (outcome = 'not-useful' OR (outcome = 'merged' AND NOT blocks))
     ORDER BY repository, pull`,
    [installation, scope, incident],
  );
  const found = z.array(pullWithFalse).parse(rows);
  const pulls = found.filter((row) => row.repository === repository).map(({ pull }) => pull);
  return { pulls, pullsElsewhere: found.length - pulls.length };
}

/** Only of those that were told: meanwhile another one may have come to the same pull request. */
export async function noteTold(query: Query, told: UntoldDemotions): Promise<void> {
  await query(`UPDATE ${schema}.demotion SET told_at = now() WHERE ${isOneOf}`, namesOf(told));
}

export async function noteRefused(query: Query, refused: UntoldDemotions): Promise<void> {
  await query(
    `UPDATE ${schema}.demotion SET tell_repository = NULL, tell_pull = NULL WHERE ${isOneOf}`,
    namesOf(refused),
  );
}

const isOneOf = `${isUntold} AND tell_repository = $2 AND tell_pull = $3
  AND incident IN (SELECT jsonb_array_elements_text($4::text::jsonb))`;

function namesOf({ where: { installation, repository, pull }, demotions }: UntoldDemotions): unknown[] {
  return [installation, repository, pull, JSON.stringify(demotions.map(({ incident }) => incident))];
}
