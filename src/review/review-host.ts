import type { TrustedFiles } from '../config/trusted-config.js';
import type { Change } from '../diff/change.js';
import type { SourceTree } from '../go/source-tree.js';
import type { ReviewJob } from './review-job.js';
import type { PostedComment, ReviewPlan } from './review-plan.js';
import type { Skip } from './skip.js';
import type { TriagedFinding } from './triage.js';

/** A change and the commits it leads from and to. */
export interface ReadChange {
  change: Change;
  base: SourceTree;
  head: SourceTree;
}

/** What the host knows of this head before the review starts. */
export type Opened =
  | { state: 'started' }
  /** A check run of ours is completed on this head already: nothing is to be done. */
  | { state: 'finished' }
  /** The pull request is closed or its head has moved on. What a review before this one has left in progress is ended. */
  | { state: 'gone'; why: Skip };

/** What was said on a pull request before. */
export interface Posted {
  comments: PostedComment[];
  triaged: TriagedFinding[];
  /** Of a merge group: what its pull requests do by themselves; absent when that is not known of each of them. */
  alone?: { pulls: number[]; fingerprints: string[] };
}

/** Where a review comes from and goes to: GitHub for the app. Each call may be repeated without harm. */
export interface ReviewHost {
  /** Looks at the pull request and puts the check run of its head in progress. */
  open(job: ReviewJob): Promise<Opened>;
  readChange(job: ReviewJob): Promise<ReadChange>;
  /** Comments of our own app only: a mark in somebody else's comment is not believed. */
  readPosted(job: ReviewJob): Promise<Posted>;
  /**
   * What the trusted side says about reviews, the more general place first: the repository `.github` of the owner, then the repository itself at the
   * branch that the pull request goes to.
   */
  readTrusted(job: ReviewJob): Promise<TrustedFiles[]>;
  /** Looks once more whether this head is still wanted; says why not in place of writing the plan. Then the check run is ended without a verdict. */
  carryOut(job: ReviewJob, plan: ReviewPlan): Promise<Skip | undefined>;
}
