import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Detector } from '../detectors/detector.js';
import type { Incident } from './incident.js';

/** An incident as JSON can say it: its comment is beside it as a text, and its detector is found by name. */
export type KeptIncident = Omit<Incident, 'comment' | 'detector'> & { detector: string };

/** By digest. */
export type KeptIncidents = Record<string, KeptIncident>;

interface Texts {
  slug: string;
  yaml: string;
  comment: string;
}

/** Beside the bundle of the command line, which is built together with it. Compiled files that are not in the bundle have none beside them. */
const keptIncidentsFile = new URL('./kept-incidents.json', import.meta.url);

let read: Promise<KeptIncidents> | undefined;

/** What the build has kept; nothing where there is no such file. */
export function keptIncidents(): Promise<KeptIncidents> {
  read ??= readFile(keptIncidentsFile, 'utf8').then(
    (json): KeptIncidents => JSON.parse(json),
    () => ({}),
  );
  return read;
}

/** One entry of what the build keeps. Undefined for what JSON cannot say, such as NaN. */
export function keepIncident({ comment, ...incident }: Incident, yaml: string): [string, KeptIncident] | undefined {
  const data = { ...incident, detector: incident.detector.name };
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(data)), data)) return undefined;
  return [incidentDigest({ slug: incident.slug, yaml, comment }), data];
}

/**
 * An incident whose texts the build has read and checked, which takes as long for our own ones as the review of a small change. It cannot be stale:
 * other texts have another digest, and the schemas are those of the same build.
 */
export function keptIncident(kept: KeptIncidents, texts: Texts, detectors: readonly Detector[]): Incident | undefined {
  const found = kept[incidentDigest(texts)];
  const detector = found && detectors.find((known) => known.name === found.detector);
  return detector && { ...found, detector, comment: texts.comment };
}

function incidentDigest({ slug, yaml, comment }: Texts): string {
  return createHash('sha256')
    .update(JSON.stringify([slug, yaml, comment]))
    .digest('hex');
}
