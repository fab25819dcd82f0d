import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectors } from '../../src/detectors/all-detectors.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { markDifferences, takeMarks } from '../../src/incidents/wanted-marks.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const shapes = resolve(import.meta.dirname, '../../fixtures/shapes');

/** A folder for each detector, by its name: a Go module with `// want` marks, and `params.json`. A pull request that adds it all gets these findings. */
for (const name of await readdir(shapes)) {
  describe(name, async () => {
    const { texts, marks, params } = await readShape(join(shapes, name));
    const incident = incidentOf(name, params);

    it('is found where it is marked, and nowhere else', async () => {
      const files = Object.entries(texts).map(([headPath, text]) => ({
        headPath,
        diff: diffFromTexts(undefined, text),
      }));
      const change = { mergeBase: 'base', head: 'head', files };
      const read = { change, base: memoryTree({}), head: memoryTree(texts) };
      const { findings, skipped } = await analyseChange(read, [incident]);
      const reported = findings.map(({ at, names }) => ({ path: at.path, line: at.line, names }));
      expect(skipped).toEqual([]);
      expect(markDifferences(marks, reported)).toEqual([]);
    });

    it('is found by data alone', async () => {
      expect(incident.detector.params.safeParse(params).success).toBe(true);
      expect(Object.keys(incident.detector.roles).length).toBeGreaterThan(0);
    });
  });
}

async function readShape(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sources = await Promise.all(
    paths
      .filter((path) => !path.endsWith('params.json'))
      .map(async (path) => {
        const name = relative(folder, path).split(sep).join('/');
        return { name, ...takeMarks(name, await readFile(path, 'utf8')) };
      }),
  );
  return {
    texts: Object.fromEntries(sources.map(({ name, text }) => [name, text])),
    marks: sources.flatMap(({ marks }) => marks),
    params: JSON.parse(await readFile(join(folder, 'params.json'), 'utf8')) as unknown,
  };
}

function incidentOf(name: string, params: unknown): Incident {
  const detector = detectors.find((each) => each.name === name);
  if (!detector) throw new Error(`expected a detector called ${name}`);
  return {
    slug: name,
    title: name,
    project: 'example/project',
    date: '2024-01-01',
    links: { report: '', fix: '', introduced: '' },
    family: detector.family === 'any' ? 'broken-contract' : detector.family,
    severity: 'error',
    detector,
    params: detector.params.parse(params),
    comment: '',
  };
}
