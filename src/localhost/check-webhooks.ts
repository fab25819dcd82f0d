import { complete } from './complete.js';
import { placeNow } from './placement.js';
import {
  pullFigures,
  pullsAt,
  renderApp,
  renderCheckRun,
  renderComment,
  renderPull,
  renderRepository,
  renderUser,
  timestamp,
} from './render.js';
import { accountOf, type CheckRun, type Pull, type Repository, type ReviewComment, type State } from './state.js';
import { deliver, installationOf, type Receiver } from './webhooks.js';

type Json = Record<string, unknown>;

const common = (state: State, repository: Repository, person: string): Json => ({
  repository: renderRepository(state, repository),
  sender: renderUser(state, accountOf(state, person)),
  installation: installationOf(state),
});

/** One suite for each commit and app: https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks#about-check-suites */
function renderSuite(state: State, repository: Repository, sha: string): Json {
  const pulls = pullsAt(state, repository, sha);
  const [pull] = pulls as { head?: { ref?: string } }[];
  const runs = repository.checkRuns.filter(({ headSha }) => headSha === sha);
  const now = timestamp(new Date(state.now()));
  return {
    id: Number.parseInt(sha.slice(0, 8), 16),
    node_id: `CS_${sha.slice(0, 8)}`,
    // "When the check suite's head_branch is in a forked repository it will be null and the pull_requests array will be empty."
    head_branch: pull?.head?.ref ?? null,
    head_sha: sha,
    status: 'queued',
    conclusion: null,
    before: null,
    after: sha,
    pull_requests: pulls,
    app: renderApp(state),
    created_at: now,
    updated_at: now,
    latest_check_runs_count: runs.length,
  };
}

/**
 * `rerequested`, or `requested_action` with the button's identifier. The run itself is not changed by it:
 * https://docs.github.com/rest/checks/runs#rerequest-a-check-run. Both are sent to the app that made the run, and to no other.
 */
export async function deliverCheckRun(
  state: State,
  receiver: Receiver,
  repository: Repository,
  id: number,
  person: string,
  identifier?: string,
): Promise<void> {
  const run = repository.checkRuns.find((candidate) => candidate.id === id);
  if (!run) throw new Error(`expected the id of a check run, got ${id}`);
  if (identifier !== undefined) expectButton(run, identifier);
  const action = identifier === undefined ? 'rerequested' : 'requested_action';
  const payload = {
    action,
    check_run: {
      ...renderCheckRun(state, repository, run),
      check_suite: renderSuite(state, repository, run.headSha),
    },
    ...(identifier !== undefined && { requested_action: { identifier } }),
    ...common(state, repository, person),
  };
  const schema = `webhook-check-run-${action.replace('_', '-')}`;
  await deliver(state, receiver, 'check_run', complete(state.contract.description, schema, payload));
}

/** Buttons are shown once the run is completed: https://docs.github.com/rest/checks/runs#create-a-check-run */
function expectButton({ status, actions }: CheckRun, identifier: string): void {
  const shown = status === 'completed' ? actions.map((action) => action.identifier) : [];
  if (!shown.includes(identifier)) {
    throw new Error(`expected one of the buttons ${shown.join(', ')} of a ${status} run, got ${identifier}`);
  }
}

export async function deliverCheckSuite(
  state: State,
  receiver: Receiver,
  repository: Repository,
  sha: string,
  person: string,
): Promise<void> {
  const payload = {
    action: 'rerequested',
    check_suite: renderSuite(state, repository, sha),
    ...common(state, repository, person),
  };
  const schema = 'webhook-check-suite-rerequested';
  await deliver(state, receiver, 'check_suite', complete(state.contract.description, schema, payload));
}

/** Comments of the app itself are delivered to it too. */
export async function deliverComment(
  state: State,
  receiver: Receiver,
  repository: Repository,
  pull: Pull,
  comment: ReviewComment,
): Promise<void> {
  const now = await placeNow(repository, pull, comment.thread);
  const payload = {
    action: 'created',
    comment: renderComment(state, repository, pull, comment, now),
    pull_request: renderPull(state, repository, pull, await pullFigures(repository, pull)),
    ...common(state, repository, comment.author.login),
  };
  const schema = 'webhook-pull-request-review-comment-created';
  await deliver(state, receiver, 'pull_request_review_comment', complete(state.contract.description, schema, payload));
}
