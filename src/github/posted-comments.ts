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

/** A finding is said in the first comment of its thread; what people answer below it is not asked for. */
const query = `query ReadPosted($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { comments(first: 1) { nodes { id fullDatabaseId body path url isMinimized viewerDidAuthor } } }
      }
    }
  }
}`;

interface Answer {
  repository: {
    pullRequest: {
      reviewThreads: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: ({ comments: { nodes: (CommentAnswer | null)[] | null } } | null)[] | null;
      };
    } | null;
  } | null;
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
 * Our comments on a pull request, known by their hidden mark. Who wrote a comment is GitHub's word and not the comment's: the viewer of an
 * installation's token is the app's own bot (https://github.com/fullsend-ai/fullsend/pull/1953), and nobody else's mark is believed.
 */
export async function readPostedComments(octokit: GitHubClient, job: ReviewJob): Promise<OwnComment[]> {
  const { owner, repo, pull } = job;
  const comments: OwnComment[] = [];
  let after: string | null = null;
  do {
    const variables = { owner, name: repo, number: pull, after };
    const answer: Answer = await asking(`read the comments of ${owner}/${repo}#${pull}`, () =>
      octokit.graphql<Answer>(query, variables),
    );
    const threads = answer.repository?.pullRequest?.reviewThreads;
    comments.push(...(threads?.nodes ?? []).flatMap((thread) => thread?.comments.nodes ?? []).flatMap(asOwnComment));
    after = threads?.pageInfo.hasNextPage ? threads.pageInfo.endCursor : null;
  } while (after !== null);
  return comments;
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
