import { clock, type Repository, type State } from './state.js';
import type { CommitOptions, TreeSource } from './world.js';

export const branchOf = (repository: Repository, branch: string): Promise<string | undefined> =>
  repository.store.resolve(`refs/heads/${branch}`);

export async function setBranch(repository: Repository, branch: string, sha: string): Promise<void> {
  await repository.store.run(['update-ref', `refs/heads/${branch}`, sha]);
}

/** On top of the branch, or of `startFrom` where the branch is new, or of `forceFrom`. */
export async function commit(
  state: State,
  repository: Repository,
  branch: string,
  tree: TreeSource,
  options: CommitOptions & { startFrom?: string },
): Promise<string> {
  const { message = `Change ${branch}`, author = repository.owner.login, forceFrom, startFrom = 'main' } = options;
  const parent = forceFrom ?? (await branchOf(repository, branch)) ?? (await branchOf(repository, startFrom));
  return repository.store.commit({
    branch,
    tree,
    message,
    author,
    time: clock(state).getTime() / 1000,
    ...(parent !== undefined && { parent }),
  });
}
