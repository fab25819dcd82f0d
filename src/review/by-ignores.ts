import type { RepositoryConfig } from '../config/config-schema.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import { bounded } from './check-summary.js';
import type { Finding } from './finding.js';
import { covers, type Ignore } from './ignores-in.js';
import { type LinkSource, lineLink } from './line-link.js';
import { codeSpan, plainText, tableRow } from './markdown.js';
import type { Annotation } from './review-plan.js';

/** Bytes of the table of ignores. */
const ignoreTableBytesMax = 5_000;
const reasonCharactersMax = 200;

/** What comments in the code make of the findings. */
export interface Ignored {
  counted: Finding[];
  /** Findings that a comment in the code speaks of, and which are therefore not said. */
  ignored: Finding[];
  /** Comments that speak of a finding, with what becomes of it. */
  used: { ignore: Ignore; counts: boolean }[];
  /** Comments that are wrong, over or in vain. */
  problems: IncidentProblem[];
}

/**
 * Sets findings aside of which a comment in the code speaks. Such a comment comes with the pull request, and its author may be anybody: one that the pull
 * request itself adds only counts where the trusted configuration says so. `today` is YYYY-MM-DD; such dates compare as text.
 */
export function byIgnores(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  { config, today }: { config: RepositoryConfig; today: string },
): Ignored {
  const result: Ignored = { counted: [], ignored: [], used: [], problems: problemsOf(ignores, today) };
  const valid = ignores.filter((ignore) => ignore.mistake === undefined && !isOver(ignore, today));
  const counting = valid.filter(({ isAdded }) => !isAdded || config.ignores.count === 'all');
  for (const finding of findings) {
    const isIgnored = counting.some((ignore) => covers(ignore, finding));
    (isIgnored ? result.ignored : result.counted).push(finding);
  }
  result.used = valid
    .filter((ignore) => findings.some((finding) => covers(ignore, finding)))
    .map((ignore) => ({ ignore, counts: counting.includes(ignore) }));
  return result;
}

function isOver({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today;
}

function problemsOf(ignores: readonly Ignore[], today: string): IncidentProblem[] {
  return ignores.flatMap((ignore) => {
    const { path, line, mistake, isUnused, until } = ignore;
    const over = isOver(ignore, today) ? `expected a day that is not over, got until=${until}` : undefined;
    const unused = isUnused ? `expected ${ignore.incident} here, which was not found: the comment can go` : undefined;
    const message = mistake ?? over ?? unused;
    return message === undefined ? [] : [{ file: path, line, message: `//hindsight:ignore: ${message}` }];
  });
}

/** Every comment that silences a finding, or would, so that whoever reviews the pull request sees it with its reason. */
export function ignoresPart({ used }: Ignored, source: LinkSource): string[] {
  if (used.length === 0) return [];
  const rows = used.map(({ ignore, counts }) => {
    const { path, line, incident, reason, until = '', isAdded } = ignore;
    const where = lineLink(source, { path, line, endLine: line, side: 'RIGHT' });
    const effect = counts ? (isAdded ? 'counts; added here' : 'counts') : 'does not count; added here';
    return tableRow([where, codeSpan(incident), plainText(reason, reasonCharactersMax), until, effect]);
  });
  const header = [tableRow(['where', 'incident', 'reason', 'until', '']), '| --- | --- | --- | --- | --- |'];
  const table = bounded(header, rows, ignoreTableBytesMax, 'comment');
  const hint =
    'A comment that a pull request adds itself does not silence its own findings. Somebody with write access can accept them here, or set `ignores.count` in the configuration.';
  return ['### Ignored in the code', table, ...(used.some(({ counts }) => !counts) ? [hint] : [])];
}

/** A part of the facts of a check: only where the configuration wants it. */
export function blockedByIgnores(
  problems: readonly IncidentProblem[],
  { ignores }: RepositoryConfig,
): { alsoBlocks?: string } {
  if (problems.length === 0 || ignores.problems !== 'block') return {};
  const comments = problems.length === 1 ? '1 comment that ignores' : `${problems.length} comments that ignore`;
  return { alsoBlocks: `${comments} an incident ${problems.length === 1 ? 'is' : 'are'} wrong` };
}

export function ignoreAnnotations(problems: readonly IncidentProblem[], { ignores }: RepositoryConfig): Annotation[] {
  return problems.map(({ file, line = 1, message }) => ({
    path: file,
    startLine: line,
    endLine: line,
    level: ignores.problems === 'block' ? 'failure' : 'warning',
    title: 'A comment that ignores an incident is wrong',
    message,
  }));
}
