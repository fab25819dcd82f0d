import { expect, test } from 'vitest';
import { backtestPage } from '../../src/backtest/backtest-page.js';
import type { BacktestResult } from '../../src/backtest/backtest-result.js';
import { compareRules } from '../../src/backtest/compare-rules.js';
import { figuresOf } from '../../src/backtest/figures.js';
import type { ReplayedPull } from '../../src/backtest/replayed-pull.js';
import { incident } from '../cli/stub-ports.js';
import { findingOf, pullOf, replayedOf } from './replayed.js';

function resultOf(pulls: ReplayedPull[], against?: ReplayedPull[]): BacktestResult {
  return {
    repository: '../etcd',
    rev: 'HEAD',
    version: '1.0.0',
    incidents: [incident],
    pulls,
    figures: figuresOf(pulls, [incident.slug, 'other']),
    run: { milliseconds: 12_000, resumed: 0 },
    ...(against
      ? { against: { rev: 'v1', figures: figuresOf(against, []), difference: compareRules(pulls, against) } }
      : {}),
  };
}

test('says what it is, the figures, and each finding with its code and evidence', () => {
  const page = backtestPage(resultOf([replayedOf(pullOf('a'), 1), replayedOf(pullOf('b'), 0)]));
  expect(page).toContain('the last 2 merged pull requests');
  expect(page).toContain('<strong>1 of 2</strong>');
  expect(page).toContain('A handle is opened and never closed');
  expect(page).toContain('https://example.com/report');
  expect(page).toContain('<mark><span class="number">2</span>\th := open()</mark>');
  expect(page).toContain('h is opened here');
  expect(page).not.toContain('Against the rules');
});

test('nothing found, and what could not be reviewed', () => {
  const page = backtestPage(resultOf([{ ...replayedOf(pullOf('a'), 0), failed: 'out of memory' }]));
  expect(page).toContain('2 incidents were looked for, and none came back');
  expect(page).toMatch(/Not reviewed[\s\S]*out of memory/);
});

test('the other rules, and what only they find', () => {
  const page = backtestPage(resultOf([replayedOf(pullOf('a'), 0)], [replayedOf(pullOf('a'), 1)]));
  expect(page).toMatch(/Against the rules of <code>v1<\/code>[\s\S]*Found by the other rules only: 1/);
});

test('nothing of the repository is HTML, and the page allows no script', () => {
  const evil = `<script>alert(1)</script>"'&\u202e`;
  const finding = findingOf({
    function: evil,
    path: evil,
    code: [{ number: 1, text: evil, meant: true }],
    evidence: [{ ...findingOf(), note: evil }],
  });
  const pull = { ...replayedOf(pullOf('a'), 0), subject: evil, findings: [finding] };
  const page = backtestPage(resultOf([pull, { ...replayedOf(pullOf('b'), 0), failed: evil }]));
  expect(page).not.toContain('<script');
  expect(page).not.toContain('\u202e');
  expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(5);
  expect(page).toContain(`content="default-src 'none'`);
});
