import { detectors as allDetectors } from '../detectors/all-detectors.js';
import type { Detector } from '../detectors/detector.js';
import type { SourceTree } from '../go/source-tree.js';
import type { Incident } from './incident.js';
import { boundedProblems, type IncidentProblem } from './incident-error.js';
import { incidentFromTexts } from './incident-from-texts.js';

/** Where a repository, and an organisation in its repository `.github`, keeps incidents of its own. */
export const ownIncidentsPath = '.github/hindsight/incidents';

/** Folders of one repository. */
export const ownIncidentsMax = 100;
/** Bytes of all their incident.yml and comment.md together: what a team writes by hand, read in well under a second. */
export const ownIncidentsBytesMax = 384 * 1024;

/** What the folders of one repository gave: a bad one is told of and never takes the others down. */
export interface OwnIncidents {
  incidents: Incident[];
  problems: IncidentProblem[];
}

/** A file as text, or why it cannot be had as one. */
export type FileText = { text: string } | { unreadable: string };

/** The two files of a folder that a review reads; what is in `before/` and `after/` is for its tests. */
const partNames = ['incident.yml', 'comment.md'];

/** Reads the incidents that stand in one commit: its tree has to be one that is trusted, such as the base branch's. */
export async function readOwnIncidents(
  tree: SourceTree,
  detectors: readonly Detector[] = allDetectors,
): Promise<OwnIncidents> {
  const entries = (await tree.list([ownIncidentsPath])).get(ownIncidentsPath) ?? [];
  const slugs = entries.filter(({ kind }) => kind === 'directory').map(({ name }) => name);
  const paths = slugs.sort().flatMap((slug) => partNames.map((part) => `${ownIncidentsPath}/${slug}/${part}`));
  // One folder more than is taken, so that it is told.
  const texts = await tree.read(paths.slice(0, (ownIncidentsMax + 1) * partNames.length));
  return incidentsFromFiles(texts, { slugs, detectors });
}

interface Options {
  /** Folders that are known to be there, files or not. */
  slugs?: readonly string[];
  detectors?: readonly Detector[];
  /** Where the files come from, before their paths in what is told of them: `acme/.github:`. */
  source?: string;
}

/**
 * Incidents from files of a repository by their paths from its top; those elsewhere than in a folder under `ownIncidentsPath` are left alone. The
 * files have to come from a side that is trusted; still nothing in them is executed, and all of it is bounded.
 */
export async function incidentsFromFiles(
  files: ReadonlyMap<string, FileText>,
  { slugs = [], detectors = allDetectors, source = '' }: Options = {},
): Promise<OwnIncidents> {
  const found: OwnIncidents = { incidents: [], problems: [] };
  const names = [...new Set([...slugs, ...[...files.keys()].flatMap(slugOf)])].sort();
  const top = `${source}${ownIncidentsPath}`;
  if (names.length > ownIncidentsMax) {
    const message = `expected at most ${ownIncidentsMax} incidents, got ${names.length}; those from "${shortened(names[ownIncidentsMax] ?? '')}" on are left out`;
    found.problems.push({ file: top, message });
  }
  let room = ownIncidentsBytesMax;
  for (const slug of names.slice(0, ownIncidentsMax)) {
    const folder = `${top}/${shortened(slug)}`;
    const [yaml, comment] = partNames.map((part) => files.get(`${ownIncidentsPath}/${slug}/${part}`));
    room -= bytesOf(yaml) + bytesOf(comment);
    if (room < 0) {
      const message = `expected at most ${ownIncidentsBytesMax} bytes of incidents, got more; "${shortened(slug)}" and what comes after it is left out`;
      found.problems.push({ file: top, message });
      break;
    }
    const outcome = await incidentFromTexts({ slug, folder, yaml, comment }, detectors);
    if ('incident' in outcome) found.incidents.push(outcome.incident);
    else found.problems.push(...boundedProblems(outcome.problems));
  }
  return found;
}

/** All incidents of a review. The closest one wins a name: the repository's over the organisation's over the one that comes with Hindsight. */
export function joinIncidents(...farthestFirst: readonly (readonly Incident[])[]): Incident[] {
  return [...new Map(farthestFirst.flat().map((incident) => [incident.slug, incident])).values()];
}

function slugOf(path: string): string[] {
  if (!path.startsWith(`${ownIncidentsPath}/`)) return [];
  const [slug = '', ...rest] = path.slice(ownIncidentsPath.length + 1).split('/');
  return rest.length > 0 ? [slug] : [];
}

function bytesOf(file: FileText | undefined): number {
  return file && 'text' in file ? Buffer.byteLength(file.text) : 0;
}

function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
