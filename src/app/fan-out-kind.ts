import { z } from 'zod';
import type { ReviewedHead } from '../github/external-id.js';
import type { OpenPull } from '../github/open-pulls.js';
import type { JobKind, JobQueue } from '../queue/job-queue.js';
import type { ReviewQueue } from '../queue/review-queue.js';
import type { ReviewJob } from '../review/review-job.js';
import type { NewRepositories, RepositoryName, SuiteToReview } from './events/work.js';
import { type InstallationWaits, waiting } from './installation-waits.js';

/** Something that asks for several reviews, and GitHub has to be asked which. */
export type FanOut = { installation: number; delivery: string } & (
  | { reviewSuite: SuiteToReview }
  | { catchUp: NewRepositories }
);

export type FanOutQueue = JobQueue<FanOut>;

export interface FanOutParts {
  reviews: ReviewQueue;
  /** What our check runs on one commit are reviews of, each once. */
  reviewsOf(suite: SuiteToReview): Promise<ReviewedHead[]>;
  openPulls(repositories: NewRepositories): Promise<OpenPull[]>;
  waits: InstallationWaits;
  /** Told of what it came to; for the log. */
  fannedOut(job: FanOut, reviews: readonly ReviewJob[]): void;
}

const common = { installation: z.number().int(), delivery: z.string() };
const repositoryName = z.object({
  owner: z.string().min(1),
  repo: z.string().min(1),
}) satisfies z.ZodType<RepositoryName>;

const reviewSuite = repositoryName.extend({
  ...common,
  headSha: z.string().min(1),
  pulls: z.array(z.number().int().positive()),
  repositoryUrl: z.string(),
}) satisfies z.ZodType<SuiteToReview>;

const catchUp = z.object({
  ...common,
  repositories: z.array(repositoryName),
  webUrl: z.string(),
}) satisfies z.ZodType<NewRepositories>;

const schema: z.ZodType<FanOut> = z.union([z.object({ ...common, reviewSuite }), z.object({ ...common, catchUp })]);

/** How "Re-run all checks", and a new installation, become reviews. Run twice, it adds the same ones. */
export function fanOutKind(parts: FanOutParts): JobKind<FanOut> {
  const kind: JobKind<FanOut> = {
    name: 'fan-out',
    schema,
    keyOf: ({ delivery }) => delivery,
    // The same delivery twice.
    isOlder: () => false,
    concurrency: 1,
    async run(job) {
      const reviews = 'reviewSuite' in job ? await ofSuite(job.reviewSuite, parts) : await ofNew(job.catchUp, parts);
      await Promise.all(reviews.map((review) => parts.reviews.add(review)));
      parts.fannedOut(job, reviews);
      return 'done';
    },
    // Reconciliation looks for heads without a verdict; who asked for a new one sees that there is none.
    async giveUp() {},
  };
  return waiting(kind, parts.waits);
}

/** Our runs know what they are of, also for forks. Where there is none yet, the pull requests that GitHub names are all there is. */
async function ofSuite(suite: SuiteToReview, { reviewsOf }: FanOutParts): Promise<ReviewJob[]> {
  const { installation, owner, repo, headSha, delivery, repositoryUrl } = suite;
  const heads = await reviewsOf(suite);
  for (const pull of suite.pulls) {
    if (!heads.some((head) => head.pull === pull && !head.mergeGroup)) heads.push({ pull, headSha });
  }
  return heads.map((head) => ({ installation, owner, repo, delivery, repositoryUrl, again: delivery, ...head }));
}

async function ofNew(repositories: NewRepositories, { openPulls }: FanOutParts): Promise<ReviewJob[]> {
  const { installation, delivery, webUrl } = repositories;
  const pulls = await openPulls(repositories);
  return pulls.map((pull) => ({
    ...pull,
    installation,
    delivery,
    repositoryUrl: `${webUrl}/${pull.owner}/${pull.repo}`,
  }));
}
