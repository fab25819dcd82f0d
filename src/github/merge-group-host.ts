import type { Posted, ReviewHost } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import type { Skip } from '../review/skip.js';
import {
  type CheckRun,
  completeCheckRun,
  createCheckRun,
  endCheckRun,
  findCheckRun,
  findVerdict,
} from './check-run.js';
import type { GitHubHostOptions } from './github-host.js';
import { asPosted, readPull } from './pull-conversation.js';
import { type QueuedPull, readQueuedPulls } from './queued-pulls.js';
import { readChange } from './read-change.js';
import { readTrustedFiles } from './trusted-files.js';

/** Pull requests of one group whose own verdicts are looked up. A group of more than these is rare, and says then what it finds without that. */
const pullsMax = 10;

/**
 * GitHub as the place where a merge group comes from. The verdict is a check run on the head of the group and nothing else: comments belong to the pull
 * requests, and what was said and decided there holds here too. All calls throw `GitHubError`.
 */
export function createMergeGroupHost({ octokit, appId, checkName, objects, log }: GitHubHostOptions): ReviewHost {
  const runs = new WeakMap<ReviewJob, CheckRun>();
  const pullsOf = new WeakMap<ReviewJob, Promise<QueuedPull[]>>();
  const runOf = async (job: ReviewJob) => runs.get(job) ?? (await findCheckRun(octokit, appId, checkName, job));
  const queued = (job: ReviewJob) => {
    const pulls = pullsOf.get(job) ?? readQueuedPulls(octokit, job);
    pullsOf.set(job, pulls);
    return pulls;
  };

  async function posted(job: ReviewJob): Promise<Posted> {
    const all: Posted = { comments: [], triaged: [] };
    const verdicts: (string[] | undefined)[] = [];
    const pulls = await queued(job);
    for (const { pull, headSha } of pulls.slice(0, pullsMax)) {
      const own = { ...job, pull, headSha };
      const conversation = await readPull(octokit, own);
      all.comments.push(...conversation.posted.map(asPosted));
      all.triaged.push(...conversation.triaged);
      verdicts.push(await findVerdict(octokit, appId, checkName, withoutGroup(own)));
    }
    const known = verdicts.flatMap((verdict) => (verdict ? [verdict] : []));
    // Without the verdict on each nobody can say what the pull requests do by themselves.
    if (known.length === 0 || known.length < pulls.length) return all;
    return { ...all, alone: { pulls: pulls.map(({ pull }) => pull), fingerprints: known.flat() } };
  }

  return {
    async open(job) {
      const found = await findCheckRun(octokit, appId, checkName, job);
      const gone = whyGone(job);
      if (gone) {
        if (found) await endCheckRun(octokit, job, found, gone.skip);
        return { state: 'gone', why: gone };
      }
      if (found?.completed) return { state: 'finished' };
      runs.set(job, found ?? (await createCheckRun(octokit, checkName, job)));
      return { state: 'started' };
    },

    async readChange(job) {
      const { files: _, ...read } = await readChange(octokit, job, job.baseSha ?? '', objects, () => queued(job));
      return read;
    },

    readPosted: posted,

    readTrusted: (job) => readTrustedFiles(octokit, job, log),

    async carryOut(job, { check }) {
      const run = (await runOf(job)) ?? (await createCheckRun(octokit, checkName, job));
      runs.delete(job);
      await completeCheckRun(octokit, job, run, check, []);
      return undefined;
    },
  };
}

function whyGone({ mergeGroup }: ReviewJob): Skip | undefined {
  const reason = mergeGroup?.gone;
  return reason === undefined ? undefined : { kind: 'superseded', skip: `the merge group is gone: ${reason}` };
}

function withoutGroup({ mergeGroup: _, again: __, ...job }: ReviewJob): ReviewJob {
  return job;
}
