import type { Query } from '../queue/database.js';
import { isTooNoisy } from '../review/track-record.js';
import type { KeptFinding, PullKey } from './kept-finding.js';
import { schema } from './outcome-tables.js';
import { type IncidentTally, tallies } from './tallies.js';

type Names = Pick<KeptFinding, 'scope' | 'incident'>;

/** Demotes those of the incidents that are too noisy and are not demoted yet. The pull request at hand is where it will be told. */
export async function demoteNoisy(query: Query, key: PullKey, incidents: readonly Names[]): Promise<void> {
  const { installation, repository, pull } = key;
  for (const { scope, incident, outcomes, notUseful, unheeded } of await talliesOf(query, installation, incidents)) {
    if (!isTooNoisy({ outcomes, notUseful, unheeded })) continue;
    await query(
      `INSERT INTO ${schema}.demotion
         (installation, scope, incident, outcomes, not_useful, unheeded, tell_repository, tell_pull)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [installation, scope, incident, outcomes, notUseful, unheeded, repository, pull],
    );
  }
}

/**
 * A decision that was taken back was a mistake, and so is a demotion that would not have come without it. No other outcome ends a demotion: what is not
 * said cannot be contradicted, so a share that becomes better in shadow means nothing.
 */
export async function liftTakenBack(
  query: Query,
  { installation }: PullKey,
  takenBack: readonly Names[],
): Promise<void> {
  for (const { scope, incident, ...tally } of await talliesOf(query, installation, takenBack)) {
    if (isTooNoisy(tally)) continue;
    await query(`DELETE FROM ${schema}.demotion WHERE installation = $1 AND scope = $2 AND incident = $3`, [
      installation,
      scope,
      incident,
    ]);
  }
}

async function talliesOf(query: Query, installation: number, wanted: readonly Names[]): Promise<IncidentTally[]> {
  if (wanted.length === 0) return [];
  const names = new Set(wanted.map(({ scope, incident }) => `${scope} ${incident}`));
  return (await tallies(query, installation)).filter(({ scope, incident }) => names.has(`${scope} ${incident}`));
}
