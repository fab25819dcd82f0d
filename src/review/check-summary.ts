import type { Incident } from '../incidents/incident.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import type { Analysis, Finding } from './finding.js';
import { type LinkSource, lineLink } from './line-link.js';
import { codeSpan, link, plainText, tableRow } from './markdown.js';

/**
 * Bytes. GitHub takes 65,535 characters of a summary (https://docs.github.com/en/rest/checks/runs#create-a-check-run);
 * bytes are never fewer than characters. What the tables leave is for the sentences around them.
 */
const findingTableBytesMax = 35_000;
const skippedTableBytesMax = 12_000;
const problemTableBytesMax = 8_000;
/** Rows of the table of what was not analysed. */
const skippedRowsMax = 50;
/** Characters of a title or of a reason. */
const textCharactersMax = 200;
/** Characters of what is wrong with an incident. */
const problemCharactersMax = 300;

/** One finding as the check tells it, with the address of its comment when that is known already. */
export interface FindingRow {
  finding: Finding;
  incident: Incident;
  /** Why it has no comment of its own. */
  withoutComment?: 'limit' | 'place';
  commentUrl?: string;
}

export interface SummaryInput {
  rows: readonly FindingRow[];
  analysis: Analysis;
  incidentProblems: readonly IncidentProblem[];
  source: LinkSource;
  commentsMax: number;
}

export function checkTitle(findings: readonly Finding[], skipped: number): string {
  const blocking = findings.filter((finding) => finding.blocks).length;
  if (blocking === 1) return '1 change would let a known incident happen again';
  if (blocking > 1) return `${blocking} changes would let known incidents happen again`;
  if (findings.length > 0) return `Nothing blocks; ${count(findings.length, 'finding')} to read`;
  return skipped > 0
    ? `No known incident comes back; ${count(skipped, 'path')} not analysed`
    : 'No known incident comes back';
}

/** The page behind the check: what was found, what was looked at, what was not and why, how long it took. */
export function checkSummary(input: SummaryInput): string {
  const { analysis, incidentProblems } = input;
  const analysed = `${count(analysis.analysed.length, 'Go file')} analysed in ${duration(analysis.timings)}.`;
  return [
    ...findingPart(input),
    '### What was looked at',
    analysed,
    ...skippedPart(analysis),
    ...problemPart(incidentProblems),
  ].join('\n\n');
}

function findingPart({ rows, source, commentsMax }: SummaryInput): string[] {
  if (rows.length === 0) return ['No change here would let a known incident happen again.'];
  const table = rows.map(({ finding, incident, commentUrl, withoutComment }) => {
    const blocks = finding.blocks ? 'blocks' : 'advice';
    const where = `${lineLink(source, finding.at)} in ${codeSpan(finding.function)}`;
    const what = link(plainText(incident.title, textCharactersMax), incident.links.report);
    return tableRow([blocks, where, what, commentCell(withoutComment, commentUrl)]);
  });
  const header = [tableRow(['', 'where', 'what would happen again', 'comment']), '| --- | --- | --- | --- |'];
  const parts = ['### What would happen again', bounded(header, table, findingTableBytesMax, 'finding')];
  const overLimit = rows.filter((row) => row.withoutComment === 'limit').length;
  if (overLimit > 0) {
    parts.push(
      `${count(overLimit, 'finding')} without a comment of ${overLimit === 1 ? 'its' : 'their'} own: one pull request gets at most ${commentsMax} comments, the gravest first.`,
    );
  }
  return parts;
}

function commentCell(withoutComment: FindingRow['withoutComment'], url: string | undefined): string {
  if (withoutComment === 'limit') return 'only here';
  if (withoutComment === 'place') return 'only here: outside the diff';
  return link(url === undefined ? 'on the pull request' : 'to the comment', url);
}

function skippedPart({ skipped }: Analysis): string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.map(({ path, reason }) => tableRow([codeSpan(path), plainText(reason, textCharactersMax)]));
  const header = [tableRow(['path', 'why not']), '| --- | --- |'];
  const shown = bounded(header, rows, skippedTableBytesMax, 'path', skippedRowsMax);
  return ['### What was not analysed', shown];
}

/** Incidents of the repository or its organisation that were left out, so that a mistake in one is not taken for silence. */
function problemPart(problems: readonly IncidentProblem[]): string[] {
  if (problems.length === 0) return [];
  const rows = problems.map(({ file, line, message }) =>
    tableRow([codeSpan(line === undefined ? file : `${file}:${line}`), plainText(message, problemCharactersMax)]),
  );
  const header = [tableRow(['file', 'what is wrong']), '| --- | --- |'];
  const said = 'The incidents in these files were not looked for. All others were.';
  return ['### Incidents that could not be loaded', said, bounded(header, rows, problemTableBytesMax, 'problem')];
}

/** As many rows as fit, and how many were left out. */
function bounded(header: string[], rows: string[], bytesMax: number, noun: string, rowsMax = rows.length): string {
  let bytes = 0;
  const fitting = rows.slice(0, rowsMax).findIndex((row) => {
    bytes += Buffer.byteLength(row) + 1;
    return bytes > bytesMax;
  });
  const shown = rows.slice(0, fitting === -1 ? rowsMax : fitting);
  const left = rows.length - shown.length;
  const table = [...header, ...shown].join('\n');
  return left === 0 ? table : `${table}\n\nand ${count(left, `more ${noun}`)}`;
}

/** `timings` may hold a `total`; else its parts make it up. */
function duration(timings: Readonly<Record<string, number>>): string {
  const milliseconds = timings.total ?? Object.values(timings).reduce((sum, part) => sum + part, 0);
  return milliseconds < 1000 ? `${Math.ceil(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
