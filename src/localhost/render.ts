import { complete } from './complete.js';
import type { DiffedFile } from './git-diff.js';
import { diffOfPull, type PlaceNow } from './placement.js';
import {
  type Account,
  type CheckRun,
  fullName,
  type Pull,
  type Repository,
  type Review,
  type ReviewComment,
  type State,
} from './state.js';

type Json = Record<string, unknown>;

/** `2026-01-31T12:00:00Z`, as GitHub writes time. */
export const timestamp = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

export const apiUrl = (state: State, repository: Repository): string => `${state.url}/repos/${fullName(repository)}`;
export const htmlUrl = (state: State, repository: Repository): string => `${state.url}/${fullName(repository)}`;

export function renderUser(state: State, account: Account): Json {
  return complete(state.contract.description, 'simple-user', {
    login: account.login,
    id: account.id,
    node_id: `${account.type === 'Bot' ? 'BOT' : 'U'}_${account.id}`,
    type: account.type,
    url: `${state.url}/users/${encodeURIComponent(account.login)}`,
    html_url: account.type === 'Bot' ? `${state.url}/apps/${state.app.slug}` : `${state.url}/${account.login}`,
    avatar_url: `${state.url}/avatars/${account.id}`,
    gravatar_id: '',
  });
}

/** `schema`: GitHub has several shapes of one repository. */
export function renderRepository(state: State, repository: Repository, schema = 'repository'): Json {
  return complete(state.contract.description, schema, {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: fullName(repository),
    owner: renderUser(state, repository.owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    default_branch: 'main',
    url: apiUrl(state, repository),
    html_url: htmlUrl(state, repository),
    clone_url: `${htmlUrl(state, repository)}.git`,
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.createdAt),
    pushed_at: timestamp(repository.createdAt),
  });
}

export interface PullFigures {
  commits: number;
  files: readonly DiffedFile[];
}

export async function pullFigures(repository: Repository, pull: Pull): Promise<PullFigures> {
  const range = `${pull.baseSha}..${pull.headSha}`;
  const [files, commits] = await Promise.all([
    diffOfPull(repository, pull),
    repository.store.ask(['rev-list', '--count', range]),
  ]);
  return { files, commits: Number(commits ?? 0) };
}

export function renderPull(state: State, repository: Repository, pull: Pull, figures: PullFigures): Json {
  const side = (ref: string, sha: string, owner = repository.owner): Json => ({
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: renderUser(state, owner),
    repo: renderRepository(state, { ...repository, owner, id: owner === repository.owner ? repository.id : owner.id }),
  });
  const comments = pull.threads.flatMap((thread) => thread.comments);
  const sum = (key: 'additions' | 'deletions'): number => figures.files.reduce((all, file) => all + file[key], 0);
  return complete(state.contract.description, 'pull-request', {
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.draft,
    locked: false,
    user: renderUser(state, pull.author),
    head: side(pull.headRef, pull.headSha, pull.fork),
    base: side(pull.baseRef, pull.baseSha),
    url: `${apiUrl(state, repository)}/pulls/${pull.number}`,
    html_url: `${htmlUrl(state, repository)}/pull/${pull.number}`,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.state === 'closed' ? timestamp(pull.updatedAt) : null,
    author_association: 'CONTRIBUTOR',
    merged: pull.mergedAs !== undefined,
    merged_at: pull.mergedAs === undefined ? null : timestamp(pull.updatedAt),
    mergeable: true,
    mergeable_state: 'clean',
    merge_commit_sha: pull.mergedAs ?? null,
    commits: figures.commits,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: figures.files.length,
    review_comments: comments.length,
  });
}

export function renderReview(state: State, repository: Repository, pull: Pull, review: Review): Json {
  return complete(state.contract.description, 'pull-request-review', {
    id: review.id,
    node_id: `PRR_${review.id}`,
    user: renderUser(state, review.author),
    body: review.body,
    state: review.state,
    commit_id: review.commit,
    author_association: 'NONE',
    html_url: `${htmlUrl(state, repository)}/pull/${pull.number}#pullrequestreview-${review.id}`,
    pull_request_url: `${apiUrl(state, repository)}/pulls/${pull.number}`,
    ...(review.state !== 'PENDING' && { submitted_at: timestamp(review.submittedAt) }),
  });
}

export const commentUrl = (state: State, repository: Repository, pull: Pull, comment: ReviewComment): string =>
  `${htmlUrl(state, repository)}/pull/${pull.number}#discussion_r${comment.id}`;

export function renderComment(
  state: State,
  repository: Repository,
  pull: Pull,
  comment: ReviewComment,
  now: PlaceNow,
): Json {
  const { thread } = comment;
  return complete(state.contract.description, 'pull-request-review-comment', {
    id: comment.id,
    node_id: `PRRC_${comment.id}`,
    pull_request_review_id: comment.reviewId,
    user: renderUser(state, comment.author),
    body: comment.body,
    path: now.path,
    diff_hunk: thread.diffHunk,
    // A comment that is not outdated moves along with the head.
    commit_id: now.outdated ? thread.commit : pull.headSha,
    original_commit_id: thread.commit,
    subject_type: thread.subject,
    side: thread.side,
    line: now.line ?? null,
    original_line: thread.line ?? null,
    start_line: now.startLine ?? null,
    original_start_line: thread.startLine ?? null,
    start_side: thread.startSide ?? null,
    ...(comment.inReplyTo !== undefined && { in_reply_to_id: comment.inReplyTo }),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: 'NONE',
    url: `${apiUrl(state, repository)}/pulls/comments/${comment.id}`,
    html_url: commentUrl(state, repository, pull, comment),
    pull_request_url: `${apiUrl(state, repository)}/pulls/${pull.number}`,
  });
}

export function renderCheckRun(state: State, repository: Repository, run: CheckRun): Json {
  const url = `${apiUrl(state, repository)}/check-runs/${run.id}`;
  return complete(state.contract.description, 'check-run', {
    id: run.id,
    node_id: `CR_${run.id}`,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: `${htmlUrl(state, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? htmlUrl(state, repository),
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: timestamp(run.startedAt),
    completed_at: run.completedAt ? timestamp(run.completedAt) : null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    app: renderApp(state),
    pull_requests: pullsAt(state, repository, run.headSha),
  });
}

/** "Pushes to a branch in a forked repository are not detected and return an empty pull_requests array": https://docs.github.com/rest/checks/runs */
export function pullsAt(state: State, repository: Repository, sha: string): Json[] {
  const pulls = [...repository.pulls.values()].filter((pull) => pull.headSha === sha && !pull.fork);
  const repo = { id: repository.id, url: apiUrl(state, repository), name: repository.name };
  return pulls.map((pull) => ({
    id: pull.id,
    number: pull.number,
    url: `${apiUrl(state, repository)}/pulls/${pull.number}`,
    head: { ref: pull.headRef, sha: pull.headSha, repo },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo },
  }));
}

export function renderApp(state: State): Json {
  return complete(state.contract.description, 'integration', {
    id: state.app.id,
    slug: state.app.slug,
    node_id: `A_${state.app.id}`,
    name: 'Hindsight',
    html_url: `${state.url}/apps/${state.app.slug}`,
    permissions: state.app.permissions,
    events: state.events,
  });
}
