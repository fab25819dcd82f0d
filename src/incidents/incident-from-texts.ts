import type { Detector } from '../detectors/detector.js';
import type { Incident } from './incident.js';
import { IncidentError, type IncidentProblem } from './incident-error.js';
import { keptIncident, keptIncidents } from './kept-incidents.js';
import { parseIncident } from './parse-incident.js';
import type { YamlData, YamlFault } from './yaml-data.js';

/** Bytes of incident.yml: parameters are a table of names, not a data set. */
export const incidentBytesMax = 32 * 1024;
/** Bytes of comment.md: GitHub takes 65,536 characters for a comment, and nobody reads as much. */
export const commentBytesMax = 16 * 1024;

type Part = { text: string } | { unreadable: string } | undefined;

/** The files of one incident folder. `folder` is only spoken of in problems. */
export interface FolderTexts {
  slug: string;
  folder: string;
  yaml: Part;
  comment: Part;
}

/** The incident that a folder is, or all that is wrong with it. Whoever wrote the folder, its texts are only read. */
export async function incidentFromTexts(
  { slug, folder, yaml, comment }: FolderTexts,
  detectors: readonly Detector[],
): Promise<{ incident: Incident } | { problems: readonly IncidentProblem[] }> {
  try {
    const yamlText = textOf(yaml, `${folder}/incident.yml`, incidentBytesMax);
    const commentText = textOf(comment, `${folder}/comment.md`, commentBytesMax);
    const kept = keptIncident(await keptIncidents(), { slug, yaml: yamlText, comment: commentText }, detectors);
    if (kept) return { incident: kept };
    const { parseYamlData } = await import('./yaml-data.js');
    const data = parseYamlData(yamlText);
    await prepare(data, detectors);
    return { incident: parseIncident({ slug, folder, yaml: data, comment: commentText }, detectors) };
  } catch (error) {
    if (error instanceof IncidentError) return { problems: error.problems };
    throw error;
  }
}

/** The parameters of some detectors can only be checked with something that has to be loaded first. */
async function prepare(yaml: YamlData | { faults: YamlFault[] }, detectors: readonly Detector[]): Promise<void> {
  const { data } = 'data' in yaml ? yaml : { data: undefined };
  const name: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'detector') : undefined;
  await detectors.find((detector) => detector.name === name)?.prepare?.();
}

function textOf(part: Part, file: string, bytesMax: number): string {
  if (!part) throw new IncidentError([{ file, message: 'expected this file in the incident folder, got nothing' }]);
  if ('unreadable' in part) {
    throw new IncidentError([{ file, message: `expected a text, got something else: ${part.unreadable}` }]);
  }
  const bytes = Buffer.byteLength(part.text);
  if (bytes > bytesMax) {
    throw new IncidentError([{ file, message: `expected at most ${bytesMax} bytes, got ${bytes}` }]);
  }
  return part.text;
}
