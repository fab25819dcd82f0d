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

/** Whether an incident that was demoted stays in its mode all the same. */
export function isKept({ demotion }: RepositoryConfig, { slug, family }: { slug: string; family: string }): boolean {
  return demotion.default === 'keep' || demotion.keep.includes(slug) || demotion.keep.includes(family);
}

/** The names that a configuration may use. */
export function knownNames(incidents: readonly { slug: string }[]): string[] {
  return [...families, ...incidents.map(({ slug }) => slug)];
}
