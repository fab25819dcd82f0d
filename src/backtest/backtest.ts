import type { Journal } from './journal.js';
import type { MergedPull } from './merged-pulls.js';
import type { ReplayedPull } from './replayed-pull.js';

export interface BacktestPorts {
  journal: Journal;
  /** Rejects when the pull request could not be reviewed. */
  replay(pull: MergedPull): Promise<ReplayedPull>;
  /** Called after each pull request, those of the journal first. */
  onProgress(progress: Progress): void;
}

export interface Progress {
  done: number;
  of: number;
  /** Taken from the journal. */
  resumed: number;
  findings: number;
}

/**
 * Replays each pull request that the journal does not hold yet, `concurrency` at a time, and gives all in the order of `pulls`. One that cannot be
 * reviewed is told and the others go on.
 */
export async function backtest(
  pulls: readonly MergedPull[],
  concurrency: number,
  { journal, replay, onProgress }: BacktestPorts,
): Promise<ReplayedPull[]> {
  const replayed = pulls.map((pull) => journal.find(pull));
  const progress: Progress = { done: 0, of: pulls.length, resumed: 0, findings: 0 };
  const count = (pull: ReplayedPull) => {
    progress.done++;
    progress.findings += pull.findings.length;
    onProgress({ ...progress });
  };
  for (const pull of replayed) {
    if (!pull) continue;
    progress.resumed++;
    count(pull);
  }
  const waiting = pulls.map((pull, index) => ({ pull, index })).filter(({ index }) => !replayed[index]);
  const takeNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await replay(next.pull).catch((error: unknown) => failed(next.pull, error));
      // A failure may be of the moment (memory, time), so it is not kept for the next run.
      if (outcome.failed === undefined) await journal.add(outcome);
      replayed[next.index] = outcome;
      count(outcome);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, takeNext));
  return replayed.filter((pull) => pull !== undefined);
}

function failed(pull: MergedPull, error: unknown): ReplayedPull {
  const reason = error instanceof Error ? error.message : String(error);
  return { ...pull, milliseconds: 0, changedGoLines: 0, findings: [], skipped: 0, failed: reason };
}
