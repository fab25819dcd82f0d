import { staleWrite } from '../../src/detectors/stale-write/stale-write.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incident: Incident = {
  slug: 'stale-write',
  title: 'stale write',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'stale-write',
  severity: 'error',
  detector: staleWrite as Incident['detector'],
  params: staleWrite.params.parse({
    snapshots: [{ refresh: ['Save'], writeBack: ['Restore'] }],
    conflicts: {
      retry: ['k8s.io/client-go/util/retry.RetryOnConflict'],
      conflict: ['IsConflict'],
      read: ['Get'],
      write: ['Update'],
    },
    patches: { patch: ['Patch'], part: ['Status'], cached: ['Lister'] },
    sections: true,
  }),
  comment: '',
};

/** What a pull request that turns one file into the other is told: side, line of the head or base, and the removed lines as evidence. */
export async function told(before: string, after: string) {
  const head = `package p\n\nimport "k8s.io/client-go/util/retry"\n${after}`;
  const base = `package p\n\nimport "k8s.io/client-go/util/retry"\n${before}`;
  const files = [{ basePath: 'p/p.go', headPath: 'p/p.go', diff: diffFromTexts(base, head) }];
  const trees = { base: memoryTree({ 'p/p.go': base }), head: memoryTree({ 'p/p.go': head }) };
  const { findings } = await analyseChange({ change: { mergeBase: 'base', head: 'head', files }, ...trees }, [
    incident,
  ]);
  return findings.map(({ at, names, evidence }) => ({
    at: head.split('\n')[at.line - 1]?.trim(),
    write: names.write,
    removed: evidence.filter(({ side }) => side === 'LEFT').map(({ line }) => base.split('\n')[line - 1]?.trim()),
  }));
}
