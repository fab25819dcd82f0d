import type { Posted, ReviewHost } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import type { Skip } from '../review/skip.js';
import { type CheckRun, completeCheckRun, createCheckRun, endCheckRun, findCheckRun, standingOf } from './check-run.js';
import type { GitHubHostOptions } from './github-host.js';
import { asPosted } from './pull-conversation.js';
import { type QueuedConversation, readQueuedPulls } from './queued-pulls.js';
import { readChange } from './read-change.js';
import { type GroupStart, readGroup } from './read-group.js';

/**
 * GitHub as the place where a merge group comes from. The verdict is a check run on the head of the group and nothing else: comments belong to the pull
 * requests, and what was said and decided there holds here too. All calls throw `GitHubError`.
 */
export function createMergeGroupHost({ octokit, appId, checkName, objects, log }: GitHubHostOptions): ReviewHost {
  const runs = new WeakMap<ReviewJob, CheckRun>();
  const starts = new WeakMap<ReviewJob, Promise<GroupStart>>();
  const own = { appId, checkName };
  const runOf = async (job: ReviewJob) => runs.get(job) ?? (await findCheckRun(octokit, appId, checkName, job));
  const startOf = (job: ReviewJob) => {
    const start = starts.get(job) ?? readGroup(octokit, job, own, log);
    starts.set(job, start);
    // A failure is met by whoever waits for it, and forgotten.
    start.catch(() => starts.delete(job));
    return start;
  };

  return {
    async open(job) {
      starts.delete(job);
      const gone = whyGone(job);
      const standing = gone ? 'unknown' : standingOf((await startOf(job)).runs, job);
      const found = standing === 'unknown' ? await findCheckRun(octokit, appId, checkName, job) : undefined;
      if (gone) {
        if (found) await endCheckRun(octokit, job, found, gone.skip);
        return { state: 'gone', why: gone };
      }
      if (standing === 'finished' || found?.completed) return { state: 'finished' };
      runs.set(job, found ?? (await createCheckRun(octokit, checkName, job)));
      return { state: 'started' };
    },

    async readChange(job) {
      const queued = async () => (await startOf(job)).queued;
      const { files: _, ...read } = await readChange(octokit, job, job.baseSha ?? '', objects, queued);
      return read;
    },

    async readPosted(job) {
      const { pulls, complete } = (await startOf(job)).queued;
      const read = await readQueuedPulls(octokit, job, own, pulls);
      return { ...saidOn(read), ...(complete ? alone(pulls, read) : {}) };
    },

    readTrusted: async (job) => (await startOf(job)).trusted,

    async carryOut(job, { check }) {
      const run = (await runOf(job)) ?? (await createCheckRun(octokit, checkName, job));
      runs.delete(job);
      await completeCheckRun(octokit, job, run, check, []);
      return undefined;
    },
  };
}

function saidOn(read: readonly QueuedConversation[]): Posted {
  return {
    comments: read.flatMap(({ conversation }) => conversation.posted.map(asPosted)),
    triaged: read.flatMap(({ conversation }) => conversation.triaged),
  };
}

/** Without the verdict on each of them nobody can say what they do by themselves. */
function alone(pulls: readonly { pull: number }[], read: readonly QueuedConversation[]): Pick<Posted, 'alone'> {
  const verdicts = read.flatMap(({ verdict }) => (verdict ? [verdict] : []));
  if (verdicts.length === 0 || verdicts.length < pulls.length) return {};
  return { alone: { pulls: pulls.map(({ pull }) => pull), fingerprints: verdicts.flat() } };
}

function whyGone({ mergeGroup }: ReviewJob): Skip | undefined {
  const reason = mergeGroup?.gone;
  return reason === undefined ? undefined : { kind: 'superseded', skip: `the merge group is gone: ${reason}` };
}
