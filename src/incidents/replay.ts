import type { Change } from '../diff/change.js';
import { diffFromTexts } from '../diff/diff-from-texts.js';
import { memoryTree } from '../go/memory-tree.js';
import type { SourceTree } from '../go/source-tree.js';
import type { Files, IncidentExample } from './incident-example.js';
import type { WantedMark } from './wanted-marks.js';

/** A pull request made from an example, and the findings it must get. */
export interface Replay {
  name: 'introduced' | 'undone' | 'fixed';
  change: Change;
  base: SourceTree;
  head: SourceTree;
  wanted: readonly WantedMark[];
}

/**
 * The three pull requests by which every incident is tested. *introduced* adds the files with the defect, *undone* takes the repair away, *fixed*
 * brings it; only the last must stay silent.
 */
export function replaysOf({ before, after, marks }: IncidentExample): Replay[] {
  const marked = new Set(marks.map(({ path }) => path));
  const without = Object.fromEntries(Object.entries(before).filter(([path]) => !marked.has(path)));
  return [
    { name: 'introduced', ...pullRequest(without, before), wanted: marks },
    { name: 'undone', ...pullRequest(after, before), wanted: marks },
    { name: 'fixed', ...pullRequest(before, after), wanted: [] },
  ];
}

function pullRequest(base: Files, head: Files): Pick<Replay, 'change' | 'base' | 'head'> {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].filter((path) => base[path] !== head[path]);
  const files = paths.sort().map((path) => ({
    ...(base[path] === undefined ? {} : { basePath: path }),
    ...(head[path] === undefined ? {} : { headPath: path }),
    diff: diffFromTexts(base[path], head[path]),
  }));
  return { change: { mergeBase: 'base', head: 'head', files }, base: memoryTree(base), head: memoryTree(head) };
}
