import { commit, setBranch } from './branches.js';
import { deliverCheckRun, deliverCheckSuite } from './check-webhooks.js';
import { GitStore } from './git-store.js';
import { createPull } from './local-pull.js';
import { enqueue } from './merge-queue.js';
import { accountOf, clock, fullName, type Repository, type State } from './state.js';
import { viewCheckRun } from './view.js';
import type { Receiver } from './webhooks.js';
import type { LocalRepository, RepositoryOptions } from './world.js';

export async function createRepository(
  state: State,
  receiver: Receiver,
  options: RepositoryOptions,
): Promise<LocalRepository> {
  const { owner = 'octocat', name = 'hello', files, objectsFrom } = options;
  const repository: Repository = {
    id: state.nextId(),
    owner: accountOf(state, owner),
    name,
    private: options.private ?? false,
    roles: new Map(Object.entries(options.roles ?? {})),
    createdAt: clock(state),
    store: await GitStore.create(objectsFrom),
    pulls: new Map(),
    checkRuns: [],
    required: [],
    mergeGroups: [],
    queueRequired: false,
  };
  const known = fullName(repository);
  if (state.repositories.has(known)) throw new Error(`expected a new repository, got ${known}, which exists`);
  state.repositories.set(known, repository);
  if (files) await commit(state, repository, 'main', files, { message: 'First commit' });
  return {
    owner,
    name,
    gitDirectory: repository.store.directory,
    commit: (branch, tree, more = {}) => commit(state, repository, branch, tree, more),
    commitOrphan: (branch, tree) =>
      repository.store.commit({ branch, tree, message: 'Orphan', author: owner, time: clock(state).getTime() / 1000 }),
    setBranch: (branch, sha) => setBranch(repository, branch, sha),
    openPull: (pull = {}) => createPull(state, receiver, repository, pull),
    enqueue: (...pulls) =>
      enqueue(
        state,
        receiver,
        repository,
        pulls.map(({ number }) => number),
      ),
    setRole: (login, role) => void repository.roles.set(login, role),
    requireCheck: (check) => void repository.required.push(check),
    requireMergeQueue() {
      repository.queueRequired = true;
    },
    rerequestRun: (id, person = owner) => deliverCheckRun(state, receiver, repository, id, person),
    rerequestSuite: (sha, person = owner) => deliverCheckSuite(state, receiver, repository, sha, person),
    pressButton: (id, identifier, person = owner) =>
      deliverCheckRun(state, receiver, repository, id, person, identifier),
    checkRuns: (sha) => repository.checkRuns.filter((run) => run.headSha === sha).map(viewCheckRun),
  };
}
