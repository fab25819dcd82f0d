import { GitHubError, notFound } from '../github-error.js';
import { charactersPerBodyMax } from '../limits.js';
import {
  diffOfPull,
  type Fault,
  faultsOf,
  hunkAt,
  hunkDownTo,
  mergeBaseOf,
  type Place,
  pathFault,
  placeNow,
} from '../placement.js';
import { renderComment, renderReview } from '../render.js';
import {
  type Account,
  clock,
  commentsOf,
  type Pull,
  type Repository,
  type Review,
  type ReviewComment,
  type State,
  type Thread,
} from '../state.js';
import {
  type Answer,
  type Call,
  commitOf,
  ofPull,
  paginate,
  type RepositoryHandler,
  validationFailed,
} from './call.js';

/** What a client sends for one comment. */
interface CommentBody {
  path: string;
  body: string;
  line?: number;
  side?: 'LEFT' | 'RIGHT';
  start_line?: number;
  start_side?: 'LEFT' | 'RIGHT';
  commit_id?: string;
  in_reply_to?: number;
  subject_type?: 'line' | 'file';
}

const stateOf = { COMMENT: 'COMMENTED', APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED' } as const;

interface ReviewBody {
  body?: string;
  event?: keyof typeof stateOf;
  commit_id?: string;
  comments?: CommentBody[];
}

export const reviewComments: Record<string, RepositoryHandler> = {
  'pulls/create-review': ofPull(createReview),

  'pulls/create-review-comment': ofPull(async (call, repository, pull) => {
    const { state } = call;
    const comment = await createComment(state, repository, pull, state.bot, call.body as CommentBody);
    return { status: 201, body: await render(state, repository, pull, comment) };
  }),

  'pulls/list-review-comments': ofPull(async (call, repository, pull) => {
    const { items, headers } = paginate(call, commentsOf(pull));
    return {
      status: 200,
      body: await Promise.all(items.map((item) => render(call.state, repository, pull, item))),
      headers,
    };
  }),

  'pulls/update-review-comment': async ({ state, parameters, body }, repository) => {
    const id = Number(parameters.comment_id);
    for (const pull of repository.pulls.values()) {
      const comment = commentsOf(pull).find((candidate) => candidate.id === id);
      if (!comment) continue;
      editComment(state, comment, (body as { body: string }).body);
      return { status: 200, body: await render(state, repository, pull, comment) };
    }
    throw notFound();
  },
};

async function render(state: State, repository: Repository, pull: Pull, comment: ReviewComment): Promise<unknown> {
  return renderComment(state, repository, pull, comment, await placeNow(repository, pull, comment.thread));
}

export function editComment(state: State, comment: ReviewComment, body: string): void {
  checkBody(body);
  comment.edited ||= comment.body !== body;
  comment.body = body;
  comment.updatedAt = clock(state);
}

const faultsOfBody = (body = ''): Fault[] => (body.length > charactersPerBodyMax ? [tooLong] : []);

function checkBody(body: string): void {
  const faults = faultsOfBody(body);
  if (faults.length > 0) throw refusal(faults);
}

function refuseReview(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new GitHubError(422, 'Unprocessable Entity', [sentence(faults)]);
}

const tooLong: Fault = {
  code: 'custom',
  field: 'body',
  message: `body is too long (maximum is ${charactersPerBodyMax} characters)`,
  sentence: `Body is too long (maximum is ${charactersPerBodyMax} characters)`,
};

/**
 * All or nothing: one comment that GitHub does not take rejects the review, and the error does not say which one.
 * https://github.com/QwenLM/qwen-code/pull/6711, https://github.com/The-PR-Agent/pr-agent/issues/592
 * Comments on a file are not among its parameters: https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
 */
async function createReview({ state, body }: Call, repository: Repository, pull: Pull): Promise<Answer> {
  const wanted = (body ?? {}) as ReviewBody;
  const commit = await commitOf(repository, wanted.commit_id ?? pull.headSha);
  if (commit === undefined) throw new GitHubError(422, 'Unprocessable Entity', ['Commit could not be resolved']);
  const files = await diffOfPull(repository, pull, commit);
  const places = (wanted.comments ?? []).map(placeOf);
  for (const [index, place] of places.entries()) {
    refuseReview([...faultsOf(files, place, state.limits), ...faultsOfBody(wanted.comments?.[index]?.body)]);
  }
  refuseReview(faultsOfBody(wanted.body));
  const review = addReview(state, pull, state.bot, { commit, body: wanted.body ?? '' });
  review.state = wanted.event ? stateOf[wanted.event] : 'PENDING';
  for (const [index, place] of places.entries()) {
    const thread = await addThread(state, repository, pull, place, commit);
    addComment(state, thread, state.bot, review, wanted.comments?.[index]?.body ?? '');
  }
  return { status: 200, body: renderReview(state, repository, pull, review) };
}

/** `A and B`; `A, B, and C`. */
function sentence(faults: readonly Fault[]): string {
  const all = faults.map((fault) => fault.sentence);
  const last = all.pop() ?? '';
  if (all.length === 0) return last;
  return all.length === 1 ? `${all[0]} and ${last}` : `${all.join(', ')}, and ${last}`;
}

function placeOf({ path, line = 0, side = 'RIGHT', start_line, start_side }: CommentBody): Place {
  return {
    path,
    line,
    side,
    ...(start_line !== undefined && { startLine: start_line, startSide: start_side ?? side }),
  };
}

/** A single comment, on lines or on a file, or an answer. It brings a review of its own. */
export async function createComment(
  state: State,
  repository: Repository,
  pull: Pull,
  author: Account,
  wanted: CommentBody,
): Promise<ReviewComment> {
  checkBody(wanted.body);
  if (wanted.in_reply_to !== undefined) return reply(state, pull, author, wanted.in_reply_to, wanted.body);
  const commit = await commitOf(repository, wanted.commit_id ?? pull.headSha);
  if (commit === undefined) throw refusal([{ code: 'invalid', field: 'commit_id', sentence: '' }]);
  const files = await diffOfPull(repository, pull, commit);
  const onFile = wanted.subject_type === 'file';
  const known = files.some((file) => file.path === wanted.path);
  const faults = onFile ? (known ? [] : [pathFault]) : faultsOf(files, placeOf(wanted), state.limits);
  if (faults.length > 0) throw refusal(faults);
  const thread = await addThread(state, repository, pull, onFile ? { path: wanted.path } : placeOf(wanted), commit);
  return addComment(state, thread, author, addReview(state, pull, author, { commit, body: '' }), wanted.body);
}

const refusal = (faults: readonly Fault[]): GitHubError =>
  validationFailed(
    faults.map(({ code, field, message }) => ({
      resource: 'PullRequestReviewComment',
      code,
      field,
      ...(message !== undefined && { message }),
    })),
  );

export function reply(state: State, pull: Pull, author: Account, to: number, body: string): ReviewComment {
  const answered = commentsOf(pull).find((comment) => comment.id === to);
  if (!answered) throw notFound();
  const review = addReview(state, pull, author, { commit: pull.headSha, body: '' });
  const comment = addComment(state, answered.thread, author, review, body);
  // An answer to an answer belongs to the comment that began the thread.
  comment.inReplyTo = answered.inReplyTo ?? answered.id;
  return comment;
}

function addReview(
  state: State,
  pull: Pull,
  author: Account,
  { commit, body }: { commit: string; body: string },
): Review {
  const review: Review = { id: state.nextId(), author, body, state: 'COMMENTED', commit, submittedAt: clock(state) };
  pull.reviews.push(review);
  return review;
}

async function addThread(
  state: State,
  repository: Repository,
  pull: Pull,
  place: Place | { path: string },
  commit: string,
): Promise<Thread> {
  const mergeBase = (await mergeBaseOf(repository, pull.baseSha, commit)) ?? pull.baseSha;
  const common = { id: state.nextId(), path: place.path, commit, mergeBase, resolved: false, comments: [] };
  const thread: Thread =
    'line' in place
      ? { ...common, ...place, subject: 'line', diffHunk: await diffHunk(repository, pull, place, commit) }
      : { ...common, subject: 'file', side: 'RIGHT', diffHunk: '' };
  pull.threads.push(thread);
  return thread;
}

async function diffHunk(
  repository: Repository,
  pull: Pull,
  { path, side, line }: Place,
  commit: string,
): Promise<string> {
  const file = (await diffOfPull(repository, pull, commit)).find((candidate) => candidate.path === path);
  const hunk = file && hunkAt(file, side, line);
  return hunk ? hunkDownTo(hunk, side, line) : '';
}

function addComment(state: State, thread: Thread, author: Account, review: Review, body: string): ReviewComment {
  const now = clock(state);
  const comment: ReviewComment = {
    id: state.nextId(),
    author,
    body,
    createdAt: now,
    updatedAt: now,
    edited: false,
    reviewId: review.id,
    thread,
  };
  thread.comments.push(comment);
  return comment;
}
