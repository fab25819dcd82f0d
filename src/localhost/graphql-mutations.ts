import { type GraphqlContext, graphqlError, requirePermissions } from './graphql-context.js';
import { findComment, findThread } from './graphql-nodes.js';
import { resolving, reviewComment, reviewThread } from './graphql-pulls.js';
import { editComment } from './rest/review-comments.js';

interface Input<T> {
  input: T & { clientMutationId?: string | null };
}

const missing = (id: string) => graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);

function commentFor(context: GraphqlContext, id: string) {
  requirePermissions(context, { pull_requests: 'write' });
  const found = findComment(context.state, id);
  if (!found) throw missing(id);
  return { comment: found.item, render: () => reviewComment(context.state, found.repository, found.pull, found.item) };
}

function resolveThread(context: GraphqlContext, id: string, resolved: boolean) {
  requirePermissions(context, resolving);
  const found = findThread(context.state, id);
  if (!found) throw missing(id);
  found.item.resolved = resolved;
  return reviewThread(context.state, found.repository, found.pull, found.item);
}

export const mutations = {
  minimizeComment({ input }: Input<{ subjectId: string; classifier: string }>, context: GraphqlContext) {
    const { comment, render } = commentFor(context, input.subjectId);
    // "One of abuse, off-topic, outdated, resolved, duplicate and spam": https://docs.github.com/graphql/reference/interfaces#minimizable
    comment.minimizedReason = input.classifier.toLowerCase().replace('_', '-');
    return { clientMutationId: input.clientMutationId, minimizedComment: render() };
  },

  unminimizeComment({ input }: Input<{ subjectId: string }>, context: GraphqlContext) {
    const { comment, render } = commentFor(context, input.subjectId);
    delete comment.minimizedReason;
    return { clientMutationId: input.clientMutationId, unminimizedComment: render() };
  },

  updatePullRequestReviewComment(
    { input }: Input<{ pullRequestReviewCommentId: string; body: string }>,
    context: GraphqlContext,
  ) {
    const { comment, render } = commentFor(context, input.pullRequestReviewCommentId);
    editComment(context.state, comment, input.body);
    return { clientMutationId: input.clientMutationId, pullRequestReviewComment: render() };
  },

  resolveReviewThread({ input }: Input<{ threadId: string }>, context: GraphqlContext) {
    return { clientMutationId: input.clientMutationId, thread: resolveThread(context, input.threadId, true) };
  },

  unresolveReviewThread({ input }: Input<{ threadId: string }>, context: GraphqlContext) {
    return { clientMutationId: input.clientMutationId, thread: resolveThread(context, input.threadId, false) };
  },
};
