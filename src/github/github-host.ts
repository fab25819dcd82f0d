import type { Opened, ReviewHost } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import { type CheckRun, completeCheckRun, createCheckRun } from './check-run.js';
import { editComments } from './edit-comments.js';
import type { GitHubClient, Log } from './github-client.js';
import { postComments } from './post-comments.js';
import { type OwnComment, readPostedComments } from './posted-comments.js';
import type { PullFile } from './pull-files.js';
import { type PullState, readPullState } from './pull-state.js';
import { readChange } from './read-change.js';
import { reviewLines } from './review-lines.js';

export interface GitHubHostOptions {
  /** Signed in as the installation that the jobs belong to. */
  octokit: GitHubClient;
  /** Only check runs of this app are ours. */
  appId: number;
  /** Name of the check run, as branch protection asks for it. */
  checkName: string;
  log: Log;
}

/** What one review has learned on its way and need not ask for again. Without it the same is asked of GitHub once more. */
interface Memory {
  checkRun?: CheckRun;
  files?: readonly PullFile[];
  posted?: readonly OwnComment[];
}

/** GitHub as the place where a review comes from and goes to. All calls throw `GitHubError`. */
export function createGitHubHost({ octokit, appId, checkName, log }: GitHubHostOptions): ReviewHost {
  const memories = new WeakMap<ReviewJob, Memory>();
  const remember = (job: ReviewJob, what: Memory) => memories.set(job, { ...memories.get(job), ...what });
  const stateOf = (job: ReviewJob) => readPullState(octokit, appId, checkName, job);

  return {
    async open(job) {
      const state = await stateOf(job);
      const settled = settledBefore(job, state);
      if (settled) return settled;
      remember(job, { checkRun: state.checkRun ?? (await createCheckRun(octokit, checkName, job)) });
      return { state: 'started' };
    },

    async readChange(job) {
      const { files, ...read } = await readChange(octokit, job);
      remember(job, { files });
      return read;
    },

    async readPosted(job) {
      const posted = await readPostedComments(octokit, job);
      remember(job, { posted });
      return posted.map(({ id, fingerprint, body, path, state, url }) => ({
        id,
        fingerprint,
        body,
        path,
        state,
        ...(url === undefined ? {} : { url }),
      }));
    },

    async carryOut(job, plan) {
      const known = memories.get(job) ?? {};
      // From here on the memory is out of date: a second call, after a crash in the middle, has to look at what this one has left there.
      memories.delete(job);
      const posted = known.posted ?? (await readPostedComments(octokit, job));
      const said = new Set(posted.map(({ fingerprint }) => fingerprint));
      const demoted = await postComments(
        { octokit, job, lines: reviewLines(known.files), log },
        plan.post.filter(({ fingerprint }) => !said.has(fingerprint)),
        plan.reviewBody,
      );
      await editComments(octokit, job, plan.edit, posted, log);
      const run = known.checkRun ?? (await stateOf(job)).checkRun ?? (await createCheckRun(octokit, checkName, job));
      await completeCheckRun(octokit, job, run, plan.check, demoted);
    },
  };
}

/** Why nothing is to be done, if so. */
function settledBefore({ headSha }: ReviewJob, { pull, checkRun }: PullState): Opened | undefined {
  if (!pull) return { state: 'gone', reason: 'the pull request cannot be seen' };
  if (!pull.open) return { state: 'gone', reason: 'the pull request is closed' };
  if (pull.headSha !== headSha) return { state: 'gone', reason: `the head has moved on to ${pull.headSha}` };
  return checkRun?.completed ? { state: 'finished' } : undefined;
}
