import { z } from 'zod';
import type { Query } from '../queue/database.js';
import { schema } from './outcome-tables.js';

const count = z.coerce.number();

/** How many findings of one incident had which outcome in one installation. What was only recorded, and never said, is counted by itself. */
export const incidentTally = z.object({
  installation: count,
  scope: z.string(),
  incident: z.string(),
  /** Said, with an outcome. */
  outcomes: count,
  repaired: count,
  accepted: count,
  notUseful: count,
  merged: count,
  /** Those of `merged` that did not block. */
  unheeded: count,
  /** Said, without an outcome so far. */
  pending: count,
  shadowRepaired: count,
  shadowMerged: count,
});

export type IncidentTally = z.infer<typeof incidentTally>;

/** Of one installation, or of all. A finding that is merged over a failing check is no false one: docs/precision-contract.md says why. */
export async function tallies(query: Query, installation?: number): Promise<IncidentTally[]> {
  const how = (name: string, condition: string) => `count(*) FILTER (WHERE ${condition}) AS "${name}"`;
  const rows = await query(
    `SELECT installation, scope, incident,
       ${how('outcomes', 'spoken AND outcome IS NOT NULL')},
       ${how('repaired', "spoken AND outcome = 'repaired'")},
       ${how('accepted', "spoken AND outcome = 'accepted'")},
       ${how('notUseful', "spoken AND outcome = 'not-useful'")},
       ${how('merged', "spoken AND outcome = 'merged'")},
       ${how('unheeded', "spoken AND outcome = 'merged' AND NOT blocks")},
       ${how('pending', 'spoken AND outcome IS NULL')},
       ${how('shadowRepaired', "NOT spoken AND outcome = 'repaired'")},
       ${how('shadowMerged', "NOT spoken AND outcome = 'merged'")}
     FROM ${schema}.finding ${installation === undefined ? '' : 'WHERE installation = $1'}
     GROUP BY installation, scope, incident ORDER BY installation, scope, incident`,
    installation === undefined ? undefined : [installation],
  );
  return z.array(incidentTally).parse(rows);
}
