import type { ReviewedHead } from '../github/external-id.js';
import type { OpenPull } from '../github/open-pulls.js';
import type { ReviewQueue } from '../queue/review-queue.js';
import type { ReviewJob } from '../review/review-job.js';
import type { Skip } from '../review/skip.js';
import type { NewRepositories, PressedButton, SuiteToReview, Work, WrittenComment } from './events/work.js';

/** What a webhook may lead to. */
export interface WorkPorts {
  queue: ReviewQueue;
  /** What our check runs on one commit are reviews of, each once. */
  reviewsOf(suite: SuiteToReview): Promise<ReviewedHead[]>;
  openPulls(repositories: NewRepositories): Promise<OpenPull[]>;
  /** Answers to what people write and press; without them nothing comes of it. */
  answers?: {
    comment(comment: WrittenComment): Promise<Skip | undefined>;
    button(button: PressedButton): Promise<Skip | undefined>;
  };
}

/** Does what a webhook asks for. Gives the jobs that are queued now, or why there are none. */
export async function followWork(work: Work, ports: WorkPorts): Promise<ReviewJob[] | Skip> {
  if ('skip' in work) return work;
  if ('comment' in work) return (await ports.answers?.comment(work.comment)) ?? nobodyAnswers;
  if ('button' in work) return (await ports.answers?.button(work.button)) ?? nobodyAnswers;
  const jobs = await jobsOf(work, ports);
  for (const job of jobs) await ports.queue.add(job);
  return jobs.length > 0 ? jobs : { kind: 'nothing to review', skip: 'no open pull request waits for a review' };
}

const nobodyAnswers: Skip = { kind: 'nothing to review', skip: 'nothing is said in answer' };

type Reviews = Extract<Work, { review: ReviewJob } | { reviewSuite: SuiteToReview } | { catchUp: NewRepositories }>;

async function jobsOf(work: Reviews, ports: WorkPorts): Promise<ReviewJob[]> {
  if ('review' in work) return [work.review];
  if ('reviewSuite' in work) return suiteJobs(work.reviewSuite, await ports.reviewsOf(work.reviewSuite));
  const { installation, delivery, webUrl } = work.catchUp;
  const pulls = await ports.openPulls(work.catchUp);
  return pulls.map(
    (pull): ReviewJob => ({
      ...pull,
      installation,
      delivery,
      repositoryUrl: `${webUrl}/${pull.owner}/${pull.repo}`,
    }),
  );
}

/** Our runs know what they are of, also for forks. Where there is none yet, the pull requests that GitHub names are all there is. */
function suiteJobs(suite: SuiteToReview, reviewed: readonly ReviewedHead[]): ReviewJob[] {
  const { installation, owner, repo, headSha, delivery, repositoryUrl } = suite;
  const heads: ReviewedHead[] = [...reviewed];
  for (const pull of suite.pulls) {
    if (!heads.some((head) => head.pull === pull && !head.mergeGroup)) heads.push({ pull, headSha });
  }
  const common = { installation, owner, repo, delivery, repositoryUrl, again: delivery };
  return heads.map((head) => ({ ...common, ...head }));
}
