import type { RepositoryConfig } from '../config/config-schema.js';
import { modeOf } from '../config/incident-mode.js';
import type { Demoted } from './demotions.js';
import type { Finding } from './finding.js';

/**
 * Findings as the configuration wants them said: in the mode `comment` none of them blocks, those in the mode `shadow` are set apart, those in the mode
 * `off` are left out. Those of a demoted incident that is not kept are set apart too.
 */
export function byMode(
  findings: readonly Finding[],
  config: RepositoryConfig,
  demoted: readonly Demoted[] = [],
): { said: Finding[]; shadow: Finding[] } {
  const silent = new Set(demoted.filter(({ kept }) => !kept).map(({ record }) => record.incident));
  const said: Finding[] = [];
  const shadow: Finding[] = [];
  for (const finding of findings) {
    const mode = modeOf(config, { slug: finding.incident, family: finding.family });
    if (mode === 'shadow' || silent.has(finding.incident)) shadow.push(finding);
    else if (mode !== 'off') said.push(mode === 'block' ? finding : { ...finding, blocks: false });
  }
  return { said, shadow };
}
