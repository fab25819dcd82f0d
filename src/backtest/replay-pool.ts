import { Piscina } from 'piscina';
import { workMillisecondsMax } from '../review/work-limit.js';
import type { RulesSource } from './load-rules.js';
import type { MergedPull } from './merged-pulls.js';
import type { ReplayTask } from './replay-worker.js';
import type { ReplayedPull } from './replayed-pull.js';

/** Megabytes of the JavaScript heap of one thread. */
const heapMegabytesMax = 2048;

export interface ReplayPool {
  /** At most as many at a time as there are threads: the time of one that has to wait for a thread counts too. */
  replay(pull: MergedPull): Promise<ReplayedPull>;
  close(): Promise<void>;
}

/** Replays pull requests in so many threads; what takes too long or too much memory fails by itself and leaves the others alone. */
export function createReplayPool(repo: string, rules: RulesSource, threads: number): ReplayPool {
  const pool = new Piscina<ReplayTask, ReplayedPull>({
    // By its folder, since this file may have been put into a bundle beside it.
    filename: new URL('../backtest/replay-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
  });
  return {
    async replay(pull) {
      const signal = AbortSignal.timeout(workMillisecondsMax);
      try {
        return await pool.run({ repo, pull, rules }, { signal });
      } catch (error) {
        if (signal.aborted) throw new Error(`expected a review of at most ${workMillisecondsMax / 1000} s, got more`);
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}
