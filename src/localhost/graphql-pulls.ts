import { allows } from './access.js';
import { headCommits } from './graphql-checks.js';
import { connection, type PageArguments } from './graphql-connection.js';
import type { GraphqlContext } from './graphql-context.js';
import { gitReference } from './graphql-objects.js';
import { diffOfPull, placeNow } from './placement.js';
import { commentUrl, htmlUrl, timestamp } from './render.js';
import type { Account, Pull, Repository, Review, ReviewComment, State, Thread } from './state.js';
import type { Permissions } from './world.js';

/** `pull_requests: write` is not enough to resolve a thread: https://github.com/orgs/community/discussions/44650 */
export const resolving: Permissions = { pull_requests: 'write', contents: 'write' };

/** GraphQL gives a bot's login without `[bot]`, REST with it. https://github.com/fullsend-ai/fullsend/issues/6205 */
export const actor = ({ id, login, type }: Account) => ({
  __typename: type,
  id: `${type === 'Bot' ? 'BOT' : 'U'}_${id}`,
  databaseId: id,
  login: login.replace(/\[bot\]$/, ''),
});

export function pullRequest(state: State, repository: Repository, pull: Pull) {
  const threads = pull.threads.filter((thread) => thread.comments.length > 0);
  return {
    __typename: 'PullRequest',
    id: `PR_${pull.id}`,
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.mergedAs === undefined ? pull.state.toUpperCase() : 'MERGED',
    closed: pull.state === 'closed',
    merged: pull.mergedAs !== undefined,
    isDraft: pull.draft,
    isCrossRepository: pull.fork !== undefined,
    author: actor(pull.author),
    baseRef: () => gitReference(state, repository, `refs/heads/${pull.baseRef}`),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    changedFiles: async () => (await diffOfPull(repository, pull)).length,
    updatedAt: timestamp(pull.updatedAt),
    commits: (page: PageArguments) => headCommits(repository, pull, page),
    url: `${htmlUrl(state, repository)}/pull/${pull.number}`,
    reviewThreads: (page: PageArguments) =>
      connection(threads, page, (thread) => reviewThread(state, repository, pull, thread)),
    reviews: (page: PageArguments) =>
      connection(pull.reviews, page, (review) => renderReview(state, repository, pull, review)),
  };
}

function renderReview(state: State, repository: Repository, pull: Pull, review: Review) {
  return {
    __typename: 'PullRequestReview',
    id: `PRR_${review.id}`,
    databaseId: review.id,
    author: actor(review.author),
    viewerDidAuthor: review.author === state.bot,
    body: review.body,
    state: review.state,
    submittedAt: review.state === 'PENDING' ? null : timestamp(review.submittedAt),
    url: `${htmlUrl(state, repository)}/pull/${pull.number}#pullrequestreview-${review.id}`,
  };
}

export function reviewThread(state: State, repository: Repository, pull: Pull, thread: Thread) {
  const now = () => placeNow(repository, pull, thread);
  return {
    __typename: 'PullRequestReviewThread',
    id: `PRRT_${thread.id}`,
    isResolved: thread.resolved,
    isCollapsed: thread.resolved,
    isOutdated: async () => (await now()).outdated,
    path: async () => (await now()).path,
    line: async () => (await now()).line ?? null,
    startLine: async () => (await now()).startLine ?? null,
    originalLine: thread.line ?? null,
    originalStartLine: thread.startLine ?? null,
    diffSide: thread.side,
    startDiffSide: thread.startSide ?? null,
    subjectType: thread.subject.toUpperCase(),
    viewerCanReply: true,
    viewerCanResolve: (_: unknown, { token }: GraphqlContext) => !thread.resolved && allows(token, resolving),
    viewerCanUnresolve: (_: unknown, { token }: GraphqlContext) => thread.resolved && allows(token, resolving),
    comments: (page: PageArguments) =>
      connection(thread.comments, page, (comment) => reviewComment(state, repository, pull, comment)),
  };
}

export function reviewComment(state: State, repository: Repository, pull: Pull, comment: ReviewComment): unknown {
  const { thread } = comment;
  const now = () => placeNow(repository, pull, thread);
  const review = pull.reviews.find(({ id }) => id === comment.reviewId);
  const answered = thread.comments.find(({ id }) => id === comment.inReplyTo);
  return {
    __typename: 'PullRequestReviewComment',
    id: `PRRC_${comment.id}`,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    author: actor(comment.author),
    authorAssociation: 'NONE',
    viewerDidAuthor: comment.author === state.bot,
    body: comment.body,
    createdAt: timestamp(comment.createdAt),
    updatedAt: timestamp(comment.updatedAt),
    isMinimized: comment.minimizedReason !== undefined,
    minimizedReason: comment.minimizedReason ?? null,
    viewerCanMinimize: true,
    path: async () => (await now()).path,
    line: async () => (await now()).line ?? null,
    startLine: async () => (await now()).startLine ?? null,
    originalLine: thread.line ?? null,
    outdated: async () => (await now()).outdated,
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    subjectType: thread.subject.toUpperCase(),
    pullRequestReview: () => review && renderReview(state, repository, pull, review),
    replyTo: () => (answered ? reviewComment(state, repository, pull, answered) : null),
    url: commentUrl(state, repository, pull, comment),
  };
}
