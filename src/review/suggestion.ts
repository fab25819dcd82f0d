import { acceptsComment } from '../diff/commentable-lines.js';
import type { Finding, Suggestion } from './finding.js';
import type { Sighted } from './sightings.js';

/** Lines of one suggestion; who has to read more does not see what is new. */
const linesMax = 12;
/** Characters of one line. */
const lineCharactersMax = 200;

/**
 * The finding with what GitHub lets the author apply by a button, and placed on the lines that it replaces: from the finding's own line to the one below
 * which the repair goes. Only on lines of the head, all in one hunk, and none deleted among them, for which GitHub offers no suggestion
 * (https://github.com/isaacs/github/issues/1755).
 */
export function withSuggestion(finding: Finding, { sighting, file, changed }: Sighted): Finding {
  const { placement, at } = finding;
  const { repair } = sighting;
  const { diff } = changed;
  if (!repair || placement.on !== 'line' || placement.location.side !== 'RIGHT' || 'unknown' in diff) return finding;
  if (placement.location.path !== at.path || placement.location.line !== at.line) return finding;
  const range = { side: 'RIGHT' as const, line: at.line, endLine: repair.below };
  const isCut = diff.seams.some(({ newBefore }) => newBefore >= range.line && newBefore < range.endLine);
  const replaced = file.text.split('\n').slice(range.line - 1, range.endLine);
  const lines = [...replaced, repair.text];
  if (isCut || !acceptsComment(diff, range) || !lines.every(isPlain) || lines.length > linesMax) return finding;
  return {
    ...finding,
    placement: { on: 'line', location: { path: at.path, ...range } },
    suggestion: { line: range.line, endLine: range.endLine, lines },
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
