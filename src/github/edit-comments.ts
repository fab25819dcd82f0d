import type { CommentToEdit } from '../review/review-plan.js';
import type { GitHubClient, Log } from './github-client.js';
import { asking, GitHubError } from './github-error.js';
import { withMark } from './hidden-mark.js';
import type { OwnComment, PullAddress } from './pull-conversation.js';

/**
 * Brings our comments to what the plan says, and leaves alone those that say it already. They are folded first: the text carries the mark that says
 * that all is done, and a process that is killed in between must find the edit still to do.
 */
export async function editComments(
  octokit: GitHubClient,
  job: PullAddress,
  edits: readonly CommentToEdit[],
  posted: readonly OwnComment[],
  log: Log,
): Promise<void> {
  const byId = new Map(posted.map((comment) => [comment.id, comment]));
  const found = edits.flatMap((edit) => {
    const comment = byId.get(edit.id);
    if (!comment) log.info({ pull: job.pull, comment: edit.id }, 'comment to be edited is gone');
    return comment ? [{ edit, comment }] : [];
  });
  const toBe = (change: CommentToEdit['change']) =>
    found.filter(({ edit }) => edit.change === change).map(({ comment }) => comment);
  await showAndHide(octokit, toBe('reopen'), toBe('close'), log);
  for (const { edit, comment } of found) await editComment(octokit, job, edit, comment);
}

function stateAfter(change: CommentToEdit['change'], comment: OwnComment): OwnComment['state'] {
  if (change === 'keep') return comment.state;
  return change === 'close' ? 'closed' : 'open';
}

async function editComment(
  octokit: GitHubClient,
  { owner, repo }: PullAddress,
  edit: CommentToEdit,
  comment: OwnComment,
): Promise<void> {
  const { fingerprint: finding, likeness, incident } = comment;
  const triage = edit.triage ?? comment.triage;
  const marked = withMark(edit.body, {
    finding,
    ...(likeness === undefined ? {} : { likeness }),
    ...(incident === undefined ? {} : { incident }),
    state: stateAfter(edit.change, comment),
    ...(triage ? { triage } : {}),
  });
  if (marked === comment.markedBody) return;
  try {
    await asking(`edit the comment ${comment.id}`, () =>
      octokit.request('PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
        owner,
        repo,
        comment_id: Number(comment.id),
        body: marked,
      }),
    );
  } catch (error) {
    // Somebody has deleted it meanwhile.
    if (!(error instanceof GitHubError && error.status === 404)) throw error;
  }
}

/**
 * Folds comments away, or shows them again. It is a courtesy that GitHub may deny, for example when somebody else has hidden the comment;
 * what the comment says is written all the same, so a failure is logged and no more.
 */
async function showAndHide(
  octokit: GitHubClient,
  shown: readonly OwnComment[],
  hidden: readonly OwnComment[],
  log: Log,
): Promise<void> {
  const wanted = [...hidden.flatMap(hiding), ...shown.flatMap(showing)];
  if (wanted.length === 0) return;
  const declared = wanted.map((_, index) => `$c${index}: ID!`).join(', ');
  const asked = wanted.map(({ mutation }, index) => `c${index}: ${mutation(`$c${index}`)}`);
  const variables = Object.fromEntries(wanted.map(({ id }, index) => [`c${index}`, id]));
  try {
    await asking(`hide ${hidden.length} and show ${shown.length} comments`, () =>
      octokit.graphql(`mutation ShowAndHide(${declared}) {\n  ${asked.join('\n  ')}\n}`, variables),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log.warn({ reason: error.message }, 'comments could not be hidden or shown');
  }
}

/** One field of a mutation on the node `id`; `variable` is written where its id goes. */
interface Wanted {
  id: string;
  mutation(variable: string): string;
}

/**
 * A comment that somebody has answered stays in sight, since the answers would hang in the air without it. A thread is resolved only where the app
 * was granted more than it asks for: GitHub wants `contents: write` for that (https://github.com/orgs/community/discussions/44650).
 */
function hiding({ answered, minimized, nodeId, thread }: OwnComment): Wanted[] {
  if (answered) return [];
  return [
    ...(minimized ? [] : [{ id: nodeId, mutation: minimize }]),
    ...(thread.mayResolve && !thread.resolved ? [{ id: thread.id, mutation: resolve }] : []),
  ];
}

function showing({ minimized, nodeId, thread }: OwnComment): Wanted[] {
  return [
    ...(minimized ? [{ id: nodeId, mutation: unminimize }] : []),
    ...(thread.mayUnresolve && thread.resolved ? [{ id: thread.id, mutation: unresolve }] : []),
  ];
}

const minimize = (id: string) =>
  `minimizeComment(input: { subjectId: ${id}, classifier: RESOLVED }) { minimizedComment { isMinimized } }`;
const unminimize = (id: string) =>
  `unminimizeComment(input: { subjectId: ${id} }) { unminimizedComment { isMinimized } }`;
const resolve = (id: string) => `resolveReviewThread(input: { threadId: ${id} }) { thread { isResolved } }`;
const unresolve = (id: string) => `unresolveReviewThread(input: { threadId: ${id} }) { thread { isResolved } }`;
