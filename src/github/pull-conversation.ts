import type { ReviewJob } from '../review/review-job.js';
import type { PostedComment } from '../review/review-plan.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';
import { readMark } from './hidden-mark.js';

/** A comment of ours with what is needed to change it. */
export interface OwnComment extends PostedComment {
  path: string;
  /** As GitHub has it, with the mark. */
  markedBody: string;
  nodeId: string;
  minimized: boolean;
}

/** What GitHub knows of a job's pull request, and what we have said on it. */
export interface PullConversation {
  /** Absent when the pull request cannot be seen. */
  pull?: { open: boolean; headSha: string };
  posted: OwnComment[];
}

/** State and comments in one query. A finding is said in the first comment of its thread; what people answer below it is not asked for. */
const query = `query ReadPull($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      state
      headRefOid
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { comments(first: 1) { nodes { id fullDatabaseId body path url isMinimized viewerDidAuthor } } }
      }
    }
  }
}`;

interface Answer {
  repository: { pullRequest: PullAnswer | null } | null;
}

interface PullAnswer {
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  headRefOid: string;
  reviewThreads: {
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    nodes: ({ comments: { nodes: (CommentAnswer | null)[] | null } } | null)[] | null;
  };
}

interface CommentAnswer {
  id: string;
  /** A BigInt of GraphQL comes as a string; ids of comments have outgrown its Int: https://github.com/Jamie-BitFlight/claude_skills/pull/3579 */
  fullDatabaseId: string | number | null;
  body: string;
  path: string;
  url: string;
  isMinimized: boolean;
  viewerDidAuthor: boolean;
}

/**
 * Our comments are known by their hidden mark. Who wrote a comment is GitHub's word and not the comment's: the viewer of an installation's token
 * is the app's own bot (https://github.com/fullsend-ai/fullsend/pull/1953), and nobody else's mark is believed.
 */
export async function readPull(octokit: GitHubClient, job: ReviewJob): Promise<PullConversation> {
  const { owner, repo, pull: number } = job;
  const posted: OwnComment[] = [];
  let after: string | null = null;
  for (;;) {
    const variables: Record<string, unknown> = { owner, name: repo, number, after };
    const answer: Answer = await asking(`read ${owner}/${repo}#${number}`, () =>
      octokit.graphql<Answer>(query, variables),
    );
    const pull = answer.repository?.pullRequest;
    if (!pull) return { posted };
    const { nodes, pageInfo } = pull.reviewThreads;
    posted.push(...(nodes ?? []).flatMap((thread) => thread?.comments.nodes ?? []).flatMap(asOwnComment));
    if (!pageInfo.hasNextPage) return { pull: { open: pull.state === 'OPEN', headSha: pull.headRefOid }, posted };
    after = pageInfo.endCursor;
  }
}

function asOwnComment(comment: CommentAnswer | null): OwnComment[] {
  if (!comment?.viewerDidAuthor || comment.fullDatabaseId === null) return [];
  const read = readMark(comment.body);
  if (!read) return [];
  return [
    {
      id: String(comment.fullDatabaseId),
      fingerprint: read.mark.finding,
      body: read.text,
      path: comment.path,
      state: read.mark.state,
      url: comment.url,
      markedBody: comment.body,
      nodeId: comment.id,
      minimized: comment.isMinimized,
    },
  ];
}
