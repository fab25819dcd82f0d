/** One pull request at one head that is to be reviewed, or one merge group. */
export interface ReviewJob {
  installation: number;
  owner: string;
  repo: string;
  /** Of a merge group: the pull request that it was made for, 0 when nobody says. */
  pull: number;
  /** The head commit the webhook spoke of; when the pull request has moved on, the job ends without a verdict. */
  headSha: string;
  /** The commit that the webhook named as the base; without it the pull request is asked for it. A merge group always has one. */
  baseSha?: string;
  /** `x-github-delivery`, for the logs. */
  delivery: string;
  /** Where the repository is read in a browser (https://host/owner/name), for links to lines. */
  repositoryUrl?: string;
  /** ISO time of the pull request's last change; deliveries may overtake each other, and the newest must win. */
  updatedAt?: string;
  /** Somebody asked for a new review of a head that may have its verdict already. Names the request, so that its second delivery is not a second one. */
  again?: string;
  /** The pull request is a draft: the configuration says whether it is reviewed. */
  draft?: true;
  mergeGroup?: MergeGroup;
}

/** What a merge queue is about to merge: https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export interface MergeGroup {
  /** `refs/heads/gh-readonly-queue/main/pr-104-<base>`. */
  headRef: string;
  /** `refs/heads/main`. */
  baseRef: string;
  /** GitHub has given the group up, and why. */
  gone?: string;
}

/**
 * What the branch of a merge group is named for, with or without `refs/heads/`:
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function queuedPull(headRef: string): { base: string; pull: number } | undefined {
  const [, base, pull] = /^(?:refs\/heads\/)?gh-readonly-queue\/(.+)\/pr-(\d{1,10})-[0-9a-f]+$/.exec(headRef) ?? [];
  return base === undefined ? undefined : { base, pull: Number(pull) };
}
