import { z } from 'zod';
import type { Query } from '../queue/database.js';
import { type KeptFinding, outcomeOf, type PullKey } from './kept-finding.js';
import { schema } from './outcome-tables.js';

const time = z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString());

/** A row as PostgreSQL gives it. */
const row = z
  .object({
    fingerprint: z.string(),
    likeness: z.string(),
    incident: z.string(),
    scope: z.string(),
    head: z.string(),
    spoken: z.boolean(),
    blocks: z.boolean(),
    state: z.enum(['stands', 'ignored', 'gone']),
    decision: z.enum(['not-useful', 'accept']).nullable(),
    decided_at: time.nullable(),
    merged: z.boolean(),
    first_seen: time,
  })
  .transform(
    ({ decision, decided_at: decidedAt, first_seen: firstSeen, ...rest }): KeptFinding => ({
      ...rest,
      ...(decision === null ? {} : { decision }),
      ...(decidedAt === null ? {} : { decidedAt }),
      firstSeen,
    }),
  );

/** What a finding is written as, besides its pull request. */
const columns = [
  'fingerprint',
  'incident',
  'likeness',
  'scope',
  'head',
  'spoken',
  'blocks',
  'state',
  'decision',
  'decided_at',
  'merged',
  'first_seen',
  'outcome',
];

/** What is kept of one pull request. */
export async function readFindings(query: Query, { installation, repository, pull }: PullKey): Promise<KeptFinding[]> {
  const rows = await query(
    `SELECT * FROM ${schema}.finding WHERE installation = $1 AND repository = $2 AND pull = $3
     ORDER BY first_seen, fingerprint`,
    [installation, repository, pull],
  );
  return z.array(row).parse(rows);
}

/** Puts these in the place of all that is kept of the pull request. */
export async function writeFindings(query: Query, key: PullKey, findings: readonly KeptFinding[]): Promise<void> {
  const { installation, repository, pull } = key;
  const rows = findings.map((finding) => ({
    ...finding,
    decided_at: finding.decidedAt,
    first_seen: finding.firstSeen,
    outcome: outcomeOf(finding),
  }));
  await query(
    `WITH given AS (SELECT * FROM jsonb_populate_recordset(null::${schema}.finding, $4::text::jsonb)),
       moved AS (
         DELETE FROM ${schema}.finding WHERE installation = $1 AND repository = $2 AND pull = $3
           AND fingerprint NOT IN (SELECT fingerprint FROM given))
     INSERT INTO ${schema}.finding (installation, repository, pull, ${columns.join(', ')})
     SELECT $1, $2, $3, ${columns.join(', ')} FROM given
     ON CONFLICT (installation, repository, pull, fingerprint, incident)
       DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [installation, repository, pull, JSON.stringify(rows)],
  );
}
