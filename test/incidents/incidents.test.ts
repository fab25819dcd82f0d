import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptsComment } from '../../src/diff/commentable-lines.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import { type Replay, replaysOf } from '../../src/incidents/replay.js';
import { markDifferences } from '../../src/incidents/wanted-marks.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { Finding } from '../../src/review/finding.js';

/** Every folder, three ways, without code of its own: a new incident is tested by being there. */
for (const incident of await loadIncidents()) {
  const example = await readExample(join(builtInIncidents, incident.slug));

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
