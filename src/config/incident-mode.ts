import { families } from '../detectors/detector.js';
import type { IncidentMode, RepositoryConfig } from './config-schema.js';

/** What is done about an incident: its own entry, else that of its family, else what holds for all. */
export function modeOf(
  { incidents, mode }: RepositoryConfig,
  incident: { slug: string; family: string },
): IncidentMode {
  // A name could be `constructor`.
  const named = new Map(Object.entries(incidents));
  return named.get(incident.slug) ?? named.get(incident.family) ?? mode;
}

/** The names that `incidents` of a configuration may hold. */
export function knownNames(incidents: readonly { slug: string }[]): string[] {
  return [...families, ...incidents.map(({ slug }) => slug)];
}
