import type { ReviewJob } from '../review/review-job.js';
import type { CommentToEdit } from '../review/review-plan.js';
import type { GitHubClient, Log } from './github-client.js';
import { asking, GitHubError } from './github-error.js';
import { withMark } from './hidden-mark.js';
import type { OwnComment } from './pull-conversation.js';

/** Brings our comments to what the plan says, and leaves alone those that say it already. */
export async function editComments(
  octokit: GitHubClient,
  job: ReviewJob,
  edits: readonly CommentToEdit[],
  posted: readonly OwnComment[],
  log: Log,
): Promise<void> {
  const byId = new Map(posted.map((comment) => [comment.id, comment]));
  const shown: OwnComment[] = [];
  const hidden: OwnComment[] = [];
  for (const edit of edits) {
    const comment = byId.get(edit.id);
    if (!comment) {
      log.info({ pull: job.pull, comment: edit.id }, 'comment to be edited is gone');
      continue;
    }
    if (!(await editComment(octokit, job, edit, comment))) continue;
    if (edit.change === 'close' && !comment.minimized) hidden.push(comment);
    if (edit.change === 'reopen' && comment.minimized) shown.push(comment);
  }
  await showAndHide(octokit, shown, hidden, log);
}

function stateAfter(change: CommentToEdit['change'], comment: OwnComment): OwnComment['state'] {
  if (change === 'keep') return comment.state;
  return change === 'close' ? 'closed' : 'open';
}

/** False when somebody has deleted the comment meanwhile. */
async function editComment(
  octokit: GitHubClient,
  { owner, repo }: ReviewJob,
  { body, change }: CommentToEdit,
  comment: OwnComment,
): Promise<boolean> {
  const marked = withMark(body, { finding: comment.fingerprint, state: stateAfter(change, comment) });
  if (marked === comment.markedBody) return true;
  try {
    await asking(`edit the comment ${comment.id}`, () =>
      octokit.request('PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
        owner,
        repo,
        comment_id: Number(comment.id),
        body: marked,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return false;
    throw error;
  }
}

/**
 * Folds comments away, or shows them again. It is a courtesy that GitHub may deny, for example when somebody else has hidden the comment;
 * what the comment says was written before, so a failure is logged and no more.
 */
async function showAndHide(
  octokit: GitHubClient,
  shown: readonly OwnComment[],
  hidden: readonly OwnComment[],
  log: Log,
): Promise<void> {
  const all = [...hidden, ...shown];
  if (all.length === 0) return;
  const declared = all.map((_, index) => `$c${index}: ID!`).join(', ');
  const asked = all.map((_, index) =>
    index < hidden.length
      ? `c${index}: minimizeComment(input: { subjectId: $c${index}, classifier: RESOLVED }) { minimizedComment { isMinimized } }`
      : `c${index}: unminimizeComment(input: { subjectId: $c${index} }) { unminimizedComment { isMinimized } }`,
  );
  const variables = Object.fromEntries(all.map(({ nodeId }, index) => [`c${index}`, nodeId]));
  try {
    await asking(`hide ${hidden.length} and show ${shown.length} comments`, () =>
      octokit.graphql(`mutation ShowAndHide(${declared}) {\n  ${asked.join('\n  ')}\n}`, variables),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log.warn({ reason: error.message }, 'comments could not be hidden or shown');
  }
}
