import type { ReviewedHead } from '../github/external-id.js';
import type { OpenPull } from '../github/open-pulls.js';
import type { ReviewQueue } from '../queue/review-queue.js';
import type { TriageQueue } from '../queue/triage-queue.js';
import type { ReviewJob } from '../review/review-job.js';
import type { Skip } from '../review/skip.js';
import type { TriageJob } from '../review/triage-job.js';
import type { NewRepositories, SuiteToReview, Work } from './events/work.js';
import { jobOfButton, jobOfComment } from './triage-job-of.js';

/** What a webhook may lead to. */
export interface WorkPorts {
  queue: ReviewQueue;
  /** What our check runs on one commit are reviews of, each once. */
  reviewsOf(suite: SuiteToReview): Promise<ReviewedHead[]>;
  openPulls(repositories: NewRepositories): Promise<OpenPull[]>;
  /** Takes what people write and press to decide about findings. */
  triage: TriageQueue;
}

/** Does what a webhook asks for. Gives the jobs that are queued now, or why there are none. */
export async function followWork(work: Work, ports: WorkPorts): Promise<(ReviewJob | TriageJob)[] | Skip> {
  if ('skip' in work) return work;
  if ('comment' in work) return decide(jobOfComment(work.comment, new Date()), ports.triage);
  if ('button' in work) return decide(jobOfButton(work.button, new Date()), ports.triage);
  const jobs = await jobsOf(work, ports);
  for (const job of jobs) await ports.queue.add(job);
  return jobs.length > 0 ? jobs : { kind: 'nothing to review', skip: 'no open pull request waits for a review' };
}

async function decide(job: TriageJob | Skip, triage: TriageQueue): Promise<TriageJob[] | Skip> {
  if ('skip' in job) return job;
  await triage.add(job);
  return [job];
}

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
