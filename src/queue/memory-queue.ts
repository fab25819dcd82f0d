import type { ReviewJob } from '../review/review-job.js';
import { pullKey, type ReviewQueue } from './review-queue.js';

export interface MemoryQueueOptions {
  /** Reviews that run at the same time. */
  concurrency: number;
  review(job: ReviewJob): Promise<unknown>;
  /** A review is expected to deal with its own failures; what it throws all the same comes here. */
  onError(error: unknown, job: ReviewJob): void;
}

/** A queue that lives and dies with the process. On `stop` the jobs that wait are still reviewed, since nobody else would. */
export function createMemoryQueue({ concurrency, review, onError }: MemoryQueueOptions): ReviewQueue {
  const waiting = new Map<string, ReviewJob>();
  const active = new Map<string, Promise<void>>();
  let stopped = false;

  function startNext(): void {
    for (const [key, job] of waiting) {
      if (active.size >= concurrency) return;
      if (active.has(key)) continue;
      waiting.delete(key);
      active.set(key, run(key, job));
    }
  }

  async function run(key: string, job: ReviewJob): Promise<void> {
    try {
      await review(job);
    } catch (error) {
      onError(error, job);
    } finally {
      active.delete(key);
      startNext();
    }
  }

  return {
    async add(job) {
      if (stopped) throw new Error('expected a running queue, got one that was stopped');
      const key = pullKey(job);
      const older = waiting.get(key);
      if (!older || !isOlder(job, older)) waiting.set(key, job);
      startNext();
    },
    async stop() {
      stopped = true;
      while (active.size > 0) await Promise.all(active.values());
    },
  };
}

/** Deliveries may overtake each other. Where a time is missing, the one that came last counts as the newer. */
function isOlder(job: ReviewJob, than: ReviewJob): boolean {
  return (
    job.updatedAt !== undefined &&
    than.updatedAt !== undefined &&
    Date.parse(job.updatedAt) < Date.parse(than.updatedAt)
  );
}
