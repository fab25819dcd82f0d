import { type ObjectAnswer, type ObjectWish, objectsQuery, type Wanted } from './git-objects.js';
import type { GitHubClient } from './github-client.js';
import { asking, GitHubError } from './github-error.js';

/**
 * How much one query may ask. GitHub ends a query after 10 seconds and publishes no number of aliases; others read 250 blobs at once
 * (https://github.com/sveltia/sveltia-cms/issues/950). Where it is too much after all, the query is made smaller. A directory with texts stands
 * for a few files: 50 of them fill a query.
 */
const weightPerQueryMax = 300;
const weights: Record<Wanted, number> = { text: 1, entries: 1, 'entries with texts': 6 };

/** Answers that mean "too much at once": https://github.com/cli/cli/issues/12715, https://github.com/Skydio/revup/pull/271 */
const tooMuch = /something went wrong while executing|resource limits|timeout|timedout/i;

export type ReadObject = (wish: ObjectWish) => Promise<ObjectAnswer>;

interface Waiting extends ObjectWish {
  answer(object: ObjectAnswer): void;
  fail(error: unknown): void;
}

/**
 * Reads git objects of one repository. Wishes of the same turn of the event loop go into one query, so callers ask for one object each and
 * need not know of each other. Queries run one after the other: "make requests serially",
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function createObjectReader(
  octokit: GitHubClient,
  { owner, repo }: { owner: string; repo: string },
): ReadObject {
  let waiting: Waiting[] = [];
  let last: Promise<void> = Promise.resolve();

  async function ask(wishes: readonly ObjectWish[]): Promise<ObjectAnswer[]> {
    const { query, variables } = objectsQuery(wishes);
    try {
      const { repository: answers } = await asking(`read ${wishes.length} git objects`, () =>
        octokit.graphql<{ repository: Record<string, ObjectAnswer> | null }>(query, {
          ...variables,
          owner,
          name: repo,
        }),
      );
      return wishes.map((_, index) => answers?.[`o${index}`] ?? null);
    } catch (error) {
      const less = isTooMuch(error) ? smaller(wishes) : undefined;
      if (!less) throw error;
      const parts: ObjectAnswer[] = [];
      for (const part of less) parts.push(...(await ask(part)));
      return parts;
    }
  }

  async function flush(): Promise<void> {
    const now = waiting;
    waiting = [];
    for (const batch of batches(now)) {
      try {
        const answers = await ask(batch);
        batch.forEach((one, index) => {
          one.answer(answers[index] ?? null);
        });
      } catch (error) {
        for (const one of batch) one.fail(error);
      }
    }
  }

  return (wish) =>
    new Promise((answer, fail) => {
      if (waiting.length === 0) {
        // Not a microtask: callers that await each other a few steps deep shall still meet in one query.
        setImmediate(() => {
          last = last.then(flush);
        });
      }
      waiting.push({ ...wish, answer, fail });
    });
}

function batches<Wish extends ObjectWish>(wishes: readonly Wish[]): Wish[][] {
  const all: Wish[][] = [];
  let room = 0;
  for (const wish of wishes) {
    const weight = weights[wish.wanted];
    if (room < weight || all.length === 0) {
      all.push([]);
      room = weightPerQueryMax;
    }
    all.at(-1)?.push(wish);
    room -= weight;
  }
  return all;
}

function isTooMuch(error: unknown): boolean {
  return error instanceof GitHubError && (error.status === 502 || error.status === 504 || tooMuch.test(error.message));
}

/** The same in smaller queries; absent when it cannot be made smaller. A directory whose texts are too much is asked for its entries alone. */
function smaller(wishes: readonly ObjectWish[]): ObjectWish[][] | undefined {
  const [only] = wishes;
  if (!only) return undefined;
  if (wishes.length === 1) return only.wanted === 'entries with texts' ? [[{ ...only, wanted: 'entries' }]] : undefined;
  const half = Math.ceil(wishes.length / 2);
  return [wishes.slice(0, half), wishes.slice(half)];
}
