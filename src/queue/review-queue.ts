import type { ReviewJob } from '../review/review-job.js';

/** Jobs that wait for their review. At most one review of a pull request runs at a time, and of those that wait only the newest head stays. */
export interface ReviewQueue {
  /** Resolves when the job is kept safe: a webhook may be answered then. */
  add(job: ReviewJob): Promise<void>;
  /** Takes no more jobs and resolves when none runs any more. */
  stop(): Promise<void>;
}

/** What makes two jobs ones of the same pull request. GitHub's names do not tell upper from lower case. */
export function pullKey({ owner, repo, pull }: ReviewJob): string {
  return `${owner}/${repo}#${pull}`.toLowerCase();
}
