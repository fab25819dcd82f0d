import type { ReviewJob } from '../review/review-job.js';
import type { CheckToWrite } from '../review/review-plan.js';
import { annotationsPerRequestMax, checkActions, checkAnnotation, checkOutput } from './check-output.js';
import { type GitHubClient, once } from './github-client.js';
import { asking } from './github-error.js';
import type { DemotedComment } from './post-comments.js';

/** A check run of ours for one pull request at one head. */
export interface CheckRun {
  id: number;
  completed: boolean;
  /** How many annotations GitHub has of it already. */
  annotations: number;
}

/**
 * Which pull request a check run speaks of: two pull requests can have the same head commit, and for a pull request from a fork GitHub does
 * not say it (`pull_requests` of a check run is empty then: https://docs.github.com/en/rest/checks/suites).
 */
export function externalIdOf({ pull, headSha }: ReviewJob): string {
  return `pull/${pull}/${headSha}`;
}

/** A run that ended with a failure of our own is no verdict on the head: by this name it is not found again, and a new one is made. */
export function failedExternalIdOf(job: ReviewJob): string {
  return `${externalIdOf(job)}/failed`;
}

/**
 * Our check run for this job. All runs of our name on the commit are asked for: by default GitHub gives the latest of each name only, which may be
 * that of another pull request (https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference).
 */
export async function findCheckRun(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  job: ReviewJob,
): Promise<CheckRun | undefined> {
  const { owner, repo, headSha } = job;
  const { data } = await asking(`list the check runs of ${headSha}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner,
      repo,
      ref: headSha,
      app_id: appId,
      check_name: checkName,
      filter: 'all',
      per_page: checkRunsPerPage,
    }),
  );
  const runs = data.check_runs
    .filter(({ external_id }) => external_id === externalIdOf(job))
    .map(({ id, status, output }) => ({
      id: Number(id),
      completed: status === 'completed',
      annotations: output.annotations_count,
    }));
  // A completed one settles it, even beside one that a crash has left in progress.
  return runs.find(({ completed }) => completed) ?? runs[0];
}

/** One run is made for each pull request with this head; a page is more than there will ever be. */
const checkRunsPerPage = 100;

export async function createCheckRun(octokit: GitHubClient, checkName: string, job: ReviewJob): Promise<CheckRun> {
  const { owner, repo, headSha } = job;
  const { data } = await asking(`start a check run on ${headSha}`, () =>
    octokit.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: checkName,
      head_sha: headSha,
      status: 'in_progress',
      external_id: externalIdOf(job),
      ...once,
    }),
  );
  return { id: Number(data.id), completed: false, annotations: 0 };
}

/**
 * Writes the verdict. Annotations are appended by each update ("annotations are appended to the list of annotations that already exist",
 * https://docs.github.com/en/rest/checks/runs#update-a-check-run), so those that a call before this one has left there are not sent again;
 * the run is completed by the last update, so that a crash on the way leaves a run that the next review finds in progress.
 */
export async function completeCheckRun(
  octokit: GitHubClient,
  job: ReviewJob,
  run: CheckRun,
  check: CheckToWrite,
  demoted: readonly DemotedComment[],
): Promise<void> {
  if (run.completed) return; // a finished run is never reopened
  const { owner, repo } = job;
  const output = checkOutput(check, demoted);
  const update = (body: object, from: number) =>
    asking(`update the check run ${run.id}`, () =>
      octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: run.id,
        ...body,
        output: {
          ...output,
          annotations: check.annotations.slice(from, from + annotationsPerRequestMax).map(checkAnnotation),
        },
        ...once,
      }),
    );
  let from = Math.min(run.annotations, check.annotations.length);
  for (; check.annotations.length - from > annotationsPerRequestMax; from += annotationsPerRequestMax) {
    await update({}, from);
    run.annotations = from + annotationsPerRequestMax;
  }
  const renamed = check.ownFailure ? { external_id: failedExternalIdOf(job) } : {};
  const actions = checkActions(check);
  await update({ status: 'completed', conclusion: check.conclusion, actions, ...renamed }, from);
  run.completed = true;
}
