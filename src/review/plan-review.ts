import type { Change } from '../diff/change.js';
import type { Incident } from '../incidents/incident.js';
import type { Analysis } from './finding.js';
import type { PostedComment, ReviewPlan } from './review-plan.js';

/** All that the decision rests on. `repositoryUrl` (https://host/owner/name) makes links of lines; without it they are plain text. */
export interface PlanInput {
  analysis: Analysis;
  change: Change;
  incidents: readonly Incident[];
  /** What we said on this pull request before; empty on the command line. */
  posted: readonly PostedComment[];
  repositoryUrl?: string;
}

/** Decides what is said about one change. Pure: the same input gives the same plan. */
export function planReview(_input: PlanInput): ReviewPlan {
  throw new Error('planReview is not written yet');
}
