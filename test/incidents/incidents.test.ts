import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptsComment } from '../../src/diff/commentable-lines.js';
import type { Incident } from '../../src/incidents/incident.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import { type Replay, replaysOf } from '../../src/incidents/replay.js';
import { markDifferences } from '../../src/incidents/wanted-marks.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { Finding } from '../../src/review/finding.js';

/** Two incidents for each detector that no built-in incident uses. */
const examples = resolve(import.meta.dirname, '../../fixtures/incidents');

/** Every folder, three ways, without code of its own: a new incident is tested by being there. */
for (const directory of [builtInIncidents, examples])
  for (const incident of await loadIncidents(directory)) await testThreeWays(directory, incident);

async function testThreeWays(directory: string, incident: Incident): Promise<void> {
  const example = await readExample(join(directory, incident.slug));

  describe(incident.slug, () => {
    for (const replay of replaysOf(example)) {
      it(replay.name, async () => {
        const { findings, skipped } = await analyseChange(replay, [incident]);
        expect(skipped).toEqual([]);
        const reported = findings.map(({ at, names }) => ({ path: at.path, line: at.line, names }));
        expect(markDifferences(replay.wanted, reported)).toEqual([]);
        expect(findings.filter((finding) => !isPlaced(finding, replay))).toEqual([]);
      });
    }
  });
}

/** Whether GitHub accepts the comment: all its lines are inside one hunk of the pull request. */
function isPlaced({ placement }: Finding, { change }: Replay): boolean {
  if (placement.on !== 'line') return false;
  const { location } = placement;
  const file = change.files.find(({ basePath, headPath }) => location.path === (headPath ?? basePath));
  return file !== undefined && !('unknown' in file.diff) && acceptsComment(file.diff, location);
}
