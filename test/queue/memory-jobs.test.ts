import { expect, test } from 'vitest';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import { controlledKind, push, until, watched } from './world.js';

async function opened(concurrency: number) {
  const { told, watch } = watched();
  const controlled = controlledKind(concurrency);
  const store = openMemoryJobs(watch);
  const queue = await store.open(controlled.kind);
  return { ...controlled, store, queue, told };
}

test('runs at once as many as it may, in the order they came', async () => {
  const { queue, log, end } = await opened(2);
  for (const pull of [1, 2, 3, 4]) await queue.add(push(pull, 'a'));
  expect(log).toEqual(['start 1@a', 'start 2@a']);
  await end('2@a');
  await until(() => log.length === 4, 'the third to start');
  expect(log.slice(2)).toEqual(['end 2@a', 'start 3@a']);
});

test('one of a key at a time, then only the newest', async () => {
  const { queue, log, end } = await opened(2);
  for (const head of ['a', 'b', 'c', 'd']) await queue.add(push(1, head));
  await queue.add(push(2, 'x'));
  expect(log).toEqual(['start 1@a', 'start 2@x']);
  await end('1@a');
  await end('1@d');
  expect(log.slice(2)).toEqual(['end 1@a', 'start 1@d', 'end 1@d']);
});

test('figures tell what runs, what waits and what waits for its time', async () => {
  const { queue, store, end } = await opened(1);
  expect(await store.figures()).toEqual([{ queue: 'push', running: 0, waiting: 0, delayed: 0, oldestSeconds: 0 }]);
  await queue.add(push(1, 'a'));
  await queue.add(push(2, 'a'));
  await queue.add(push(3, 'a'), new Date(Date.now() + 60_000));
  expect(await store.figures()).toMatchObject([{ running: 1, waiting: 1, delayed: 1 }]);
  await end('1@a');
  await end('2@a');
  await store.stop();
  expect(await store.figures()).toMatchObject([{ running: 0, waiting: 0 }]);
});

test('one that was overtaken does not replace a newer one', async () => {
  const { queue, log, end } = await opened(1);
  await queue.add(push(9, 'busy'));
  await queue.add(push(1, 'new', 2));
  await queue.add(push(1, 'old', 1));
  await end('9@busy');
  await end('1@new');
  expect(log).toEqual(['start 9@busy', 'end 9@busy', 'start 1@new', 'end 1@new']);
});

test('one that fails is given up, and the next one goes on', async () => {
  const { queue, log, told, end } = await opened(1);
  await queue.add(push(1, 'a'));
  await queue.add(push(2, 'b'));
  await end('1@a', new Error('no'));
  await until(() => log.includes('start 2@b'), 'the second to start');
  expect(log).toEqual(['start 1@a', 'fail 1@a', 'give up 1@a', 'start 2@b']);
  expect(told).toEqual(['push pull 1 failed: no', 'push pull 1 is given up']);
});

test('one that asks for it runs again', async () => {
  const { queue, log, end } = await opened(1);
  await queue.add(push(1, 'a'));
  await end('1@a', { again: new Date() });
  await end('1@a');
  expect(log).toEqual(['start 1@a', 'end 1@a', 'start 1@a', 'end 1@a']);
});

test('stop waits for what runs and for what waits, and takes no more', async () => {
  const { store, queue, log, end } = await opened(1);
  await queue.add(push(1, 'a'));
  await queue.add(push(2, 'b'));
  const stopped = store.stop().then(() => log.push('stopped'));
  await expect(queue.add(push(3, 'c'))).rejects.toThrow('expected a running queue');
  await end('1@a');
  await end('2@b');
  await stopped;
  expect(log).toEqual(['start 1@a', 'end 1@a', 'start 2@b', 'end 2@b', 'stopped']);
});
