/** GitHub's limits that a test may lower to meet them with little. */
export interface Limits {
  /** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github-app-installations */
  requestsPerHour: number;
  /**
   * A file whose diff is longer has no `patch`, and takes no comment on a line: "path diff too large".
   * https://docs.github.com/repositories/creating-and-managing-repositories/repository-limits#diff-limits
   * https://github.com/octokit/octokit.rb/pull/1324. Nothing to rely on: a patch of 2,081 changed lines has been seen
   * missing, https://github.com/tsantalis/RefactoringMiner/issues/1108
   */
  patchLinesPerFile: number;
  patchBytesPerFile: number;
  /**
   * Past this sum, the further files of one answer have no `patch`, and 0 additions, deletions and changes.
   * https://github.com/orgs/community/discussions/213491
   */
  patchLinesPerAnswer: number;
  patchBytesPerAnswer: number;
  /** https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
  filesPerPull: number;
  /** https://docs.github.com/rest/commits/commits#compare-two-commits */
  filesPerComparison: number;
  /** GraphQL cuts the text of a longer blob at exactly this and says `isTruncated`. https://github.com/sveltia/sveltia-cms/issues/950 */
  blobTextBytes: number;
}

export const githubLimits: Limits = {
  requestsPerHour: 5000,
  patchLinesPerFile: 20_000,
  patchBytesPerFile: 500 * 1024,
  patchLinesPerAnswer: 20_000,
  patchBytesPerAnswer: 1024 * 1024,
  filesPerPull: 3000,
  filesPerComparison: 300,
  blobTextBytes: 512_000,
};

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export const itemsPerPage = { default: 30, max: 100 };

/** https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
export const tokenLifeMilliseconds = 60 * 60 * 1000;

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
export const jwtLifeSecondsMax = 10 * 60;

/** "body is too long (maximum is 65536 characters)": https://github.com/renovatebot/renovate/issues/2032 */
export const charactersPerBodyMax = 65_536;

/** https://docs.github.com/webhooks/using-webhooks/handling-webhook-deliveries: the answer must come within 10 seconds. */
export const deliveryMillisecondsMax = 10_000;

/** "To help recover from failed deliveries, you can redeliver webhook deliveries from the past 3 days." https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
export const deliveriesKeptMilliseconds = 3 * 24 * 60 * 60 * 1000;
