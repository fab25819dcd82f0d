import { pullRequest, reviewComment, reviewThread } from './graphql-pulls.js';
import { commentsOf, type Pull, type Repository, type ReviewComment, type State, type Thread } from './state.js';

interface Found<T> {
  repository: Repository;
  pull: Pull;
  item: T;
}

/** Looks through all pull requests for what has the number in a global id such as `PRRC_12`. */
function find<T extends { id: number }>(
  state: State,
  id: string,
  prefix: string,
  items: (pull: Pull) => T[],
): Found<T> | undefined {
  if (!id.startsWith(`${prefix}_`)) return undefined;
  const number = Number(id.slice(prefix.length + 1));
  for (const repository of state.repositories.values()) {
    for (const pull of repository.pulls.values()) {
      const item = items(pull).find((candidate) => candidate.id === number);
      if (item) return { repository, pull, item };
    }
  }
  return undefined;
}

export const findComment = (state: State, id: string): Found<ReviewComment> | undefined =>
  find(state, id, 'PRRC', commentsOf);

export const findThread = (state: State, id: string): Found<Thread> | undefined =>
  find(state, id, 'PRRT', (pull) => pull.threads);

export function nodeById(state: State, id: string): unknown {
  const comment = findComment(state, id);
  if (comment) return reviewComment(state, comment.repository, comment.pull, comment.item);
  const thread = findThread(state, id);
  if (thread) return reviewThread(state, thread.repository, thread.pull, thread.item);
  const pull = find(state, id, 'PR', (candidate) => [candidate]);
  return pull && pullRequest(state, pull.repository, pull.pull);
}
