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

/** A merge commit of a pull request on top of a base. */
export async function mergeCommit(
  state: State,
  repository: Repository,
  base: string,
  head: string,
  number: number,
): Promise<string> {
  const tree = await repository.store.ask(['merge-tree', '--write-tree', base, head]);
  if (tree === undefined) throw new Error(`expected pull request ${number} to merge without conflict, got one`);
  const who = `GitHub <noreply@github.com> ${clock(state).getTime() / 1000} +0000`;
  const commit = `tree ${tree}\nparent ${base}\nparent ${head}\nauthor ${who}\ncommitter ${who}\n\nMerge pull request #${number}\n`;
  const written = await repository.store.run(['hash-object', '-t', 'commit', '-w', '--stdin'], Buffer.from(commit));
  return written.toString().trim();
}
