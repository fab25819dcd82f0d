/** One pull request at one head that is to be reviewed. */
export interface ReviewJob {
  installation: number;
  owner: string;
  repo: string;
  pull: number;
  /** The head commit the webhook spoke of; when the pull request has moved on, the job ends without a word. */
  headSha: string;
  baseSha: string;
  /** `x-github-delivery`, for the logs. */
  delivery: string;
}
