import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/config-error.js';
import { configPath } from '../config/config-path.js';
import { knownNames } from '../config/incident-mode.js';
import { parseConfig } from '../config/parse-config.js';
import { type TrustedFiles, trustedConfig } from '../config/trusted-config.js';
import { didYouMean } from '../incidents/closest-name.js';
import type { Incident } from '../incidents/incident.js';
import { joinIncidents, readOwnIncidents } from '../incidents/own-incidents.js';
import type { Rules } from '../review/read-rules.js';
import type { ReadChange } from '../review/review-host.js';
import type { TrackRecord } from '../review/track-record.js';
import { UsageError } from './usage-error.js';

/** What a review on the command line goes by, and the files that it comes from. */
export interface RepositoryRules extends Rules {
  trusted: readonly TrustedFiles[];
  records: readonly TrackRecord[];
}

/** What whoever runs the command line wants to be otherwise. */
export interface AskedFor {
  /** A file with a configuration. */
  config?: string | undefined;
  /** Incidents that the app has demoted. */
  shadow?: readonly string[] | undefined;
}

/**
 * What the commit that the change is to be merged into says about reviews. A configuration in a file that whoever runs the command line has named takes
 * the place of the repository's; a mistake in it is thrown as a ConfigError, since nobody would see the review that was asked for.
 */
export async function rulesOfRepository(
  tree: ReadChange['base'],
  builtIn: readonly Incident[],
  { config: configFile, shadow = [] }: AskedFor = {},
): Promise<RepositoryRules> {
  const [own, committed] = await Promise.all([readOwnIncidents(tree), tree.read([configPath])]);
  const incidents = joinIncidents(builtIn, own.incidents);
  const known = knownNames(incidents);
  const records = shadow.map((slug) => demotedRecord(slug, incidents));
  const text = configFile === undefined ? committed.get(configPath) : { text: await readNamed(configFile, known) };
  const trusted: TrustedFiles[] = [{ source: '', files: new Map(text ? [[configPath, text]] : []) }];
  const { config, problems } = await trustedConfig(trusted, known);
  const ofRepository = own.incidents.map(({ slug }) => slug);
  return {
    incidents,
    incidentProblems: own.problems,
    config,
    configProblems: problems,
    ofRepository,
    trusted,
    records,
  };
}

/** An incident that the app has demoted: here nothing else is known of it. */
function demotedRecord(slug: string, incidents: readonly Incident[]): TrackRecord {
  const slugs = incidents.map((incident) => incident.slug);
  if (!slugs.includes(slug)) {
    const got = JSON.stringify(slug.slice(0, 80));
    throw new UsageError(`--shadow: expected an incident, got ${got}${didYouMean(slug, slugs)}`);
  }
  return { incident: slug, outcomes: 0, notUseful: 0, unheeded: 0, demoted: 'asked for' };
}

async function readNamed(file: string, known: readonly string[]): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([{ file, message: `expected a file that can be read, got ${error.code ?? error.message}` }]);
  });
  const parsed = await parseConfig(text, file, known);
  if ('problems' in parsed) throw new ConfigError(parsed.problems);
  return text;
}
