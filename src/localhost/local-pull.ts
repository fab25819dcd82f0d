import { setTimeout as sleep } from 'node:timers/promises';
import { branchOf, commit, mergeCommit, setBranch } from './branches.js';
import { deliverComment } from './check-webhooks.js';
import { createComment, reply } from './rest/review-comments.js';
import { accountOf, clock, type Pull, type Repository, type ReviewComment, type State } from './state.js';
import { viewCheckRun, viewPull } from './view.js';
import { deliverPull, type Receiver } from './webhooks.js';
import type { CheckRunView, CommitOptions, LocalPull, PullOptions, TreeSource } from './world.js';

export async function createPull(
  state: State,
  receiver: Receiver,
  repository: Repository,
  options: PullOptions,
): Promise<LocalPull> {
  const number = repository.pulls.size + 1;
  const { base = 'main', author = options.fork ?? 'octocat' } = options;
  // Forks share the objects of the repository that they come from, but their branches are not seen in it.
  const head = `${options.fork === undefined ? '' : `fork-of-${options.fork}/`}${options.head ?? `topic-${number}`}`;
  const baseSha = await branchOf(repository, base);
  if (baseSha === undefined) throw new Error(`expected a branch ${base} to open a pull request against, got none`);
  const fork = options.fork === undefined ? undefined : accountOf(state, options.fork);
  if (options.headSha !== undefined) await setBranch(repository, head, options.headSha);
  else if (!options.files && (await branchOf(repository, head)) === undefined)
    await setBranch(repository, head, baseSha);
  if (options.files) await commit(state, repository, head, options.files, { author, startFrom: base });
  const now = clock(state);
  const pull: Pull = {
    id: state.nextId(),
    number,
    title: options.title ?? `Pull request ${number}`,
    body: options.body ?? '',
    author: accountOf(state, author),
    state: 'open',
    draft: options.draft ?? false,
    baseRef: base,
    baseSha,
    headRef: head,
    headSha: (await branchOf(repository, head)) ?? baseSha,
    ...(fork && { fork }),
    createdAt: now,
    updatedAt: now,
    threads: [],
    reviews: [],
  };
  repository.pulls.set(number, pull);
  await setPullRef(repository, pull);
  await deliverPull(state, receiver, repository, pull, { action: 'opened', sender: pull.author });
  return localPull(state, receiver, repository, pull);
}

/** The head stays readable though its branch moves on. https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/checking-out-pull-requests-locally */
const setPullRef = (repository: Repository, pull: Pull): Promise<Buffer> =>
  repository.store.run(['update-ref', `refs/pull/${pull.number}/head`, pull.headSha]);

function localPull(state: State, receiver: Receiver, repository: Repository, pull: Pull): LocalPull {
  const happen = async (action: 'closed' | 'reopened' | 'ready_for_review', change: Partial<Pull>): Promise<void> => {
    Object.assign(pull, change, { updatedAt: clock(state) });
    await deliverPull(state, receiver, repository, pull, { action, sender: pull.author });
  };
  const say = async (comment: ReviewComment): Promise<number> => {
    await deliverComment(state, receiver, repository, pull, comment);
    return comment.id;
  };
  const move = (sha: string): Promise<void> => moveHead(state, receiver, repository, pull, sha);
  return {
    number: pull.number,
    get headSha() {
      return pull.headSha;
    },
    get baseSha() {
      return pull.baseSha;
    },
    async push(files: TreeSource, options: CommitOptions = {}) {
      await move(await commit(state, repository, pull.headRef, files, { author: pull.author.login, ...options }));
      return pull.headSha;
    },
    async forcePush(sha) {
      await setBranch(repository, pull.headRef, sha);
      await move(sha);
    },
    close: () => happen('closed', { state: 'closed' }),
    async merge() {
      const base = (await branchOf(repository, pull.baseRef)) ?? pull.baseSha;
      const mergedAs = await mergeCommit(state, repository, base, pull.headSha, pull.number);
      await setBranch(repository, pull.baseRef, mergedAs);
      await happen('closed', { state: 'closed', mergedAs });
    },
    reopen: () => happen('reopened', { state: 'open' }),
    readyForReview: () => happen('ready_for_review', { draft: false }),
    async edit({ title, base }) {
      const changes = {
        ...(title !== undefined && { title: { from: pull.title } }),
        ...(base !== undefined && { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } }),
      };
      if (title !== undefined) pull.title = title;
      if (base !== undefined) {
        pull.baseRef = base;
        pull.baseSha = (await branchOf(repository, base)) ?? pull.baseSha;
      }
      pull.updatedAt = clock(state);
      await deliverPull(state, receiver, repository, pull, { action: 'edited', sender: pull.author, changes });
    },
    reply: (commentId, author, body) => say(reply(state, pull, accountOf(state, author), commentId, body)),
    commentOn: async ({ path, line, side = 'RIGHT' }, author, body) =>
      say(await createComment(state, repository, pull, accountOf(state, author), { path, line, side, body })),
    view: () => viewPull(repository, pull),
    completedCheck: (name, timeoutMilliseconds) =>
      completedCheck(repository, () => pull.headSha, name, timeoutMilliseconds),
  };
}

async function moveHead(
  state: State,
  receiver: Receiver,
  repository: Repository,
  pull: Pull,
  sha: string,
): Promise<void> {
  const before = pull.headSha;
  pull.headSha = sha;
  pull.baseSha = (await branchOf(repository, pull.baseRef)) ?? pull.baseSha;
  pull.updatedAt = clock(state);
  await setPullRef(repository, pull);
  const event = { action: 'synchronize' as const, sender: pull.author, before, after: sha };
  if (pull.state === 'open') await deliverPull(state, receiver, repository, pull, event);
}

const pollMilliseconds = 10;

/** Waits for the newest run of a name on a commit, which may change meanwhile. */
export async function completedCheck(
  repository: Repository,
  head: () => string,
  name: string,
  timeoutMilliseconds = 10_000,
): Promise<CheckRunView> {
  const end = Date.now() + timeoutMilliseconds;
  for (;;) {
    const runs = repository.checkRuns.filter((run) => run.headSha === head() && run.name === name);
    const newest = runs.at(-1);
    if (newest?.status === 'completed') return viewCheckRun(newest);
    if (Date.now() > end) {
      const got = newest?.status ?? 'no check run of that name';
      throw new Error(
        `expected check run ${name} on ${head()} to be completed in ${timeoutMilliseconds} ms, got ${got}`,
      );
    }
    await sleep(pollMilliseconds);
  }
}
