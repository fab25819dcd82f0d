import { structuredPatch } from 'diff';
import { buildFileDiff } from './build-file-diff.js';
import type { FileDiff } from './file-diff.js';

/** Lines of context around a change, as git and GitHub show them. */
const contextLines = 3;
/** Added plus removed lines. The search is quadratic in it: this many take under a second. */
export const editLinesMax = 4_000;
/** A last resort for slow machines; `editLinesMax` is what decides, so that the same change gets the same verdict everywhere. */
const diffMillisecondsMax = 10_000;

/**
 * Rebuilds the diff of one file from its texts, for when GitHub leaves `patch` out or to compare texts that git never saw.
 * A side that is absent does not exist: everything was added, or removed.
 */
export function diffFromTexts(base: string | undefined, head: string | undefined): FileDiff | { unknown: string } {
  if (base === undefined && head === undefined) return { unknown: 'expected the text of one side at least, got none' };
  if (base === undefined || base === '') return buildFileDiff(wholeFile('+', head ?? ''));
  if (head === undefined || head === '') return buildFileDiff(wholeFile('-', base));
  const patch = structuredPatch('base', 'head', base, head, undefined, undefined, {
    context: contextLines,
    maxEditLength: editLinesMax,
    timeout: diffMillisecondsMax,
  });
  if (!patch) return { unknown: `the two texts differ in more than ${editLinesMax} lines` };
  return buildFileDiff(patch.hunks);
}

function wholeFile(sign: '+' | '-', text: string) {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const [oldLines, newLines] = sign === '+' ? [0, lines.length] : [lines.length, 0];
  return [{ oldStart: 1, oldLines, newStart: 1, newLines, lines: lines.map((line) => sign + line) }];
}
