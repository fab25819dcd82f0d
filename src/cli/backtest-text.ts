import type { BacktestResult } from '../backtest/backtest-result.js';
import type { FoundIn } from '../backtest/compare-rules.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';

/** Findings that are listed of each kind; the JSON and the HTML report have all. */
const listedMax = 50;
/** Hexadecimal digits of a commit. */
const shortIdLength = 10;

/** What `--format text` prints: the figures of each incident that was found, then where. */
export function backtestText(result: BacktestResult, paint: Paint): string {
  const { pulls, figures, against } = result;
  const found = pulls.flatMap((pull) => pull.findings.map((finding) => ({ pull, finding })));
  const failed = pulls.filter((pull) => pull.failed !== undefined);
  return [
    ...(found.length > 0 ? [table(result, paint), listed(found, paint)] : []),
    ...(against ? [differenceText(against, paint)] : []),
    ...failed.map((pull) => `not reviewed ${pull.head.slice(0, shortIdLength)}: ${printable(pull.failed ?? '')}`),
    closing(result, paint),
    ...(figures.failed > 0 ? [paint('yellow', `${figures.failed} could not be reviewed`)] : []),
  ].join('\n\n');
}

function table({ figures }: BacktestResult, paint: Paint): string {
  const rows = Object.entries(figures.incidents).filter(([, { findings }]) => findings > 0);
  const width = Math.max(...rows.map(([slug]) => slug.length), 'incident'.length);
  const line = (cells: readonly string[]) =>
    `${cells[0]?.padEnd(width)} ${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}`;
  const header = line(['incident', 'findings', 'blocking', 'shadow', 'pulls', 'per 1000']);
  return [
    paint('bold', header),
    ...[...rows, ['all', figures.all] as const].map(([slug, each]) =>
      line([
        slug,
        ...[each.findings, each.blocking, each.shadow, each.pulls].map(String),
        each.perThousandLines.toFixed(2),
      ]),
    ),
  ].join('\n');
}

function listed(found: readonly FoundIn[], paint: Paint): string {
  const shown = found.slice(0, listedMax).map(({ pull, finding }) => {
    const at = paint('cyan', `${printable(finding.path)}:${finding.line}`);
    const before = finding.side === 'LEFT' ? ' (before the change)' : '';
    const code = finding.code.find(({ meant }) => meant);
    return [
      `${pull.head.slice(0, shortIdLength)} ${printable(pull.subject)}`,
      `  ${finding.incident}${finding.shadow ? ' (shadow)' : ''}`,
      `  ${at}${before} in ${printable(finding.function)}`,
      ...(code ? [`    ${printable(code.text).trim()}`] : []),
    ].join('\n');
  });
  if (found.length > listedMax)
    shown.push(`and ${found.length - listedMax} more (--format json and html have them all)`);
  return shown.join('\n');
}

function differenceText({ rev, difference }: NonNullable<BacktestResult['against']>, paint: Paint): string {
  const part = (title: string, found: readonly FoundIn[]) =>
    found.length === 0 ? [] : [paint('bold', `${title}: ${found.length}`), listed(found, paint)];
  const changed = [
    ...part('Found by these rules only', difference.onlyNow),
    ...part(`Found by the rules of ${printable(rev)} only`, difference.onlyBefore),
  ];
  return [
    paint('bold', `Against the rules of ${printable(rev)}`),
    ...(changed.length > 0 ? changed : ['No difference.']),
    `${difference.both} found by both`,
  ].join('\n');
}

function closing({ figures, run, repository }: BacktestResult, paint: Paint): string {
  const { milliseconds, all, pulls, changedGoLines } = figures;
  const resumed = run.resumed > 0 ? `, ${run.resumed} of them from an earlier run` : '';
  return [
    paint(
      'bold',
      `${all.findings} findings in ${all.pulls} of ${pulls} merged pull requests of ${printable(repository)}`,
    ),
    `${all.perThousandLines.toFixed(2)} for each 1000 of ${changedGoLines} changed lines of Go`,
    `${(run.milliseconds / 1000).toFixed(1)} s${resumed}; one review takes ${milliseconds.p50.toFixed(0)} ms (median), ${milliseconds.p95.toFixed(0)} ms (95th percentile), ${milliseconds.max.toFixed(0)} ms at most`,
  ].join('\n');
}
