import type { ReviewJob } from '../review/review-job.js';
import type { CommentToPost } from '../review/review-plan.js';
import { type GitHubClient, type Log, once } from './github-client.js';
import { asking, isUnprocessable } from './github-error.js';
import { withMark } from './hidden-mark.js';
import type { ReviewLines, Standing } from './review-lines.js';

/** A comment that GitHub takes neither on its lines nor on its file. */
export interface DemotedComment {
  comment: CommentToPost;
  /** Goes on after "GitHub did not take this comment on the pull request:". */
  reason: string;
}

export interface Posting {
  octokit: GitHubClient;
  job: ReviewJob;
  lines: ReviewLines;
  log: Log;
}

/**
 * Says all comments in one review: one notification, one request. A comment on a file cannot be part of it (the comments of a review know no `subject_type`:
 * https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request) and is posted by itself. What GitHub does not take is
 * given back, to be said in the check.
 */
export async function postComments(
  posting: Posting,
  comments: readonly CommentToPost[],
  reviewBody: string | undefined,
): Promise<DemotedComment[]> {
  const refused = await postOnLines(
    posting,
    comments.filter(({ location }) => location),
    reviewBody,
  );
  const demoted: DemotedComment[] = [];
  for (const comment of [...comments.filter(({ location }) => !location), ...refused]) {
    const reason = await refusal(() => postSingle(posting, comment, { subject_type: 'file' }));
    if (reason === undefined) continue;
    posting.log.warn({ pull: posting.job.pull, finding: comment.fingerprint, reason }, 'comment goes to the check');
    demoted.push({ comment, reason });
  }
  return demoted;
}

/**
 * Posts the review, and gives back the comments that have no place in the diff. GitHub refuses a review as a whole for one of them, and does
 * not say for which: "Line could not be resolved" (https://github.com/max-sixty/tend/pull/252), "Path could not be resolved"
 * (https://github.com/warpdotdev/oz-for-oss/issues/310). So the second try is made with those alone that
 * stand in the diff as it was listed, and where that does not help they are taken one by one.
 */
async function postOnLines(
  posting: Posting,
  comments: readonly CommentToPost[],
  reviewBody: string | undefined,
): Promise<CommentToPost[]> {
  if (comments.length === 0) return [];
  if ((await refusal(() => postReview(posting, comments, reviewBody))) === undefined) return [];
  const standing = (wanted: Standing) => comments.filter((comment) => posting.lines.standingOf(comment) === wanted);
  const inside = standing('in the diff');
  const refused = standing('outside the diff');
  const singly = standing('unknown');
  const second = inside.length > 0 && inside.length < comments.length;
  if (!second || (await refusal(() => postReview(posting, inside, reviewBody))) !== undefined)
    singly.unshift(...inside);
  for (const comment of singly) {
    if ((await refusal(() => postSingle(posting, comment, linesOf(comment)))) !== undefined) refused.push(comment);
  }
  return refused;
}

/** GitHub's reason when it does not take what is posted; anything else that goes wrong is thrown. */
async function refusal(post: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await post();
    return undefined;
  } catch (error) {
    if (isUnprocessable(error)) return error.message;
    throw error;
  }
}

function postReview({ octokit, job, lines }: Posting, comments: readonly CommentToPost[], body: string | undefined) {
  const { owner, repo, pull, headSha } = job;
  return asking(`review ${owner}/${repo}#${pull} with ${comments.length} comments`, () =>
    octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      owner,
      repo,
      pull_number: pull,
      commit_id: headSha,
      event: 'COMMENT',
      ...(body === undefined ? {} : { body }),
      comments: comments.map((comment) => ({
        path: lines.pathOf(comment.path),
        body: markedBody(comment, comment.bodyOnLines),
        ...linesOf(comment),
      })),
      ...once,
    }),
  );
}

function postSingle(
  { octokit, job, lines }: Posting,
  comment: CommentToPost,
  place: ReturnType<typeof linesOf> | { subject_type: 'file' },
) {
  const { owner, repo, pull, headSha } = job;
  return asking(`comment on ${owner}/${repo}#${pull}`, () =>
    octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
      owner,
      repo,
      pull_number: pull,
      commit_id: headSha,
      path: lines.pathOf(comment.path),
      body: markedBody(comment, 'line' in place ? comment.bodyOnLines : undefined),
      ...place,
      ...once,
    }),
  );
}

/** One line has no start: GitHub refuses a `start_line` that is not before `line`. */
function linesOf({ location }: CommentToPost) {
  if (!location) return {};
  const { line, endLine, side } = location;
  return { line: endLine, side, ...(line < endLine ? { start_line: line, start_side: side } : {}) };
}

function markedBody({ body, fingerprint, likeness, incident }: CommentToPost, bodyOnLines = body): string {
  return withMark(bodyOnLines, {
    finding: fingerprint,
    ...(likeness === undefined ? {} : { likeness }),
    ...(incident === undefined ? {} : { incident }),
    state: 'open',
  });
}
