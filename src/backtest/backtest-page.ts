import type { Incident } from '../incidents/incident.js';
import type { BacktestResult } from './backtest-result.js';
import { style } from './backtest-style.js';
import { differencePart } from './difference-part.js';
import { escaped, findingPart } from './finding-part.js';

/**
 * The report of a backtest as one page of HTML that needs nothing else: for somebody who has never seen Hindsight and decides whether to trust it.
 * Code, names and subjects come from the repository and are escaped; the page has no script, and its policy allows none.
 */
export function backtestPage(result: BacktestResult): string {
  const { repository, rev, version, pulls, against } = result;
  const titles = new Map(result.incidents.map((incident) => [incident.slug, incident]));
  const found = pulls.flatMap((pull) => pull.findings.map((finding) => ({ pull, finding })));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backtest of ${escaped(repository)}</title>
<style>${style}</style>
<main>
<h1>What Hindsight would have said</h1>
<p class="lead">Hindsight reviews pull requests of Go code with the hindsight of real production incidents. This page shows what it would have
said about the last ${pulls.length} merged pull requests of <code>${escaped(repository)}</code> (first-parent history of <code>${escaped(rev)}</code>),
had it been asked before they were merged. All of them were merged, so read each finding below and decide: was it right?</p>
${summary(result)}
${figuresTable(result, titles)}
${against ? differencePart(against, titles) : ''}
<h2>Findings</h2>
${found.length === 0 ? '<p>None.</p>' : found.map((each) => findingPart(each, titles.get(each.finding.incident))).join('\n')}
${failures(result)}
<footer>Hindsight ${escaped(version)}</footer>
</main>
</html>
`;
}

function summary({ figures, run }: BacktestResult): string {
  const { all, pulls, changedGoLines, milliseconds } = figures;
  const cell = (value: string, what: string) => `<div><strong>${value}</strong><span>${what}</span></div>`;
  return `<div class="summary">
${cell(String(all.findings), all.findings === 1 ? 'finding' : 'findings')}
${cell(`${all.pulls} of ${pulls}`, 'pull requests with a finding')}
${cell(all.perThousandLines.toFixed(2), `for each 1000 changed lines (of ${changedGoLines.toLocaleString('en')})`)}
${cell(`${milliseconds.p50.toFixed(0)} ms`, `for one review (95 %: ${milliseconds.p95.toFixed(0)} ms; all: ${(run.milliseconds / 1000).toFixed(0)} s)`)}
</div>`;
}

function figuresTable({ figures }: BacktestResult, known: ReadonlyMap<string, Incident>): string {
  const rows = Object.entries(figures.incidents)
    .filter(([, { findings }]) => findings > 0)
    .sort(([, a], [, b]) => b.findings - a.findings)
    .map(([slug, each]) => {
      const numbers = [each.findings, each.blocking, each.shadow, each.pulls, each.perThousandLines.toFixed(2)];
      const title = escaped(known.get(slug)?.title ?? slug);
      return `<tr><td>${title}<br><code>${escaped(slug)}</code></td>${numbers.map((value) => `<td>${value}</td>`).join('')}</tr>`;
    });
  const silent = Object.values(figures.incidents).filter(({ findings }) => findings === 0).length;
  if (rows.length === 0) return `<p>${silent} incidents were looked for, and none came back.</p>`;
  const heads = ['Incident', 'Findings', 'that block', 'in shadow', 'Pull requests', 'for each 1000 lines'];
  return `<h2>By incident</h2>
<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<p class="small">${silent} further incidents were looked for and not found. A finding that blocks fails the check; one in shadow is recorded and not said.</p>`;
}

function failures({ pulls }: BacktestResult): string {
  const failed = pulls.filter((pull) => pull.failed !== undefined);
  if (failed.length === 0) return '';
  const rows = failed.map((pull) => `<li><code>${pull.head.slice(0, 10)}</code> ${escaped(pull.failed ?? '')}</li>`);
  return `<h2>Not reviewed</h2><ul>${rows.join('\n')}</ul>`;
}
