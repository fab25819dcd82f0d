import { z } from 'zod';
import type { Database } from '../queue/database.js';
import { effectivelyFalse } from '../review/track-record.js';
import { hasOutcomes, schema } from './outcome-tables.js';
import { incidentTally, tallies } from './tallies.js';

const time = z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString());
const count = z.coerce.number();

const demotion = z
  .object({
    installation: count,
    scope: z.string(),
    incident: z.string(),
    since: time,
    outcomes: count,
    not_useful: count,
    unheeded: count,
    told: z.boolean(),
  })
  .transform(({ not_useful: notUseful, ...rest }) => ({ ...rest, notUseful }));

const incident = incidentTally.omit({ installation: true }).extend({
  /** Called not useful, or merged as it was without blocking. */
  ofNoUse: z.number(),
  /** Absent without an outcome. */
  percentOfNoUse: z.number().exactOptional(),
  /** What it was demoted for, and whether that was told. */
  demoted: z
    .object({ since: z.string(), outcomes: z.number(), notUseful: z.number(), unheeded: z.number(), told: z.boolean() })
    .exactOptional(),
});

/** What became of findings, by installation and incident. Programs read this as JSON, so it only ever grows. */
export const insightsSchema = z.object({
  installations: z.array(z.object({ installation: z.number(), incidents: z.array(incident) })),
});

export type Insights = z.infer<typeof insightsSchema>;
export type IncidentInsight = Insights['installations'][number]['incidents'][number];

/** Changes nothing. A database in which no app has kept any outcome gives no installation. */
export async function readInsights(database: Pick<Database, 'query'>): Promise<Insights> {
  if (!(await hasOutcomes(database))) return { installations: [] };
  const rows = await database.query(`SELECT *, told_at IS NOT NULL AS told FROM ${schema}.demotion`);
  const demotions = z.array(demotion).parse(rows);
  const installations = new Map<number, IncidentInsight[]>();
  for (const { installation, ...tally } of await tallies(database.query)) {
    const found = demotions.find(
      (each) => each.installation === installation && each.scope === tally.scope && each.incident === tally.incident,
    );
    const incidents = installations.get(installation) ?? [];
    installations.set(installation, incidents);
    const ofNoUse = effectivelyFalse(tally);
    incidents.push({
      ...tally,
      ofNoUse,
      ...(tally.outcomes === 0 ? {} : { percentOfNoUse: Math.round((1000 * ofNoUse) / tally.outcomes) / 10 }),
      ...(found ? { demoted: demotedAs(found) } : {}),
    });
  }
  return { installations: [...installations].map(([installation, incidents]) => ({ installation, incidents })) };
}

function demotedAs({ since, outcomes, notUseful, unheeded, told }: z.output<typeof demotion>) {
  return { since, outcomes, notUseful, unheeded, told };
}
