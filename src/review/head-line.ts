import type { Change } from '../diff/change.js';
import type { FileDiff } from '../diff/file-diff.js';
import type { Finding, Location } from './finding.js';

/** Lines of a file at the head. */
export interface HeadLines {
  path: string;
  line: number;
  endLine: number;
}

/**
 * Where an annotation of a finding goes: annotations know only the head, so a comment on deleted lines is annotated on the line that now stands
 * before the gap. Nothing when the file is gone. https://docs.github.com/en/rest/checks/runs#create-a-check-run
 */
export function headLinesOf(finding: Finding, change: Change): HeadLines | undefined {
  const wanted: Location = finding.placement.on === 'line' ? finding.placement.location : finding.at;
  return onHead(wanted, change) ?? onHead(finding.at, change);
}

function onHead({ path, line, endLine, side }: Location, change: Change): HeadLines | undefined {
  if (side === 'RIGHT') return { path, line, endLine };
  const file = change.files.find((candidate) => candidate.basePath === path);
  if (file?.headPath === undefined || 'unknown' in file.diff) return undefined;
  const near = nearestHeadLine(file.diff, line);
  return { path: file.headPath, line: near, endLine: near };
}

/** The line of the new file where this line of the old one stands or, when it was deleted, the last line before it that was kept. */
function nearestHeadLine({ added, removed }: FileDiff, oldLine: number): number {
  const removedUpTo = removed.filter((line) => line <= oldLine).length;
  let newLine = oldLine - removedUpTo;
  if (newLine === 0) return 1;
  for (const line of added) {
    if (line > newLine) break;
    newLine++;
  }
  return newLine;
}
