import { z } from 'zod';
import type { JobKind, JobWatch, RunEnd } from '../../src/queue/job-queue.js';
import type { JobTiming } from '../../src/queue/job-timing.js';

export interface Push {
  pull: number;
  head: string;
  /** Higher is newer; 0 is not known. */
  order: number;
}

export const push = (pull: number, head: string, order = 0): Push => ({ pull, head, order });

/** As quick as pg-boss allows. */
export const quick: Partial<JobTiming> = {
  heartbeatSeconds: 10,
  superviseSeconds: 1,
  retrySeconds: 1,
  retrySecondsMax: 1,
  retries: 2,
  pollSeconds: 0.5,
  stopSeconds: 1,
};

/** A kind of job whose runs end when the test says so. */
export function controlledKind(concurrency = 2, given: Partial<JobKind<Push>> = {}) {
  const log: string[] = [];
  const running = new Map<string, (end: RunEnd | Error) => void>();
  const kind: JobKind<Push> = {
    name: 'push',
    schema: z.object({ pull: z.number(), head: z.string(), order: z.number() }),
    keyOf: ({ pull }) => `pull ${pull}`,
    isOlder: (job, than) => job.order > 0 && than.order > 0 && job.order < than.order,
    concurrency,
    run: ({ pull, head }) =>
      new Promise((resolve, reject) => {
        const name = `${pull}@${head}`;
        log.push(`start ${name}`);
        running.set(name, (end) => {
          running.delete(name);
          log.push(end instanceof Error ? `fail ${name}` : `end ${name}`);
          if (end instanceof Error) reject(end);
          else resolve(end);
        });
      }),
    async giveUp({ pull, head }) {
      log.push(`give up ${pull}@${head}`);
    },
    ...given,
  };
  return {
    kind,
    log,
    running: () => [...running.keys()],
    async end(name: string, how: RunEnd | Error = 'done') {
      await until(() => running.has(name), `${name} to run`);
      running.get(name)?.(how);
    },
  };
}

export function watched() {
  const told: string[] = [];
  const watch: JobWatch = {
    failed: (kind, key, error) => told.push(`${kind} ${key} failed: ${error instanceof Error ? error.message : error}`),
    gaveUp: (kind, key) => told.push(`${kind} ${key} is given up`),
    trouble: (error) => told.push(`trouble: ${error instanceof Error ? error.message : error}`),
  };
  return { told, watch };
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  millisecondsMax = 60_000,
): Promise<void> {
  const end = performance.now() + millisecondsMax;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${millisecondsMax} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
