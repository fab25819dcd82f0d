import { problemText } from '../incidents/incident-error.js';
import { type Excerpt, type ExcerptLine, readExcerpts } from '../review/excerpts.js';
import type { Evidence, Finding, Location, Severity } from '../review/finding.js';
import type { Ink, Paint } from './paint.js';
import { printable } from './printable.js';
import { type ReviewResult, shownAt } from './review-result.js';

/** Lines of code before and after those of a finding. */
const linesAround = 2;
/** Characters of one line of code. */
const codeCharactersMax = 160;
/** Paths that are listed as not analysed; the JSON report has all. */
const skippedMax = 10;
/** Hexadecimal digits of a commit. */
const shortIdLength = 10;

const inks: Record<Severity, Ink> = { error: 'red', warning: 'yellow', notice: 'blue' };

/** What `--format text` prints, to be read on a terminal. */
export async function textReport(result: ReviewResult, paint: Paint): Promise<string> {
  const { findings } = result.plan;
  const locations = findings.flatMap((finding) => [shownAt(finding), ...finding.evidence]);
  const excerpt = await readExcerpts(result.read, locations);
  const parts = findings.map((finding) => findingText(finding, result, excerpt, paint));
  return [...parts, closing(result, paint)].join('\n\n');
}

function findingText(finding: Finding, { incidents }: ReviewResult, excerpt: Excerpt, paint: Paint): string {
  const incident = incidents.find(({ slug }) => slug === finding.incident);
  const at = shownAt(finding);
  const advice = finding.blocks ? '' : paint('dim', ' (does not block)');
  const outside = finding.placement.on === 'line' ? '' : paint('dim', ' (outside the diff)');
  return [
    `${paint(inks[finding.severity], finding.severity)} ${paint('bold', printable(incident?.title ?? finding.incident))}${advice}`,
    `${where(at, paint)} in ${printable(finding.function)}${outside}`,
    ...excerpt(at, linesAround).map((line) => codeText(line, paint)),
    ...finding.evidence.flatMap((evidence) => evidenceText(evidence, excerpt, paint)),
    ...(incident ? [paint('dim', `  the last time: ${printable(incident.links.report)}`)] : []),
  ].join('\n');
}

function evidenceText(evidence: Evidence, excerpt: Excerpt, paint: Paint): string[] {
  const [line] = excerpt(evidence, 0);
  return [
    `  - ${printable(evidence.note)}`,
    `    ${where(evidence, paint)}`,
    ...(line ? [`  ${codeText({ ...line, meant: false }, paint)}`] : []),
  ];
}

function where({ path, line, side }: Location, paint: Paint): string {
  return `${paint('cyan', `${printable(path)}:${line}`)}${side === 'LEFT' ? ' (before this change)' : ''}`;
}

function codeText({ number, text, meant }: ExcerptLine, paint: Paint): string {
  const code = printable(text).trimEnd();
  const shown = code.length > codeCharactersMax ? `${code.slice(0, codeCharactersMax)}…` : code;
  const gutter = `${meant ? '>' : ' '} ${String(number).padStart(5)} |`;
  return meant ? `${paint('bold', gutter)} ${shown}`.trimEnd() : `${paint('dim', gutter)} ${shown}`.trimEnd();
}

function closing(result: ReviewResult, paint: Paint): string {
  const { read, analysis, plan, timings } = result;
  const { mergeBase, head } = read.change;
  const files = `${analysis.analysed.length} Go file${analysis.analysed.length === 1 ? '' : 's'} analysed`;
  const range = `${mergeBase.slice(0, shortIdLength)}..${head.slice(0, shortIdLength)}`;
  const seconds = ((timings.total ?? 0) / 1000).toFixed(1);
  const skipped = analysis.skipped.slice(0, skippedMax);
  const left = analysis.skipped.length - skipped.length;
  return [
    paint('bold', printable(plan.check.title)),
    `${files}, ${analysis.skipped.length} skipped, ${range}, ${seconds} s`,
    ...skipped.map(({ path, reason }) => paint('dim', `  skipped ${printable(path)}: ${printable(reason)}`)),
    ...(left > 0 ? [paint('dim', `  and ${left} more (--format json lists them all)`)] : []),
    ...problems(result).map((text) => paint('yellow', `  ${printable(text)}`)),
  ].join('\n');
}

/** What is wrong with what the review should have gone by, and with what the change wants it to go by. */
function problems({ incidentProblems, configProblems, preview, plan }: ReviewResult): string[] {
  return [
    ...(plan.ignored ?? []).map(({ at, incident }) => `ignored by a comment: ${at.path}:${at.line}: ${incident}`),
    ...(plan.ignoreProblems ?? []).map(problemText),
    ...incidentProblems.map((problem) => `left out: ${problemText(problem)}`),
    ...configProblems.map((problem) => `not followed: ${problemText(problem)}`),
    ...(preview?.problems ?? []).map((problem) => `in this change: ${problemText(problem)}`),
    ...(preview?.plan ? [previewText(preview.plan.findings)] : []),
    ...(plan.shadow ? [shadowText(plan.shadow)] : []),
  ];
}

function shadowText(shadow: readonly Finding[]): string {
  const slugs = [...new Set(shadow.map(({ incident }) => incident))].join(', ');
  return `recorded only, in shadow: ${shadow.length} ${shadow.length === 1 ? 'finding' : 'findings'} of ${slugs}`;
}

function previewText(findings: readonly Finding[]): string {
  const blocking = findings.filter(({ blocks }) => blocks).length;
  return `the configuration that this change brings would report ${findings.length}, of which ${blocking} would block; it counts when it is merged`;
}
