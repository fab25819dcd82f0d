import type { CheckFacts } from './check-facts.js';
import type { CheckToWrite, CommentToEdit, PostedComment } from './review-plan.js';
import type { Triage, TriagedFinding } from './triage.js';
import type { TriageJob } from './triage-job.js';

/** A pull request as somebody decides about its findings. */
export interface TriagedPull {
  open: boolean;
  headSha: string;
  comments: PostedComment[];
  triaged: TriagedFinding[];
  /** Deliveries of buttons that were followed already. */
  followed: string[];
}

/** The newest check run with a verdict on a head, or one that is still in progress. */
export interface ToldCheck {
  completed: boolean;
  /** Absent when they did not fit, or when the run is not a verdict. */
  facts?: CheckFacts;
}

/** Where decisions come from and go to: GitHub for the app. */
export interface TriageHost {
  readPull(job: TriageJob): Promise<TriagedPull | undefined>;
  /** Whether `job.by` may push to the repository. */
  mayWrite(job: TriageJob): Promise<boolean>;
  readCheck(job: TriageJob, headSha: string): Promise<ToldCheck | undefined>;
  /** Writes below a comment of ours. */
  reply(job: TriageJob, to: PostedComment, headSha: string, body: string): Promise<void>;
  /** Changes a comment of ours. */
  edit(job: TriageJob, edit: CommentToEdit): Promise<void>;
  /** Says on the pull request what was decided about many findings at once. */
  announce(job: TriageJob, headSha: string, body: string, findings: string[], triage: Triage): Promise<void>;
  /** Makes a new check run with this verdict, unless the newest says the same. False: it does. */
  conclude(job: TriageJob, headSha: string, check: CheckToWrite): Promise<boolean>;
}
