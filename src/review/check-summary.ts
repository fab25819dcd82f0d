import type { Incident } from '../incidents/incident.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import type { CheckFacts, FindingFacts } from './check-facts.js';
import type { Analysis, Finding } from './finding.js';
import { type LinkSource, lineLink } from './line-link.js';
import { codeSpan, link, plainText, tableRow } from './markdown.js';
import { isOver, reasonCharactersMax, type Triage } from './triage.js';

/**
 * Bytes. GitHub takes 65,535 characters of a summary (https://docs.github.com/en/rest/checks/runs#create-a-check-run);
 * bytes are never fewer than characters. What the tables leave is for the sentences around them.
 */
const findingTableBytesMax = 25_000;
const triageTableBytesMax = 7_000;
const skippedTableBytesMax = 8_000;
const problemTableBytesMax = 4_000;
/** Rows of the table of what was not analysed. */
const skippedRowsMax = 50;
/** Characters of a title or of a reason. */
const textCharactersMax = 200;
/** Characters of what is wrong with a file. */
const problemCharactersMax = 300;

type TitleFacts = Pick<CheckFacts, 'skipped' | 'missed' | 'passesMissed' | 'unsaid'>;

/** One finding with what was decided about it, if anything that was not taken back. */
export interface CheckRow {
  finding: FindingFacts;
  triage?: Triage;
  /** The decision holds: the finding does not count. */
  setAside: boolean;
}

/** `counted`: the findings that nobody has set aside. */
export function checkTitle(counted: readonly FindingFacts[], setAside: number, facts: TitleFacts): string {
  const { skipped, missed, passesMissed, unsaid } = facts;
  const blocks = counted.filter((finding) => finding.blocks);
  const blocking = blocks.length;
  if (blocking > 0 && blocks.every(({ withoutComment }) => withoutComment === 'combination'))
    return combinationTitle(blocking);
  if (blocking === 1) return '1 change would let a known incident happen again';
  if (blocking > 1) return `${blocking} changes would let known incidents happen again`;
  const unread = `${count(missed, 'part')} of the change could not be analysed`;
  if (missed > 0 && !passesMissed) return `Hindsight could not review all of this: ${unread}`;
  const rest = [
    ...(counted.length > 0 ? [`${count(counted.length, 'finding')} to read`] : []),
    ...(setAside > 0 ? [`${count(setAside, 'finding')} set aside`] : []),
    ...(missed > 0 ? [unread] : []),
  ];
  if (rest.length > 0) return `Nothing blocks; ${rest.join(', ')}`;
  const nothing = unsaid ? 'Nothing to report' : 'No known incident comes back';
  return skipped > 0 ? `${nothing}; ${count(skipped, 'path')} not analysed` : nothing;
}

function combinationTitle(blocking: number): string {
  return blocking === 1
    ? 'A known incident comes back in the combination of changes'
    : `${blocking} known incidents come back in the combination of changes`;
}

/** The page behind the check: what was found, what people decided about it, what was looked at, what was not and why, how long it took. */
export function checkSummary(rows: readonly CheckRow[], facts: CheckFacts, today: string): string {
  return [...findingPart(rows, facts), ...triagePart(rows, today), facts.rest].join('\n\n');
}

/** What stands below the findings. */
export function lookedAt(analysis: Analysis, incidentProblems: readonly IncidentProblem[]): string {
  const analysed = `${count(analysis.analysed.length, 'Go file')} analysed in ${duration(analysis.timings)}.`;
  return ['### What was looked at', analysed, ...skippedPart(analysis), ...problemPart(incidentProblems)].join('\n\n');
}

export function whereOf(finding: Finding, source: LinkSource): string {
  return `${lineLink(source, finding.at)} in ${codeSpan(finding.function)}`;
}

export function whatOf({ title, links }: Incident): string {
  return link(plainText(title, textCharactersMax), links.report);
}

