import { configPath } from '../config/config-path.js';
import type { RepositoryConfig } from '../config/config-schema.js';
import { knownNames } from '../config/incident-mode.js';
import type { ConfigProblem } from '../config/parse-config.js';
import { type TrustedFiles, trustedConfig } from '../config/trusted-config.js';
import type { Incident } from '../incidents/incident.js';
import { ownIncidentsPath } from '../incidents/own-incidents.js';
import type { Analysis } from './finding.js';
import { planReview } from './plan-review.js';
import type { ReadChange } from './review-host.js';
import type { ReviewPlan } from './review-plan.js';
import type { TrackRecord } from './track-record.js';

/** What a change of the configuration by the change itself would mean. It rules nothing before it is merged. */
export interface ConfigPreview {
  problems: readonly ConfigProblem[];
  /** What the new configuration would have reported. Absent when it has problems, or says the same as the old one. */
  plan?: Pick<ReviewPlan, 'findings' | 'shadow'>;
}

export interface PreviewInput {
  read: ReadChange;
  /** What rules this review, and from where. */
  config: RepositoryConfig;
  trusted: readonly TrustedFiles[];
  incidents: readonly Incident[];
  records?: readonly TrackRecord[];
  analyse(read: ReadChange, incidents: readonly Incident[], config: RepositoryConfig): Promise<Analysis>;
}

/** Reviews the change once more as the configuration at its head would have it. Only for a change that edits the configuration. */
export async function previewConfig(input: PreviewInput): Promise<ConfigPreview> {
  const { read, incidents, trusted, records = [] } = input;
  const text = (await read.head.read([configPath])).get(configPath);
  const others = trusted.filter(({ source }) => source !== '');
  const known = [...knownNames(incidents), ...slugsOf(read)];
  const proposed: TrustedFiles = { source: '', files: new Map(text ? [[configPath, text]] : []) };
  const { problems } = await trustedConfig([proposed], known);
  if (problems.length > 0) return { problems };
  const { config } = await trustedConfig([...others, proposed], known);
  if (JSON.stringify(config) === JSON.stringify(input.config)) return { problems };
  const analysis = await input.analyse(read, incidents, config);
  return { problems, plan: planReview({ analysis, change: read.change, incidents, posted: [], config, records }) };
}

/** Incidents whose folders the change brings along: they can be named before they are known. */
function slugsOf({ change }: ReadChange): string[] {
  return change.files.flatMap(({ headPath }) => {
    if (!headPath?.startsWith(`${ownIncidentsPath}/`)) return [];
    return headPath.slice(ownIncidentsPath.length + 1).split('/', 1);
  });
}
