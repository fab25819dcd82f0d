import type { ReviewJob } from '../review/review-job.js';
import { type RunsAnswer, runsFields, runsVariables, toldRuns, verdictIn } from './check-run.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';
import {
  conversationFields,
  conversationFrom,
  firstPage,
  type PullAnswer,
  type PullConversation,
  pageVariables,
} from './pull-conversation.js';

/** A pull request in a merge group, at the head that was queued. */
export interface QueuedPull {
  pull: number;
  /** Absent when only the name of the group's branch tells of it. */
  headSha?: string;
}

/** The pull requests whose changes lie between the base and the head of a merge group, the last one first. */
export interface QueuedPulls {
  pulls: QueuedPull[];
  /** False when the queue has moved on: then only the one is known that the branch is named for. */
  complete: boolean;
}

/** Entries of one queue that are looked at. GitHub builds at most 100 at once: https://docs.github.com/en/graphql/reference/objects#mergequeueconfiguration */
const entriesMax = 100;

/** Pull requests that one query asks for. */
const pullsPerQuery = 25;

export const entriesField = `entries(first: ${entriesMax}) {
      nodes { baseCommit { oid } headCommit { oid } pullRequest { number headRefOid } }
    }`;

export interface EntryAnswer {
  baseCommit: { oid: string } | null;
  headCommit: { oid: string } | null;
  pullRequest: { number: number; headRefOid: string } | null;
}

/** Goes from the head of the group to its base, entry by entry. */
export function queuedPullsIn(
  entries: readonly (EntryAnswer | null)[],
  { headSha, baseSha, pull: named }: ReviewJob,
): QueuedPulls {
  const byHead = new Map(entries.flatMap((entry) => (entry?.headCommit ? [[entry.headCommit.oid, entry]] : [])));
  const pulls: QueuedPull[] = [];
  let at: string | undefined = headSha;
  while (at !== undefined && at !== baseSha) {
    const entry: EntryAnswer | undefined = byHead.get(at);
    if (entry?.pullRequest) pulls.push({ pull: entry.pullRequest.number, headSha: entry.pullRequest.headRefOid });
    byHead.delete(at);
    at = entry?.baseCommit?.oid;
  }
  if (pulls.length > 0 || named === 0) return { pulls, complete: at !== undefined && pulls.length > 0 };
  return { pulls: [{ pull: named }], complete: false };
}

/** What stands on a queued pull request, and the fingerprints of our verdict on its head, where there is one. */
export interface QueuedConversation {
  conversation: PullConversation;
  verdict?: string[];
}

type QueuedAnswer = PullAnswer & { commits: { nodes: ({ commit: { oid: string } & RunsAnswer } | null)[] | null } };

/** What was said and decided on each of them, in a few queries for all. */
export async function readQueuedPulls(
  octokit: GitHubClient,
  job: ReviewJob,
  own: { appId: number; checkName: string },
  pulls: readonly QueuedPull[],
): Promise<QueuedConversation[]> {
  const read: QueuedConversation[] = [];
  for (let from = 0; from < pulls.length; from += pullsPerQuery) {
    const some = pulls.slice(from, from + pullsPerQuery);
    const answers = await askFor(octokit, job, own, some);
    for (const [index, queued] of some.entries()) {
      const answer = answers[`p${index}`];
      const ofPull = { ...withoutGroup(job), pull: queued.pull, headSha: queued.headSha ?? '' };
      const commit = answer?.commits.nodes?.[0]?.commit;
      const runs = commit && commit.oid === queued.headSha ? (toldRuns(commit) ?? []) : [];
      const verdict = verdictIn(runs, ofPull);
      read.push({
        conversation: await conversationFrom(octokit, ofPull, answer),
        ...(verdict ? { verdict } : {}),
      });
    }
  }
  return read;
}

async function askFor(
  octokit: GitHubClient,
  { owner, repo }: ReviewJob,
  own: { appId: number; checkName: string },
  pulls: readonly QueuedPull[],
): Promise<Record<string, QueuedAnswer | null>> {
  const numbers = pulls.map((_, index) => `$n${index}: Int!`).join(', ');
  const asked = pulls.map((_, index) => `p${index}: pullRequest(number: $n${index}) { ...Queued }`);
  const query = `query ReadQueuedPulls($owner: String!, $name: String!, ${numbers}, ${pageVariables}, ${runsVariables}) {
  repository(owner: $owner, name: $name) {
    ${asked.join('\n    ')}
  }
}

fragment Queued on PullRequest {
      ${conversationFields}
      commits(last: 1) { nodes { commit { oid ${runsFields('status externalId text')} } } }
}`;
  const named = Object.fromEntries(pulls.map(({ pull }, index) => [`n${index}`, pull]));
  const variables = { owner, name: repo, ...named, ...firstPage, ...own };
  const { repository } = await asking(`read ${pulls.length} queued pull requests of ${owner}/${repo}`, () =>
    octokit.graphql<{ repository: Record<string, QueuedAnswer | null> | null }>(query, variables),
  );
  return repository ?? {};
}

function withoutGroup({ mergeGroup: _, again: __, ...job }: ReviewJob): ReviewJob {
  return job;
}
