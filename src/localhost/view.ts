import { placeNow } from './placement.js';
import { type CheckRun, commentsOf, type Pull, type Repository, type ReviewComment, type Thread } from './state.js';
import type { CheckRunView, CommentView, PullView, ThreadView } from './world.js';

/** The conversation of a pull request as a person reads it. */
export async function viewPull(repository: Repository, pull: Pull): Promise<PullView> {
  const comments = commentsOf(pull);
  return {
    title: pull.title,
    state: pull.state,
    headSha: pull.headSha,
    reviews: pull.reviews.map(({ id, author, state, body }) => ({
      id,
      author: author.login,
      state,
      body,
      commentIds: comments.filter((comment) => comment.reviewId === id).map((comment) => comment.id),
    })),
    threads: await Promise.all(pull.threads.map((thread) => viewThread(repository, pull, thread))),
    checkRuns: repository.checkRuns.filter((run) => run.headSha === pull.headSha).map(viewCheckRun),
  };
}

async function viewThread(repository: Repository, pull: Pull, thread: Thread): Promise<ThreadView> {
  const { outdated, path, line, startLine } = await placeNow(repository, pull, thread);
  return {
    path,
    subject: thread.subject,
    ...(thread.subject === 'line' && { side: thread.side }),
    ...(line !== undefined && { line }),
    ...(startLine !== undefined && { startLine }),
    diffHunk: thread.diffHunk,
    outdated,
    resolved: thread.resolved,
    comments: thread.comments.map(viewComment),
  };
}

const viewComment = ({ id, author, body, minimizedReason, edited }: ReviewComment): CommentView => ({
  id,
  author: author.login,
  body,
  ...(minimizedReason !== undefined && { minimized: minimizedReason }),
  edited,
});

export function viewCheckRun(run: CheckRun): CheckRunView {
  const { id, name, headSha, status, conclusion, title, summary, text, externalId } = run;
  return {
    id,
    name,
    headSha,
    status,
    ...(conclusion !== undefined && { conclusion }),
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    ...(text !== undefined && { text }),
    ...(externalId !== undefined && { externalId }),
    buttons: run.actions.map(({ label }) => label),
    annotations: run.annotations.map((annotation) => ({
      path: annotation.path,
      startLine: annotation.start_line,
      endLine: annotation.end_line,
      level: annotation.annotation_level,
      title: annotation.title ?? '',
      message: annotation.message,
    })),
  };
}
