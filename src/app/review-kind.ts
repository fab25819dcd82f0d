import { z } from 'zod';
import { externalIdOf } from '../github/external-id.js';
import { GitHubError } from '../github/github-error.js';
import type { JobKind, Lease, Notes, RunEnd } from '../queue/job-queue.js';
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
import type { InstallationWait, InstallationWaits } from './installation-waits.js';

/** A review is bound by the processor, and waits for GitHub in between. */
export const reviewsAtOnceMax = 2;

export interface ReviewParts {
  hostOf(job: ReviewJob): Promise<ReviewHost>;
  logOf(job: ReviewJob): ReviewLog;
  notes: Notes;
  waits: InstallationWaits;
  checks: WaitingChecks;
  /** Told of each try; for metrics. */
  ended(outcome: ReviewOutcome, seconds: number): void;
  ports: Pick<ReviewPorts, 'incidents' | 'analyse' | 'outcomes'>;
}

/** Checks of reviews that do not run now. */
export interface WaitingChecks {
  /** Says in the check that the review has to wait, with REST alone. */
  tellWaiting(job: ReviewJob, until: Date): Promise<void>;
  /** Ends the run of a review that was begun and has no job any more. */
  endLeft(job: ReviewJob): Promise<void>;
}

/** How a job of the queue becomes a review, and what becomes of one that fails. */
export function reviewKind(parts: ReviewParts): JobKind<ReviewJob> {
  return {
    ...reviewJobs,
    concurrency: reviewsAtOnceMax,
    async run(job, lease) {
      const { waits } = parts;
      const wait = await waits.of(job.installation);
      if (wait) return waitFor(wait, job, parts);
      try {
        return await review(job, lease, parts);
      } catch (error) {
        const asked = await waits.note(job.installation, error);
        if (!asked) throw error;
        return waitFor(asked, job, parts);
      }
    },
    async giveUp(job) {
      const { hostOf, notes } = parts;
      const noted = ownFailure.safeParse(await notes.read(failureOf(job)));
      await tellFailure(job, await hostOf(job), noted.success ? noted.data : unknownFailure);
      await notes.write(failureOf(job), null);
      await notes.write(leftBy(job), null);
    },
  };
}

async function review(job: ReviewJob, lease: Lease, parts: ReviewParts): Promise<RunEnd> {
  const { hostOf, logOf, notes, ended, ports } = parts;
  await endReplaced(job, parts);
  const host = await hostOf(job);
  const stillOurs = () => lease.stillOurs();
  const begun = performance.now();
  const outcome = await reviewPull(job, { ...ports, host, log: logOf(job), stillOurs });
  ended(outcome, (performance.now() - begun) / 1000);
  if (!('failed' in outcome)) return 'done';
  await notes.write(failureOf(job), outcome.failure);
  await notes.write(leftBy(job), job);
  // What GitHub has refused or not answered may go well later. What we cannot analyse today we cannot analyse in a minute.
  if (outcome.failed instanceof GitHubError) throw outcome.failed;
  return 'hopeless';
}

/** Where GitHub still takes it, the check says why there is no verdict yet; a draft may never get one. */
async function waitFor({ kind, until }: InstallationWait, job: ReviewJob, parts: ReviewParts): Promise<RunEnd> {
  const { checks, notes, logOf } = parts;
  if (kind !== 'all' && !job.draft) {
    try {
      await endReplaced(job, parts);
      await checks.tellWaiting(job, until);
      await notes.write(leftBy(job), job);
    } catch (error) {
      logOf(job).info(describeError(error), 'the check could not say that it waits');
    }
  }
  logOf(job).info({ until: until.toISOString(), limit: kind }, 'waiting for GitHub');
  return { again: until };
}

/** A newer head takes the place of a job that waits, and the check run of the older one would stay in progress for ever. */
async function endReplaced(job: ReviewJob, { checks, notes }: ReviewParts): Promise<void> {
  const left = reviewJobs.schema.safeParse(await notes.read(leftBy(job)));
  if (!left.success) return;
  if (externalIdOf(left.data) !== externalIdOf(job)) await checks.endLeft(left.data);
  await notes.write(leftBy(job), null);
}

/** Why the last try has failed: the one who tells it may be another process. */
const failureOf = (job: ReviewJob) => `failure/${pullKey(job)}`;

/** The job whose check run was left in progress. */
const leftBy = (job: ReviewJob) => `left/${pullKey(job)}`;

const ownFailure = z.object({ reason: z.string(), onError: z.enum(['block', 'pass']) }) satisfies z.ZodType<OwnFailure>;
