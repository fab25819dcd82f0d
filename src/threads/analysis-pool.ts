import { totalmem } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { RepositoryConfig } from '../config/config-schema.js';
import type { Incident } from '../incidents/incident.js';
import type { Analysis } from '../review/finding.js';
import type { ReadChange } from '../review/review-host.js';
import { workMillisecondsMax } from '../review/work-limit.js';
import type { AnalysisTask } from './analysis-worker.js';
import { asPosted } from './posted-incident.js';
import { answerReads } from './posted-trees.js';
import { startWorkClock } from './work-clock.js';

export interface AnalysisLimits {
  /** Of work in the thread: the time in which it waits for files does not count. */
  milliseconds: number;
  /** Of the JavaScript heap of one thread. */
  heapMegabytes: number;
}

const heapMegabytesMax = 2_048;
/** Of the built-in incidents and an ordinary change. */
const heapMegabytesMin = 128;

/** A thread that had nothing to do for so long ends: an idle server keeps none. */
const idleMilliseconds = 60_000;

export interface AnalysisPool {
  /**
   * The same as `analyseChange`, in a thread: the caller's own goes on meanwhile. What is over a limit is an analysis that has analysed nothing and says
   * so; what the trees throw is thrown as it is. At most as many at a time as there are threads: waiting for one counts as work.
   */
  analyse(read: ReadChange, incidents: readonly Incident[], config: RepositoryConfig): Promise<Analysis>;
  close(): Promise<void>;
}

export function createAnalysisPool(threads: number, limits = usualLimits(threads)): AnalysisPool {
  const pool = new Piscina<AnalysisTask, Analysis>({
    filename: new URL('./analysis-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMilliseconds,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
  });
  return {
    async analyse({ change, base, head }, incidents, config) {
      const started = performance.now();
      const { port1, port2 } = new MessageChannel();
      const tooLong = new AbortController();
      const clock = startWorkClock(limits.milliseconds, () => tooLong.abort());
      const failures: unknown[] = [];
      const watch = {
        began: clock.waitBegan,
        ended: clock.waitEnded,
        failed: (error: unknown) => failures.push(error),
      };
      answerReads(port1, { base, head }, watch);
      try {
        const task: AnalysisTask = { change, incidents: incidents.map(asPosted), config, port: port2 };
        return await pool.run(task, { transferList: [port2], signal: tooLong.signal });
      } catch (error) {
        if (failures.length > 0) throw failures[0];
        const reason = tooLong.signal.aborted
          ? `the analysis took more than ${limits.milliseconds / 1000} s`
          : reasonOf(error, limits);
        if (reason === undefined) throw error;
        const timings = { total: performance.now() - started };
        return { findings: [], analysed: [], skipped: [{ path: '', reason, missed: true }], timings };
      } finally {
        clock.stop();
        port1.close();
      }
    },
    close: () => pool.destroy(),
  };
}

/** Undefined for what is no limit. https://nodejs.org/api/errors.html#err_worker_out_of_memory */
function reasonOf(error: unknown, { heapMegabytes }: AnalysisLimits): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `the analysis needed more than ${heapMegabytes} MB`;
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return 'the code nests deeper than can be followed';
  return undefined;
}

/**
 * All threads together get half of the memory that the process may have, in bytes: a container over its limit would be killed with everything in it.
 * https://nodejs.org/api/process.html#processconstrainedmemory gives 0 or more than there is where nothing limits.
 */
export function usualLimits(
  threads: number,
  memory = Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem()),
): AnalysisLimits {
  const share = Math.floor(memory / 2 / threads / 2 ** 20);
  return {
    milliseconds: workMillisecondsMax,
    heapMegabytes: Math.max(heapMegabytesMin, Math.min(heapMegabytesMax, share)),
  };
}
