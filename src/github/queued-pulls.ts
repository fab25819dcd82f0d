import type { ReviewJob } from '../review/review-job.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** A pull request in a merge group, at the head that was queued. */
export interface QueuedPull {
  pull: number;
  headSha: string;
}

/** Entries of one queue that are looked at. GitHub builds at most 100 at once: https://docs.github.com/en/graphql/reference/objects#mergequeueconfiguration */
const entriesMax = 100;

const query = `query QueuedPulls($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) {
      entries(first: ${entriesMax}) {
        nodes { baseCommit { oid } headCommit { oid } pullRequest { number headRefOid } }
      }
    }
  }
}`;

interface Answer {
  repository: { mergeQueue: { entries: { nodes: (EntryAnswer | null)[] | null } | null } | null } | null;
}

interface EntryAnswer {
  baseCommit: { oid: string } | null;
  headCommit: { oid: string } | null;
  pullRequest: { number: number; headRefOid: string } | null;
}

/** The pull requests whose changes lie between the base and the head of a merge group, the last one first; none when the queue has moved on. */
export async function readQueuedPulls(octokit: GitHubClient, job: ReviewJob): Promise<QueuedPull[]> {
  const { owner, repo, headSha, baseSha, mergeGroup } = job;
  const branch = (mergeGroup?.baseRef ?? '').replace(/^refs\/heads\//, '');
  const answer = await asking(`read the merge queue of ${owner}/${repo}`, () =>
    octokit.graphql<Answer>(query, { owner, name: repo, branch }),
  );
  const entries = answer.repository?.mergeQueue?.entries?.nodes ?? [];
  const byHead = new Map(entries.flatMap((entry) => (entry?.headCommit ? [[entry.headCommit.oid, entry]] : [])));
  const pulls: QueuedPull[] = [];
  for (let at: string | undefined = headSha; at !== undefined && at !== baseSha; ) {
    const entry: EntryAnswer | undefined = byHead.get(at);
    if (entry?.pullRequest) pulls.push({ pull: entry.pullRequest.number, headSha: entry.pullRequest.headRefOid });
    byHead.delete(at);
    at = entry?.baseCommit?.oid;
  }
  return pulls;
}
