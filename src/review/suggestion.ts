import type { InsertedLine, RewrittenLines } from '../detectors/detector.js';
import { acceptsComment } from '../diff/commentable-lines.js';
import type { Finding, Suggestion } from './finding.js';
import type { Sighted } from './sightings.js';

/** Lines of one suggestion; who has to read more does not see what is new. */
const linesMax = 12;
/** Characters of one line. */
const lineCharactersMax = 200;

/**
 * The finding with what GitHub lets the author apply by a button, and placed on the lines that it replaces, from the finding's own line to the repair. Only on lines of the head, all in one hunk, and none deleted among them, for which GitHub offers no suggestion
 * (https://github.com/isaacs/github/issues/1755).
 */
export function withSuggestion(finding: Finding, { sighting, file, changed }: Sighted): Finding {
  const { placement, at } = finding;
  const { repair } = sighting;
  const { diff } = changed;
  if (!repair || placement.on !== 'line' || placement.location.side !== 'RIGHT' || 'unknown' in diff) return finding;
  if (placement.location.path !== at.path || placement.location.line !== at.line) return finding;
  const text = file.text.split('\n');
  const { line, endLine, lines } = replacement(repair, at.line, (from, to) => text.slice(from - 1, to));
  const range = { side: 'RIGHT' as const, line, endLine };
  const isCut = diff.seams.some(({ newBefore }) => newBefore >= range.line && newBefore < range.endLine);
  const shown = [...lines, ...text.slice(line - 1, endLine)];
  const isShort = Math.max(lines.length, endLine - line + 1) <= linesMax;
  if (isCut || !isShort || !acceptsComment(diff, range) || !shown.every(isPlain)) return finding;
  return {
    ...finding,
    placement: { on: 'line', location: { path: at.path, ...range } },
    suggestion: { line, endLine, lines },
  };
}

/** From the sighting's line, whichever of the two comes first, to the end of the repair. */
function replacement(
  repair: InsertedLine | RewrittenLines,
  at: number,
  kept: (from: number, to: number) => string[],
): Suggestion {
  if ('below' in repair) return { line: at, endLine: repair.below, lines: [...kept(at, repair.below), repair.text] };
  const line = Math.min(at, repair.line);
  const endLine = Math.max(at, repair.endLine);
  return {
    line,
    endLine,
    lines: [...kept(line, repair.line - 1), ...repair.lines, ...kept(repair.endLine + 1, endLine)],
  };
}

/**
 * A suggestion repeats code of the pull request word for word in a comment that bears our name. A line with characters that are not seen, or with what
 * looks like a mark of ours, is not repeated.
 */
function isPlain(line: string): boolean {
  return line.length <= lineCharactersMax && !/(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|<!--/u.test(line);
}

/** https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/incorporating-feedback-in-your-pull-request */
export function suggestionBlock({ lines }: Suggestion): string {
  const runs = lines.flatMap((line) => Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${fence}suggestion`, ...lines, fence].join('\n');
}
