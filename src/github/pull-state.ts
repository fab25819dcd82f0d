import type { ReviewJob } from '../review/review-job.js';
import { type CheckRun, externalIdOf } from './check-run.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** What GitHub knows of a job's pull request and of our check run for it. */
export interface PullState {
  /** Absent when the pull request cannot be seen. */
  pull?: { open: boolean; headSha: string };
  checkRun?: CheckRun;
}

/**
 * Pull request and check runs in one query. An app has one check suite for a commit, so a few are plenty; of the runs all are asked for, since by
 * default GitHub shows the latest of each name only, which may be that of another pull request with the same head.
 */
const query = `query ReadPullState($owner: String!, $name: String!, $number: Int!, $head: GitObjectID!, $app: Int!, $check: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { state headRefOid }
    object(oid: $head) {
      ... on Commit {
        checkSuites(first: 5, filterBy: { appId: $app }) {
          nodes {
            checkRuns(first: 100, filterBy: { appId: $app, checkName: $check, checkType: ALL }) {
              nodes { databaseId status externalId annotations(first: 1) { totalCount } }
            }
          }
        }
      }
    }
  }
}`;

interface Answer {
  repository: {
    pullRequest: { state: 'OPEN' | 'CLOSED' | 'MERGED'; headRefOid: string } | null;
    object: { checkSuites?: { nodes: ({ checkRuns: { nodes: (RunAnswer | null)[] } | null } | null)[] | null } } | null;
  } | null;
}

interface RunAnswer {
  /** Larger than 32 bits, whatever the schema says: https://github.com/octokit/octokit.graphql.net/commit/bd42666b0b55b8dc286e9a3078327e33b114181d */
  databaseId: number | null;
  status: string;
  externalId: string | null;
  annotations: { totalCount: number } | null;
}

export async function readPullState(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  job: ReviewJob,
): Promise<PullState> {
  const { owner, repo, pull, headSha } = job;
  const { repository } = await asking(`read the state of ${owner}/${repo}#${pull}`, () =>
    octokit.graphql<Answer>(query, { owner, name: repo, number: pull, head: headSha, app: appId, check: checkName }),
  );
  const runs = (repository?.object?.checkSuites?.nodes ?? [])
    .flatMap((suite) => suite?.checkRuns?.nodes ?? [])
    .filter((run) => run?.externalId === externalIdOf(job))
    .flatMap((run) => (run ? asCheckRun(run) : []));
  // A completed one settles it, even beside one that a crash left in progress.
  const checkRun = runs.find(({ completed }) => completed) ?? runs[0];
  const seen = repository?.pullRequest;
  return {
    ...(seen ? { pull: { open: seen.state === 'OPEN', headSha: seen.headRefOid } } : {}),
    ...(checkRun ? { checkRun } : {}),
  };
}

function asCheckRun({ databaseId, status, annotations }: RunAnswer): CheckRun[] {
  if (databaseId === null) return [];
  return [{ id: databaseId, completed: status === 'COMPLETED', annotations: annotations?.totalCount ?? 0 }];
}
