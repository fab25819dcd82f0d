import { z } from 'zod';
import type { ReviewJob } from '../review/review-job.js';
import type { JobKind, JobQueue } from './job-queue.js';

/** Jobs that wait for their review. At most one review of a pull request runs at a time, and of those that wait only the newest head stays. */
export type ReviewQueue = JobQueue<ReviewJob>;

const fields = {
  installation: z.number().int(),
  owner: z.string().min(1),
  repo: z.string().min(1),
  pull: z.number().int().nonnegative(),
  headSha: z.string().min(1),
  baseSha: z.string().min(1).exactOptional(),
  delivery: z.string(),
  repositoryUrl: z.string().exactOptional(),
  updatedAt: z.string().exactOptional(),
  again: z.string().exactOptional(),
  draft: z.literal(true).exactOptional(),
  mergeGroup: z.object({ headRef: z.string(), baseRef: z.string(), gone: z.string().exactOptional() }).exactOptional(),
} satisfies { [Field in keyof Required<ReviewJob>]: z.ZodType };

/** What all reviews have in common as jobs, whatever is done with them. */
export const reviewJobs = {
  name: 'review',
  schema: z.object(fields),
  keyOf: pullKey,
  isOlder: wasOvertaken,
} satisfies Partial<JobKind<ReviewJob>>;

/** What tells pull requests and merge groups apart. */
export type ReviewAddress = Pick<ReviewJob, 'owner' | 'repo' | 'pull' | 'mergeGroup'>;

/** What makes two jobs ones of the same pull request, or of the same merge group. GitHub's names do not tell upper from lower case. */
export function pullKey({ owner, repo, pull, mergeGroup }: ReviewAddress): string {
  const repository = `${owner}/${repo}`.toLowerCase();
  // Names of branches do.
  return mergeGroup ? `${repository}@${mergeGroup.headRef}` : `${repository}#${pull}`;
}

/** Deliveries may overtake each other. Where a time is missing, the one that came last counts as the newer. */
function wasOvertaken(job: ReviewJob, than: ReviewJob): boolean {
  // Somebody asks once more for a commit that the pull request may have left: what waits came with its newest head.
  if (job.updatedAt === undefined && than.updatedAt !== undefined) return job.headSha !== than.headSha;
  return (
    job.updatedAt !== undefined &&
    than.updatedAt !== undefined &&
    Date.parse(job.updatedAt) < Date.parse(than.updatedAt)
  );
}
