import { backtest, type Progress } from '../backtest/backtest.js';
import { backtestPage } from '../backtest/backtest-page.js';
import type { BacktestResult } from '../backtest/backtest-result.js';
import { compareRules } from '../backtest/compare-rules.js';
import { figuresOf } from '../backtest/figures.js';
import { journalDirectory, openJournal } from '../backtest/journal.js';
import { loadRules, type RulesSource, rulesDigest } from '../backtest/load-rules.js';
import { type MergedPull, mergedPulls } from '../backtest/merged-pulls.js';
import { createReplayPool } from '../backtest/replay-pool.js';
import type { BacktestOptions } from './add-backtest.js';
import { backtestJson } from './backtest-json.js';
import { backtestText } from './backtest-text.js';
import type { Paint } from './paint.js';
import { version } from './version.js';

/** Where the progress of a backtest is shown. */
export type ShowProgress = (progress: Progress & { rules: string }) => void;

/** Replays merged pull requests of a repository on disk and says what would have been found. Throws a GitError, an IncidentError or a ConfigError. */
export async function backtestCommand(
  options: BacktestOptions,
  environment: NodeJS.ProcessEnv,
  paint: Paint,
  show: ShowProgress,
): Promise<string> {
  const { repo, rev, commits, format, against } = options;
  const started = performance.now();
  const pulls = await mergedPulls(repo, rev, commits);
  const now = await replayAll(pulls, {}, options, environment, (progress) =>
    show({ ...progress, rules: 'these rules' }),
  );
  const before =
    against === undefined
      ? undefined
      : await replayAll(pulls, { rev: against }, options, environment, (progress) =>
          show({ ...progress, rules: `the rules of ${against}` }),
        );
  const result: BacktestResult = {
    repository: repo,
    rev,
    version: version(),
    incidents: [...(before?.rules.incidents ?? []), ...now.rules.incidents],
    pulls: now.replayed,
    figures: figuresOf(now.replayed, slugsOf(now)),
    run: { milliseconds: performance.now() - started, resumed: now.resumed + (before?.resumed ?? 0) },
    ...(before && against !== undefined
      ? {
          against: {
            rev: against,
            figures: figuresOf(before.replayed, slugsOf(before)),
            difference: compareRules(now.replayed, before.replayed),
          },
        }
      : {}),
  };
  if (format === 'html') return backtestPage(result);
  return `${format === 'json' ? backtestJson(result) : backtestText(result, paint)}\n`;
}

const slugsOf = ({ rules }: { rules: { incidents: readonly { slug: string }[] } }) =>
  rules.incidents.map(({ slug }) => slug);

async function replayAll(
  pulls: readonly MergedPull[],
  source: RulesSource,
  { repo, jobs, fresh }: BacktestOptions,
  environment: NodeJS.ProcessEnv,
  onProgress: (progress: Progress) => void,
) {
  const rules = await loadRules(repo, source);
  const digest = rulesDigest(rules, version());
  const journal = await openJournal(journalDirectory(environment), repo, digest, { fresh });
  const pool = createReplayPool(repo, source, Math.min(jobs, pulls.length));
  let resumed = 0;
  try {
    const replayed = await backtest(pulls, jobs, {
      journal,
      replay: (pull) => pool.replay(pull),
      onProgress(progress) {
        resumed = progress.resumed;
        onProgress(progress);
      },
    });
    return { rules, replayed, resumed };
  } finally {
    await Promise.all([pool.close(), journal.close()]);
  }
}
