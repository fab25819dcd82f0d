import type { TrustedFiles } from '../config/trusted-config.js';
import type { ReviewHost } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import type { CheckToWrite } from '../review/review-plan.js';
import type { Skip } from '../review/skip.js';
import { dayOf, type TriagedFinding } from '../review/triage.js';
import { writeCheck } from '../review/write-check.js';
import { type CheckRun, completeCheckRun, createCheckRun, endCheckRun, findCheckRun, standingOf } from './check-run.js';
import { editComments } from './edit-comments.js';
import type { GitHubClient, Log } from './github-client.js';
import { GitHubError } from './github-error.js';
import type { ObjectCache } from './object-cache.js';
import { postComments } from './post-comments.js';
import { asPosted, type PullConversation, readPull } from './pull-conversation.js';
import type { PullFile } from './pull-files.js';
import { readChange } from './read-change.js';
import { readStart, type Start } from './read-start.js';
import { reviewLines } from './review-lines.js';

export interface GitHubHostOptions {
  /** Signed in as the installation that the jobs belong to. */
  octokit: GitHubClient;
  /** Only check runs of this app are ours. */
  appId: number;
  /** Name of the check run, as branch protection asks for it. */
  checkName: string;
  /** What this process has read so far. */
  objects: ObjectCache;
  log: Log;
}

/** What one review has learned on its way and need not ask for again. Without it the same is asked of GitHub once more. */
interface Memory {
  checkRun?: CheckRun;
  files?: readonly PullFile[];
  conversation?: Pick<PullConversation, 'posted' | 'triaged'>;
  baseSha?: string;
  /** What was read before the review was opened, for which it is fresh enough. */
  start?: Start;
  trusted?: TrustedFiles[];
}

/** GitHub as the place where a review comes from and goes to. All calls throw `GitHubError`. */
export function createGitHubHost({ octokit, appId, checkName, objects, log }: GitHubHostOptions): ReviewHost {
  const memories = new WeakMap<ReviewJob, Memory>();
  const remember = (job: ReviewJob, what: Memory) => memories.set(job, { ...memories.get(job), ...what });
  const saidOn = async (job: ReviewJob) => memories.get(job)?.conversation ?? (await readPull(octokit, job));
  const checkRunOf = async (job: ReviewJob) =>
    memories.get(job)?.checkRun ?? (await findCheckRun(octokit, appId, checkName, job));

  const startOf = async (job: ReviewJob) => {
    const start = memories.get(job)?.start ?? (await readStart(octokit, job, { appId, checkName }, log));
    remember(job, { start, trusted: start.trusted });
    return start;
  };

  const baseOf = async (job: ReviewJob) => {
    const base = job.baseSha ?? memories.get(job)?.baseSha ?? (await readPull(octokit, job)).pull?.baseSha;
    if (base === undefined)
      throw new GitHubError(`expected a base of ${job.owner}/${job.repo}#${job.pull}, got none`, 404);
    return base;
  };

  return {
    async open(job) {
      const { conversation, runs, trusted } = await startOf(job);
      memories.set(job, { trusted });
      const { pull } = conversation;
      const gone = whyGone(job, pull);
      const standing = pull ? standingOf(runs, job) : 'none';
      const found = standing === 'unknown' ? await findCheckRun(octokit, appId, checkName, job) : undefined;
      if (gone) {
        if (found) await endCheckRun(octokit, job, found, gone.skip);
        return { state: 'gone', why: gone };
      }
      if (standing === 'finished' || found?.completed) return { state: 'finished' };
      const checkRun = found ?? (await createCheckRun(octokit, checkName, job));
      remember(job, { conversation, checkRun, ...(pull ? { baseSha: pull.baseSha } : {}) });
      return { state: 'started' };
    },

    async readChange(job) {
      const { files, ...read } = await readChange(octokit, job, await baseOf(job), objects);
      remember(job, { files });
      return read;
    },

    async readPosted(job) {
      const { posted, triaged } = await saidOn(job);
      remember(job, { conversation: { posted, triaged } });
      return { comments: posted.map(asPosted), triaged };
    },

    readTrusted: async (job) => memories.get(job)?.trusted ?? (await startOf(job)).trusted,

    async carryOut(job, plan) {
      // Read again: while the review ran, the head may have moved on, and people may have deleted or answered comments.
      const { pull, posted, triaged } = await readPull(octokit, job);
      const found = await checkRunOf(job);
      const gone = whyGone(job, pull);
      if (gone) {
        memories.delete(job);
        if (found) await endCheckRun(octokit, job, found, gone.skip);
        return gone;
      }
      const lines = reviewLines(memories.get(job)?.files);
      // From here on the memory is out of date: a second call, after a crash in the middle, has to look at what this one has left there.
      memories.delete(job);
      const said = new Set(posted.map(({ fingerprint }) => fingerprint));
      const demoted = await postComments(
        { octokit, job, lines, log },
        plan.post.filter(({ fingerprint }) => !said.has(fingerprint)),
        plan.reviewBody,
      );
      await editComments(octokit, job, plan.edit, posted, log);
      const run = found ?? (await createCheckRun(octokit, checkName, job));
      await completeCheckRun(octokit, job, run, withDecisions(plan.check, triaged), demoted);
      return undefined;
    },
  };
}

/** Somebody may have decided about a finding while the review ran. */
function withDecisions(check: CheckToWrite, triaged: readonly TriagedFinding[]): CheckToWrite {
  return check.facts ? writeCheck(check.facts, { triaged, today: dayOf(new Date()) }) : check;
}

/** Why nothing is to be done, if so. */
function whyGone({ headSha }: ReviewJob, pull: PullConversation['pull']): Skip | undefined {
  if (!pull) return { kind: 'unseen', skip: 'the pull request cannot be seen' };
  if (!pull.open) return { kind: 'closed', skip: 'the pull request is closed' };
  if (pull.headSha === headSha) return undefined;
  return { kind: 'superseded', skip: `the head has moved on to ${pull.headSha}` };
}
