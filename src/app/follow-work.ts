import type { MergedPull } from '../outcomes/merged-pull.js';
import type { JobQueue } from '../queue/job-queue.js';
import { pullKey, type ReviewQueue } from '../queue/review-queue.js';
import type { TriageQueue } from '../queue/triage-queue.js';
import type { Skip } from '../review/skip.js';
import type { TriageJob } from '../review/triage-job.js';
import type { Work } from './events/work.js';
import type { FanOut, FanOutQueue } from './fan-out-kind.js';
import { jobOfButton, jobOfComment } from './triage-job-of.js';

/** What a webhook may lead to: a job of one kind, and nothing before it is answered but that this is kept. */
export interface WorkPorts {
  reviews: ReviewQueue;
  /** Takes what several reviews may come of. */
  fanOuts: FanOutQueue;
  /** Takes what people write and press to decide about findings. */
  triage: TriageQueue;
  /** Takes pull requests that were merged; absent where nobody keeps what became of findings. */
  merges?: JobQueue<MergedPull>;
}

/** A job that is kept safe; with the pull request where it is of one. */
export interface Kept {
  pull?: string;
}

/** Keeps the job that a webhook asks for, or says why there is none. */
export async function followWork(work: Work, ports: WorkPorts): Promise<Kept | Skip> {
  const { reviews, fanOuts, triage, merges } = ports;
  if ('skip' in work) return work;
  if ('comment' in work) return decide(jobOfComment(work.comment, new Date()), triage);
  if ('button' in work) return decide(jobOfButton(work.button, new Date()), triage);
  if ('review' in work) {
    await reviews.add(work.review);
    if (work.merged) await merges?.add(work.merged);
    return { pull: pullKey(work.review) };
  }
  await fanOuts.add(fanOutOf(work));
  return {};
}

function fanOutOf(work: Extract<Work, { reviewSuite: unknown } | { catchUp: unknown }>): FanOut {
  const { installation, delivery } = 'reviewSuite' in work ? work.reviewSuite : work.catchUp;
  return { installation, delivery, ...work };
}

async function decide(job: TriageJob | Skip, triage: TriageQueue): Promise<Kept | Skip> {
  if ('skip' in job) return job;
  await triage.add(job);
  return { pull: pullKey(job) };
}
