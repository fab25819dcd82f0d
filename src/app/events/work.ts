import type { MergedPull } from '../../outcomes/merged-pull.js';
import type { ReviewJob } from '../../review/review-job.js';
import type { Skip } from '../../review/skip.js';

export interface RepositoryName {
  owner: string;
  repo: string;
}

/** All reviews of one commit that GitHub was asked to run again. `pulls` are those that GitHub names: none for a pull request from a fork. */
export interface SuiteToReview extends RepositoryName {
  installation: number;
  headSha: string;
  pulls: number[];
  delivery: string;
  repositoryUrl: string;
}

/** Repositories that the app was just given: their open pull requests wait for a check that nobody else would start. */
export interface NewRepositories {
  installation: number;
  repositories: RepositoryName[];
  delivery: string;
  /** Where the host is read in a browser, without a slash at the end. */
  webUrl: string;
}

/** A comment that somebody wrote on a line of a pull request. */
export interface WrittenComment extends RepositoryName {
  installation: number;
  pull: number;
  delivery: string;
  repositoryUrl: string;
  comment: {
    id: number;
    /** The first comment of the thread that it answers. */
    inReplyTo?: number;
    /** Never a bot. */
    author: { login: string };
    body: string;
  };
}

/** A button of one of our check runs that somebody pressed, other than the one for a new review. */
export interface PressedButton extends RepositoryName {
  installation: number;
  /** Of the check run, as we wrote it. */
  externalId: string;
  headSha: string;
  identifier: string;
  by: { login: string };
  delivery: string;
  repositoryUrl: string;
}

/** What a webhook asks for. */
export type Work =
  | { review: ReviewJob; merged?: MergedPull }
  | { reviewSuite: SuiteToReview }
  | { catchUp: NewRepositories }
  | { comment: WrittenComment }
  | { button: PressedButton }
  | Skip;
