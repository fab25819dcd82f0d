import { setTimeout as sleep } from 'node:timers/promises';
import { branchOf, commit, setBranch } from './branches.js';
import { createComment, reply } from './rest/review-comments.js';
import { accountOf, clock, type Pull, type Repository, type State } from './state.js';
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
  const { base = 'main', head = `topic-${number}`, author = 'octocat' } = options;
  const baseSha = await branchOf(repository, base);
  if (baseSha === undefined) throw new Error(`expected a branch ${base} to open a pull request against, got none`);
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
    reopen: () => happen('reopened', { state: 'open' }),
    readyForReview: () => happen('ready_for_review', { draft: false }),
    reply: (commentId, author, body) => reply(state, pull, accountOf(state, author), commentId, body).id,
    async commentOn({ path, line, side = 'RIGHT' }, author, body) {
      return (await createComment(state, repository, pull, accountOf(state, author), { path, line, side, body })).id;
    },
    view: () => viewPull(repository, pull),
    completedCheck: (name, timeoutMilliseconds) => completedCheck(repository, pull, name, timeoutMilliseconds),
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

async function completedCheck(
  repository: Repository,
  pull: Pull,
  name: string,
  timeoutMilliseconds = 10_000,
): Promise<CheckRunView> {
  const end = Date.now() + timeoutMilliseconds;
  for (;;) {
    const runs = repository.checkRuns.filter((run) => run.headSha === pull.headSha && run.name === name);
    const newest = runs.at(-1);
    if (newest?.status === 'completed') return viewCheckRun(newest);
    if (Date.now() > end) {
      const got = newest?.status ?? 'no check run of that name';
      throw new Error(
        `expected check run ${name} on ${pull.headSha} to be completed in ${timeoutMilliseconds} ms, got ${got}`,
      );
    }
    await sleep(pollMilliseconds);
  }
}
