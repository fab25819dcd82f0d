import { expect, test } from 'vitest';
import { createMemoryQueue } from '../../src/queue/memory-queue.js';
import type { ReviewJob } from '../../src/review/review-job.js';

function job(pull: number, headSha: string, given: Partial<ReviewJob> = {}): ReviewJob {
  return { installation: 1, owner: 'octocat', repo: 'hello', pull, headSha, baseSha: 'base', delivery: 'd', ...given };
}

/** A queue whose reviews end when the test says so. */
function queueOf(concurrency: number) {
  const log: string[] = [];
  const running = new Map<string, { end(): void; fail(error: Error): void }>();
  const queue = createMemoryQueue({
    concurrency,
    review: ({ pull, headSha }) =>
      new Promise<void>((resolve, reject) => {
        const name = `${pull}@${headSha}`;
        log.push(`start ${name}`);
        running.set(name, {
          end: () => {
            log.push(`end ${name}`);
            resolve();
          },
          fail: reject,
        });
      }),
    onError: (error, { pull }) => log.push(`failed ${pull}: ${String(error)}`),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    log,
    async end(name: string) {
      running.get(name)?.end();
      await settle();
    },
    async fail(name: string) {
      running.get(name)?.fail(new Error('no'));
      await settle();
    },
  };
}

test('reviews at once as many as it may, in the order they came', async () => {
  const { queue, log, end } = queueOf(2);
  for (const pull of [1, 2, 3, 4]) await queue.add(job(pull, 'a'));
  expect(log).toEqual(['start 1@a', 'start 2@a']);
  await end('2@a');
  expect(log.slice(2)).toEqual(['end 2@a', 'start 3@a']);
});

test('one review of a pull request at a time, then only the newest head', async () => {
  const { queue, log, end } = queueOf(2);
  for (const head of ['a', 'b', 'c', 'd']) await queue.add(job(1, head));
  await queue.add(job(2, 'x'));
  expect(log).toEqual(['start 1@a', 'start 2@x']);
  await end('1@a');
  await end('1@d');
  expect(log.slice(2)).toEqual(['end 1@a', 'start 1@d', 'end 1@d']);
});

test('names that differ in case only are the same pull request', async () => {
  const { queue, log } = queueOf(2);
  await queue.add(job(1, 'a'));
  await queue.add(job(1, 'b', { owner: 'Octocat' }));
  expect(log).toEqual(['start 1@a']);
});

test('a delivery that was overtaken does not replace a newer one', async () => {
  const { queue, log, end } = queueOf(1);
  await queue.add(job(9, 'busy'));
  await queue.add(job(1, 'new', { updatedAt: '2024-01-01T00:00:02Z' }));
  await queue.add(job(1, 'old', { updatedAt: '2024-01-01T00:00:01Z' }));
  await end('9@busy');
  await end('1@new');
  expect(log).toEqual(['start 9@busy', 'end 9@busy', 'start 1@new', 'end 1@new']);
});

test('of two changes in the same second the one that came last counts', async () => {
  const { queue, log, end } = queueOf(1);
  const updatedAt = '2024-01-01T00:00:02Z';
  await queue.add(job(9, 'busy'));
  await queue.add(job(1, 'first', { updatedAt }));
  await queue.add(job(1, 'second', { updatedAt }));
  await end('9@busy');
  expect(log.at(-1)).toBe('start 1@second');
});

test('a review that throws is told of, and the next one goes on', async () => {
  const { queue, log, fail } = queueOf(1);
  await queue.add(job(1, 'a'));
  await queue.add(job(2, 'b'));
  await fail('1@a');
  expect(log).toEqual(['start 1@a', 'failed 1: Error: no', 'start 2@b']);
});

test('stop waits for what runs and for what waits, and takes no more', async () => {
  const { queue, log, end } = queueOf(1);
  await queue.add(job(1, 'a'));
  await queue.add(job(2, 'b'));
  const stopped = queue.stop().then(() => log.push('stopped'));
  await expect(queue.add(job(3, 'c'))).rejects.toThrow('expected a running queue');
  await end('1@a');
  await end('2@b');
  await stopped;
  expect(log).toEqual(['start 1@a', 'end 1@a', 'start 2@b', 'end 2@b', 'stopped']);
});

test('stop of an idle queue is immediate', async () => {
  await queueOf(1).queue.stop();
});
