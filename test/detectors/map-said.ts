import { unguardedMap } from '../../src/detectors/unguarded-map/unguarded-map.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const mapShapes = ['lock-left-out', 'returned-by-reference', 'shared-without-lock', 'owned-by-others'];

/** Shapes of what is no map. */
export const otherShapes = ['field-lock-left-out', 'variable-of-goroutines'];

const incidentOf = (params: object): Incident => ({
  slug: 'a-map',
  title: 'A map',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'unguarded-map',
  severity: 'error',
  detector: unguardedMap as Incident['detector'],
  params: unguardedMap.params.parse(params),
  comment: '',
});

/** What is said of a pull request that turns one text of `a/a.go` into another: what is done with which map, and the lines on which it stood. */
export async function said(
  before: string,
  after: string,
  more: Record<string, string> = {},
  params: object = { shapes: mapShapes },
): Promise<string[]> {
  const [base, head] = [before, after].map((text) => ({ 'go.mod': 'module m\n', ...more, 'a/a.go': text }));
  const change = {
    mergeBase: 'base',
    head: 'head',
    files: [{ basePath: 'a/a.go', headPath: 'a/a.go', diff: diffFromTexts(before, after) }],
  };
  const read = { change, base: memoryTree(base ?? {}), head: memoryTree(head ?? {}) };
  const { findings } = await analyseChange(read, [incidentOf(params)]);
  return findings.map(({ at, names, evidence, confidence }) => {
    const removed = evidence.filter(({ side }) => side === 'LEFT').map(({ line }) => line);
    return `${at.line} ${names.access} ${names.map} ${confidence}${removed.length > 0 ? `, removed ${removed.sort().join()}` : ''}`;
  });
}
