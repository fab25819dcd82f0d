import { z } from 'zod';
import { GitHubError } from '../github/github-error.js';
import type { JobKind, Notes, RunEnd } from '../queue/job-queue.js';
import { pullKey, reviewJobs } from '../queue/review-queue.js';
import { describeError } from '../review/describe-error.js';
import { type OwnFailure, unknownFailure } from '../review/plan-failure.js';
import type { ReviewHost } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import {
  type ReviewLog,
  type ReviewOutcome,
  type ReviewPorts,
  reviewPull,
  tellFailure,
} from '../review/review-pull.js';
import { type InstallationWaits, waiting } from './installation-waits.js';

/** A review is bound by the processor, and waits for GitHub in between. */
export const reviewsAtOnceMax = 2;

export interface ReviewParts {
  hostOf(job: ReviewJob): Promise<ReviewHost>;
  logOf(job: ReviewJob): ReviewLog;
  notes: Notes;
  waits: InstallationWaits;
  /** Says in the check that the review has to wait. GitHub may not even take that. */
  tellWaiting(job: ReviewJob, until: Date): Promise<void>;
  /** Told of each try; for metrics. */
  ended(outcome: ReviewOutcome, seconds: number): void;
  ports: Pick<ReviewPorts, 'incidents' | 'analyse' | 'outcomes'>;
}

/** How a job of the queue becomes a review, and what becomes of one that fails. */
export function reviewKind({
  hostOf,
  logOf,
  notes,
  waits,
  tellWaiting,
  ended,
  ports,
}: ReviewParts): JobKind<ReviewJob> {
  const kind: JobKind<ReviewJob> = {
    ...reviewJobs,
    concurrency: reviewsAtOnceMax,
    async run(job, lease) {
      const host = await hostOf(job);
      const stillOurs = () => lease.stillOurs();
      const begun = performance.now();
      const outcome = await reviewPull(job, { ...ports, host, log: logOf(job), stillOurs });
      ended(outcome, (performance.now() - begun) / 1000);
      if (!('failed' in outcome)) return 'done';
      await notes.write(failureOf(job), outcome.failure);
      const end = await afterFailure(outcome.failed, job, waits);
      if (typeof end === 'object') {
        await tellWaiting(job, end.again).catch((error: unknown) =>
          logOf(job).info(describeError(error), 'the check could not say that it waits'),
        );
      }
      return end;
    },
    async giveUp(job) {
      const noted = ownFailure.safeParse(await notes.read(failureOf(job)));
      await tellFailure(job, await hostOf(job), noted.success ? noted.data : unknownFailure);
      await notes.write(failureOf(job), null);
    },
  };
  return waiting(kind, waits);
}

/** What GitHub has refused or not answered may go well later. What we cannot analyse today we cannot analyse in a minute. */
async function afterFailure(error: unknown, job: ReviewJob, waits: InstallationWaits): Promise<RunEnd> {
  if (!(error instanceof GitHubError)) return 'hopeless';
  const again = await waits.note(job.installation, error);
  if (!again) throw error;
  return { again };
}

/** Why the last try has failed: the one who tells it may be another process. */
const failureOf = (job: ReviewJob) => `failure/${pullKey(job)}`;

const ownFailure = z.object({ reason: z.string(), onError: z.enum(['block', 'pass']) }) satisfies z.ZodType<OwnFailure>;
