import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detectors as allDetectors } from '../detectors/all-detectors.js';
import type { Detector } from '../detectors/detector.js';
import type { Incident } from './incident.js';
import { IncidentError, type IncidentProblem } from './incident-error.js';
import { commentBytesMax, incidentBytesMax, incidentFromTexts } from './incident-from-texts.js';

/** The incidents that come with Hindsight. The data is not compiled, so the path is the same from `src/incidents` and from `dist/incidents`. */
export const builtInIncidents = fileURLToPath(new URL('../../src/incidents', import.meta.url));

/**
 * Every folder of a directory as an incident, by name. A mistake in any of them is thrown as one IncidentError that lists them all.
 */
export async function loadIncidents(
  directory: string = builtInIncidents,
  detectors: readonly Detector[] = allDetectors,
): Promise<Incident[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const slugs = folders.map((entry) => entry.name).sort();
  const outcomes = await Promise.all(slugs.map((slug) => loadIncident(directory, slug, detectors)));
  const problems = outcomes.flatMap((outcome) => ('problems' in outcome ? outcome.problems : []));
  if (problems.length > 0) throw new IncidentError(problems);
  return outcomes.flatMap((outcome) => ('incident' in outcome ? [outcome.incident] : []));
}

/** One folder, or all that is wrong with it: one bad incident never hides what is wrong with the next. */
export async function loadIncident(
  directory: string,
  slug: string,
  detectors: readonly Detector[] = allDetectors,
): Promise<{ incident: Incident } | { problems: readonly IncidentProblem[] }> {
  const folder = join(directory, slug);
  const [yaml, comment] = await Promise.all([
    readBounded(join(folder, 'incident.yml'), incidentBytesMax),
    readBounded(join(folder, 'comment.md'), commentBytesMax),
  ]);
  return incidentFromTexts({ slug, folder, yaml, comment }, detectors);
}

async function readBounded(
  file: string,
  bytesMax: number,
): Promise<{ text: string } | { unreadable: string } | undefined> {
  const status = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!status) return undefined;
  // A symbolic link could lead to a file that the author of the incident may not read.
  if (!status.isFile()) return { unreadable: 'it is a link or a folder' };
  if (status.size > bytesMax) return { unreadable: `it has ${status.size} bytes, more than ${bytesMax}` };
  return { text: await readFile(file, 'utf8') };
}
