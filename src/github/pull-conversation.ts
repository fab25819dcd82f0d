import type { ReviewJob } from '../review/review-job.js';
import type { PostedComment } from '../review/review-plan.js';
import type { TriagedFinding } from '../review/triage.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';
import { type DecisionMark, readDecision, readDemotionsTold, readMark } from './hidden-mark.js';

/** Which pull request is meant. */
export type PullAddress = Pick<ReviewJob, 'owner' | 'repo' | 'pull'>;

/** A comment of ours with what is needed to change it. */
export interface OwnComment extends PostedComment {
  path: string;
  /** As GitHub has it, with the mark. */
  markedBody: string;
  nodeId: string;
  minimized: boolean;
  /** Somebody has written below it. */
  answered: boolean;
  thread: { id: string; resolved: boolean; mayResolve: boolean; mayUnresolve: boolean };
}

/** What GitHub knows of a job's pull request, and what we have said on it. */
export interface PullConversation {
  /** Absent when the pull request cannot be seen. */
  pull?: { open: boolean; headSha: string; baseSha: string };
  posted: OwnComment[];
  /** All decisions that people have made about findings: in threads, and by the button of a check. */
  triaged: TriagedFinding[];
  /** Deliveries of buttons that stand there already. */
  followed: string[];
  /** Names of demotions of which a review of ours tells. */
  demotionsTold: string[];
}

/**
 * State, comments and decisions. A finding is said in the first comment of its thread; of what people answer below it only the number
 * is asked for. A decision made by a button stands in a review of ours. Goes with `pageVariables`.
 */
export const conversationFields = `state
      headRefOid
      baseRefOid
      reviewThreads(first: 100, after: $threads) @include(if: $moreThreads) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id isResolved viewerCanResolve viewerCanUnresolve
          comments(first: 1) { totalCount nodes { id fullDatabaseId body path url isMinimized viewerDidAuthor } }
        }
      }
      reviews(first: 100, after: $reviews) @include(if: $moreReviews) {
        pageInfo { hasNextPage endCursor }
        nodes { body viewerDidAuthor }
      }`;

export const pageVariables = '$threads: String, $reviews: String, $moreThreads: Boolean!, $moreReviews: Boolean!';

/** Values of `pageVariables` for the beginning. */
export const firstPage = { threads: null, reviews: null, moreThreads: true, moreReviews: true };

type Page = { [Name in keyof typeof firstPage]: Name extends 'threads' | 'reviews' ? string | null : boolean };

const query = `query ReadPull($owner: String!, $name: String!, $number: Int!, ${pageVariables}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      ${conversationFields}
    }
  }
}`;

/** One page of `conversationFields`. */
export interface PullAnswer {
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  headRefOid: string;
  baseRefOid: string;
  reviewThreads?: Connection<ThreadAnswer>;
  reviews?: Connection<{ body: string; viewerDidAuthor: boolean }>;
}

interface Connection<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (Node | null)[] | null;
}

interface ThreadAnswer {
  id: string;
  isResolved: boolean;
  viewerCanResolve: boolean;
  viewerCanUnresolve: boolean;
  comments: { totalCount: number; nodes: (CommentAnswer | null)[] | null };
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

export async function readPull(octokit: GitHubClient, job: PullAddress): Promise<PullConversation> {
  return conversationFrom(octokit, job, await askPage(octokit, job, firstPage));
}

/**
 * The whole of it, of which the first page is there already. Our comments are known by their hidden mark. Who wrote a comment is GitHub's word and not the
 * comment's: the viewer of an installation's token is the app's own bot (https://github.com/fullsend-ai/fullsend/pull/1953), and nobody else's mark is believed.
 */
export async function conversationFrom(
  octokit: GitHubClient,
  job: PullAddress,
  first: PullAnswer | null | undefined,
): Promise<PullConversation> {
  const posted: OwnComment[] = [];
  const decisions: DecisionMark[] = [];
  const demotionsTold: string[] = [];
  for (let pull = first; pull; ) {
    const { reviewThreads: threads, reviews } = pull;
    posted.push(...(threads?.nodes ?? []).flatMap(asOwnComment));
    decisions.push(...(reviews?.nodes ?? []).flatMap(asDecisions));
    for (const review of reviews?.nodes ?? [])
      if (review?.viewerDidAuthor) demotionsTold.push(...readDemotionsTold(review.body));
    const next = {
      threads: threads?.pageInfo.endCursor ?? null,
      reviews: reviews?.pageInfo.endCursor ?? null,
      moreThreads: threads?.pageInfo.hasNextPage ?? false,
      moreReviews: reviews?.pageInfo.hasNextPage ?? false,
    };
    if (!next.moreThreads && !next.moreReviews) {
      return {
        pull: { open: pull.state === 'OPEN', headSha: pull.headRefOid, baseSha: pull.baseRefOid },
        posted,
        triaged: triagedIn(decisions, posted),
        followed: decisions.map(({ delivery }) => delivery),
        demotionsTold,
      };
    }
    pull = await askPage(octokit, job, next);
  }
  return { posted, triaged: [], followed: [], demotionsTold };
}

async function askPage(
  octokit: GitHubClient,
  { owner, repo, pull: number }: PullAddress,
  page: Page,
): Promise<PullAnswer | null | undefined> {
  const { repository } = await asking(`read ${owner}/${repo}#${number}`, () =>
    octokit.graphql<{ repository: { pullRequest: PullAnswer | null } | null }>(query, {
      owner,
      name: repo,
      number,
      ...page,
    }),
  );
  return repository?.pullRequest;
}

function asDecisions(review: { body: string; viewerDidAuthor: boolean } | null): DecisionMark[] {
  const mark = review?.viewerDidAuthor ? readDecision(review.body) : undefined;
  return mark ? [mark] : [];
}

function triagedIn(decisions: readonly DecisionMark[], posted: readonly OwnComment[]): TriagedFinding[] {
  return [
    ...decisions.flatMap(({ findings, triage }) => findings.map((fingerprint) => ({ fingerprint, triage }))),
    ...posted.flatMap(({ fingerprint, triage }) => (triage ? [{ fingerprint, triage }] : [])),
  ];
}

function asOwnComment(thread: ThreadAnswer | null): OwnComment[] {
  const [comment] = thread?.comments.nodes ?? [];
  if (!thread || !comment?.viewerDidAuthor || comment.fullDatabaseId === null) return [];
  const read = readMark(comment.body);
  if (!read) return [];
  const { finding, ...mark } = read.mark;
  return [
    {
      ...mark,
      id: String(comment.fullDatabaseId),
      fingerprint: finding,
      body: read.text,
      path: comment.path,
      url: comment.url,
      markedBody: comment.body,
      nodeId: comment.id,
      minimized: comment.isMinimized,
      answered: thread.comments.totalCount > 1,
      thread: {
        id: thread.id,
        resolved: thread.isResolved,
        mayResolve: thread.viewerCanResolve,
        mayUnresolve: thread.viewerCanUnresolve,
      },
    },
  ];
}

/** What the plan has to know of a comment. */
export function asPosted({
  id,
  fingerprint,
  likeness,
  incident,
  body,
  path,
  state,
  url,
  triage,
}: OwnComment): PostedComment {
  return {
    id,
    fingerprint,
    body,
    path,
    state,
    ...(likeness === undefined ? {} : { likeness }),
    ...(incident === undefined ? {} : { incident }),
    ...(url === undefined ? {} : { url }),
    ...(triage === undefined ? {} : { triage }),
  };
}
