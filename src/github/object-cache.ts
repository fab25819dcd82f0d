import { LRUCache } from 'lru-cache';
import type { ObjectAnswer, ObjectWish } from './git-objects.js';
import type { ReadObject } from './object-reader.js';

/** Bytes of answers that one process keeps, as its strings take them: some twenty pull requests. */
const cacheBytesMax = 64 * 1024 * 1024;

/** A full object id, alone or before a path. What it names never changes; a branch would. */
const immutable = /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?::|$)/;

/** Git objects of all repositories that this process has read; only what GitHub has answered for that very repository is found in it. */
export type ObjectCache = LRUCache<string, NonNullable<ObjectAnswer>>;

export function createObjectCache(maxSize = cacheBytesMax): ObjectCache {
  return new LRUCache({ maxSize, sizeCalculation: bytesOf });
}

/**
 * Asks GitHub only for what is not known already. The merge base is the same for most pushes to a pull request, and a review that is repeated (after a
 * rate limit, a restart of its job, "Review again") reads nothing twice. A missing object is asked for again: it may have arrived.
 */
export function cachedObjects(
  cache: ObjectCache,
  { owner, repo }: { owner: string; repo: string },
  readObject: ReadObject,
): ReadObject {
  return async (wish: ObjectWish) => {
    if (!immutable.test(wish.expression)) return readObject(wish);
    // Neither names of GitHub nor the three kinds of wishes have a space.
    const key = `${`${owner}/${repo}`.toLowerCase()} ${wish.wanted} ${wish.expression}`;
    const known = cache.get(key);
    if (known) return known;
    const answer = await readObject(wish);
    if (answer) cache.set(key, answer);
    return answer;
  };
}

/** Two bytes for each character, and a guess of what an entry takes besides. */
function bytesOf(answer: NonNullable<ObjectAnswer>): number {
  if (answer.__typename === 'Blob') return entryBytes + 2 * (answer.text?.length ?? 0);
  if (answer.__typename !== 'Tree') return entryBytes;
  const entries = answer.entries ?? [];
  const texts = entries.flatMap(({ object }) => (object?.__typename === 'Blob' ? [object.text?.length ?? 0] : []));
  return entryBytes * (entries.length + 1) + 2 * texts.reduce((sum, length) => sum + length, 0);
}

const entryBytes = 300;