function findingPart(rows: readonly CheckRow[], { commentsMax, unsaid }: CheckFacts): string[] {
  if (rows.length === 0)
    return [unsaid ? 'Nothing to report.' : 'No change here would let a known incident happen again.'];
  const table = rows.map(({ finding, triage, setAside }) => {
    const { where, what, withoutComment, commentUrl } = finding;
    return tableRow([
      stateOf(finding, setAside ? triage : undefined),
      where,
      what,
      commentCell(withoutComment, commentUrl),
    ]);
  });
  const header = [tableRow(['', 'where', 'what would happen again', 'comment']), '| --- | --- | --- | --- |'];
  const parts = ['### What would happen again', bounded(header, table, findingTableBytesMax, 'finding')];
  const overLimit = rows.filter(({ finding }) => finding.withoutComment === 'limit').length;
  if (overLimit > 0) {
    parts.push(
      `${count(overLimit, 'finding')} without a comment of ${overLimit === 1 ? 'its' : 'their'} own: one pull request gets at most ${commentsMax} comments, the gravest first.`,
    );
  }
  return parts;
}

function stateOf({ blocks }: FindingFacts, triage: Triage | undefined): string {
  if (triage) return triage.decision === 'accept' ? 'accepted' : 'not useful';
  return blocks ? 'blocks' : 'advice';
}

/** Who decided what, and until when. Decisions that are over are listed too: somebody may wonder why the check fails again. */
function triagePart(rows: readonly CheckRow[], today: string): string[] {
  const decided = rows.flatMap(({ finding, triage }) => {
    if (!triage) return [];
    const until =
      triage.until === undefined ? '' : isOver(triage, today) ? `${triage.until}, which is over` : triage.until;
    const what = triage.decision === 'accept' ? 'accepted' : 'not useful';
    return [
      tableRow([finding.where, what, plainText(triage.by), plainText(triage.reason, reasonCharactersMax), until]),
    ];
  });
  if (decided.length === 0) return [];
  const header = [tableRow(['where', 'decision', 'by', 'reason', 'until']), '| --- | --- | --- | --- | --- |'];
  return [
    '### What people decided',
    bounded(header, decided, triageTableBytesMax, 'decision'),
    'A reply of `/hindsight undo` in the thread of a comment takes its decision back.',
  ];
}

function commentCell(withoutComment: FindingFacts['withoutComment'], url: string | undefined): string {
  if (withoutComment === 'limit') return 'only here';
  if (withoutComment === 'place') return 'only here: outside the diff';
  if (withoutComment === 'combination') return 'only in the combination';
  if (withoutComment === 'group' && url === undefined) return 'in a pull request';
  return link(url === undefined ? 'on the pull request' : 'to the comment', url);
}

const onMissed =
  'A part of the change that could not be analysed may hold a known incident. Whether the check fails because of it is `on-error` in the configuration; files that need no review can be left out there by `paths`.';

function skippedPart({ skipped }: Analysis): string[] {
  if (skipped.length === 0) return [];
  const missed = skipped.filter((each) => each.missed);
  const rows = [...missed, ...skipped.filter((each) => !each.missed)].map(({ path, reason, missed }) =>
    tableRow([
      path === '' ? 'the repository' : codeSpan(path),
      plainText(reason, textCharactersMax),
      missed ? 'part of the change' : '',
    ]),
  );
  const header = [tableRow(['path', 'why not', '']), '| --- | --- | --- |'];
  const shown = bounded(header, rows, skippedTableBytesMax, 'path', skippedRowsMax);
  return ['### What was not analysed', ...(missed.length > 0 ? [onMissed] : []), shown];
}

/** Incidents of the repository or its organisation that were left out, so that a mistake in one is not taken for silence. */
function problemPart(problems: readonly IncidentProblem[]): string[] {
  if (problems.length === 0) return [];
  const said = 'The incidents in these files were not looked for. All others were.';
  return ['### Incidents that could not be loaded', said, problemTable(problems)];
}

export function problemTable(problems: readonly IncidentProblem[]): string {
  const rows = problems.map(({ file, line, message }) =>
    tableRow([codeSpan(line === undefined ? file : `${file}:${line}`), plainText(message, problemCharactersMax)]),
  );
  const header = [tableRow(['file', 'what is wrong']), '| --- | --- |'];
  return bounded(header, rows, problemTableBytesMax, 'problem');
}

/** As many rows as fit, and how many were left out. */
export function bounded(
  header: readonly string[],
  rows: readonly string[],
  bytesMax: number,
  noun: string,
  rowsMax = rows.length,
): string {
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
