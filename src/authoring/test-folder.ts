import { join } from 'node:path';
import type { Incident } from '../incidents/incident.js';
import { IncidentError, type IncidentProblem } from '../incidents/incident-error.js';
import { type IncidentExample, readExample } from '../incidents/incident-example.js';
import { loadIncident } from '../incidents/load-incidents.js';
import { replaysOf } from '../incidents/replay.js';
import { markDifferences } from '../incidents/wanted-marks.js';
import { analyseChange } from '../review/analyse-change.js';

/** What the three pull requests of one folder gave. `differences`: expected and not reported (`-`), reported and not expected (`+`). */
export interface FolderTest {
  slug: string;
  /** Why it could not be tested. */
  problems: readonly IncidentProblem[];
  replays: readonly { name: string; differences: readonly string[] }[];
}

/** Tests one folder as it stands on the disk, as the built-in ones are tested. */
export async function testFolder(directory: string, slug: string): Promise<FolderTest> {
  const outcome = await loadIncident(directory, slug);
  if ('problems' in outcome) return { slug, problems: outcome.problems, replays: [] };
  try {
    return {
      slug,
      problems: [],
      replays: await testExample(outcome.incident, await readExample(join(directory, slug))),
    };
  } catch (error) {
    if (error instanceof IncidentError) return { slug, problems: error.problems, replays: [] };
    throw error;
  }
}

/** *introduced* and *undone* must be reported where they are marked, *fixed* not at all. */
export async function testExample(incident: Incident, example: IncidentExample): Promise<FolderTest['replays']> {
  const replays: { name: string; differences: readonly string[] }[] = [];
  for (const replay of replaysOf(example)) {
    const { findings, skipped } = await analyseChange(replay, [incident]);
    const reported = findings.map(({ at, names }) => ({ path: at.path, line: at.line, names }));
    const unread = skipped.map(({ path, reason }) => `- expected to read ${path || 'everything'}: ${reason}`);
    replays.push({ name: replay.name, differences: [...markDifferences(replay.wanted, reported), ...unread] });
  }
  return replays;
}
