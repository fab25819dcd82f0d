import { branchOf, mergeCommit, setBranch } from './branches.js';
import { complete } from './complete.js';
import { readCommit } from './git-objects.js';
import { completedCheck } from './local-pull.js';
import { renderRepository, renderUser, timestamp } from './render.js';
import { clock, type MergeGroup, type Repository, type State } from './state.js';
import { deliver, installationOf, type Receiver } from './webhooks.js';
import type { LocalMergeGroup } from './world.js';

/**
 * Merges pull requests, one on top of the other and all on top of what stands before them in the queue, on branches of the queue's own, and asks for checks on
 * the last: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 * The base of one alone is the head of the group before it (https://github.com/firezone/firezone/pull/13268); of a group with several it is what the first was
 * merged on.
 */
export async function enqueue(
  state: State,
  receiver: Receiver,
  repository: Repository,
  numbers: readonly number[],
): Promise<LocalMergeGroup> {
  const entries: MergeGroup[] = [];
  for (const number of numbers) entries.push(await addEntry(state, repository, number));
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) throw new Error('expected a pull request to enqueue, got none');
  const group = { ...last, baseSha: first.baseSha };
  await deliverGroup(state, receiver, repository, group, 'checks_requested');
  const leave = () => {
    repository.mergeGroups = repository.mergeGroups.filter((each) => !entries.includes(each));
  };
  return {
    headSha: group.headSha,
    baseSha: group.baseSha,
    headRef: group.headRef,
    leave,
    async destroy(reason) {
      leave();
      if (reason === 'merged') await setBranch(repository, group.baseRef, group.headSha);
      for (const { headRef } of entries) await repository.store.run(['update-ref', '-d', `refs/heads/${headRef}`]);
      await deliverGroup(state, receiver, repository, group, 'destroyed', reason);
    },
    completedCheck: (name, timeoutMilliseconds) =>
      completedCheck(repository, () => group.headSha, name, timeoutMilliseconds),
  };
}

async function addEntry(state: State, repository: Repository, number: number): Promise<MergeGroup> {
  const pull = repository.pulls.get(number);
  const before = repository.mergeGroups.filter((group) => group.baseRef === pull?.baseRef).at(-1);
  const baseSha = before?.headSha ?? (pull && (await branchOf(repository, pull.baseRef)));
  if (!pull || baseSha === undefined) throw new Error(`expected a pull request with a base branch, got ${number}`);
  const headSha = await mergeCommit(state, repository, baseSha, pull.headSha, number);
  const headRef = `gh-readonly-queue/${pull.baseRef}/pr-${number}-${baseSha}`;
  await setBranch(repository, headRef, headSha);
  const entry: MergeGroup = { id: state.nextId(), pull, headSha, baseSha, headRef, baseRef: pull.baseRef };
  repository.mergeGroups.push(entry);
  return entry;
}

async function deliverGroup(
  state: State,
  receiver: Receiver,
  repository: Repository,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  reason?: string,
): Promise<void> {
  const object = await repository.store.read(group.headSha);
  const { tree = '', message = '' } = object ? readCommit(object) : {};
  const payload = {
    action,
    ...(reason !== undefined && { reason }),
    merge_group: {
      head_sha: group.headSha,
      head_ref: `refs/heads/${group.headRef}`,
      base_sha: group.baseSha,
      base_ref: `refs/heads/${group.baseRef}`,
      head_commit: {
        id: group.headSha,
        tree_id: tree,
        message,
        timestamp: timestamp(clock(state)),
        author: { name: 'GitHub', email: 'noreply@github.com' },
        committer: { name: 'GitHub', email: 'noreply@github.com' },
      },
    },
    repository: renderRepository(state, repository),
    sender: renderUser(state, group.pull.author),
    installation: installationOf(state),
  };
  const schema = `webhook-merge-group-${action.replace('_', '-')}`;
  await deliver(state, receiver, 'merge_group', complete(state.contract.description, schema, payload));
}
