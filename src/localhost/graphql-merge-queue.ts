import { connection, type PageArguments } from './graphql-connection.js';
import { gitObject } from './graphql-objects.js';
import { pullRequest } from './graphql-pulls.js';
import type { Repository, State } from './state.js';

/** https://docs.github.com/graphql/reference/objects#mergequeue; null where nothing of a branch was ever queued. */
export function mergeQueue(state: State, repository: Repository, branch: string) {
  const groups = repository.mergeGroups.filter(({ baseRef }) => baseRef === branch);
  if (groups.length === 0) return null;
  return {
    __typename: 'MergeQueue',
    id: `MQ_${repository.id}`,
    entries: (page: PageArguments) =>
      connection([...groups.entries()], page, ([index, group]) => ({
        __typename: 'MergeQueueEntry',
        id: `MQE_${group.id}`,
        position: index + 1,
        state: 'AWAITING_CHECKS',
        baseCommit: () => gitObject(state, repository, group.baseSha),
        headCommit: () => gitObject(state, repository, group.headSha),
        pullRequest: () => pullRequest(state, repository, group.pull),
      })),
  };
}
