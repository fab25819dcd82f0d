import type { RepositoryConfig } from '../config/config-schema.js';
import { knownNames } from '../config/incident-mode.js';
import type { ConfigProblem } from '../config/parse-config.js';
import { type TrustedFiles, trustedConfig } from '../config/trusted-config.js';
import type { Incident } from '../incidents/incident.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import { incidentsFromFiles, joinIncidents } from '../incidents/own-incidents.js';

/** What a review goes by. Problems are of files that were left out because of them. */
export interface Rules {
  incidents: readonly Incident[];
  incidentProblems: readonly IncidentProblem[];
  config: RepositoryConfig;
  configProblems: readonly ConfigProblem[];
  /** Slugs of incidents that the repository itself keeps: in another one the same name may mean something else. */
  ofRepository: readonly string[];
}

/** What the trusted side makes of the incidents that come with Hindsight. The more general place comes first. */
export async function readRules(trusted: readonly TrustedFiles[], builtIn: readonly Incident[]): Promise<Rules> {
  const own = await Promise.all(trusted.map(({ files, source }) => incidentsFromFiles(files, { source })));
  const incidents = joinIncidents(builtIn, ...own.map((one) => one.incidents));
  const { config, problems } = await trustedConfig(trusted, knownNames(incidents));
  const ofRepository = own.flatMap((one, index) =>
    trusted[index]?.source === '' ? one.incidents.map(({ slug }) => slug) : [],
  );
  const incidentProblems = own.flatMap((one) => one.problems);
  return { incidents, incidentProblems, config, configProblems: problems, ofRepository };
}
