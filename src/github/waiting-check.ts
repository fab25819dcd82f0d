import type { ReviewJob } from '../review/review-job.js';
import { createCheckRun, endCheckRun, findCheckRun } from './check-run.js';
import { type GitHubClient, once } from './github-client.js';
import { asking } from './github-error.js';

/** Whose check is meant. */
interface OwnCheck {
  appId: number;
  checkName: string;
}

/** Says in the check of a head why there is no verdict yet, with REST alone. A head that has its verdict is left alone. */
export async function tellWaiting(
  octokit: GitHubClient,
  { appId, checkName }: OwnCheck,
  job: ReviewJob,
  until: Date,
): Promise<void> {
  const { owner, repo } = job;
  const time = `${until.toISOString().slice(11, 16)} UTC`;
  const output = {
    title: `Waiting for GitHub until ${time}`,
    summary: `GitHub has asked Hindsight to send no more requests for now. The review goes on by itself at ${time}.`,
  };
  const run = await findCheckRun(octokit, appId, checkName, job);
  if (run?.completed) return;
  if (!run) {
    await createCheckRun(octokit, checkName, job, output);
    return;
  }
  await asking(`say in the check run ${run.id} that it waits`, () =>
    octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner,
      repo,
      check_run_id: run.id,
      output,
      ...once,
    }),
  );
}

/** Ends what a review that nobody will take up again has left in progress. */
export async function endLeftRun(
  octokit: GitHubClient,
  { appId, checkName }: OwnCheck,
  job: ReviewJob,
  reason: string,
): Promise<void> {
  const run = await findCheckRun(octokit, appId, checkName, job);
  if (run) await endCheckRun(octokit, job, run, reason);
}
