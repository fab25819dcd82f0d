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
  /** Where the repository is read in a browser (https://host/owner/name), for links to lines. */
  repositoryUrl?: string;
  /** ISO time of the pull request's last change; deliveries may overtake each other, and the newest must win. */
  updatedAt?: string;
}
