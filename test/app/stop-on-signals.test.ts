import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopMillisecondsMax, stopOnSignals } from '../../src/app/stop-on-signals.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process that notes its exit, and an app whose reviews take a while. */
function world(reviewMilliseconds: number) {
  const exits: number[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const close = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, reviewMilliseconds)));
  stopOnSignals(process, { close });
  return { process, exits, close };
}

test.each(['SIGTERM', 'SIGINT'])('%s ends the process when the running reviews are done', async (signal) => {
  const { process, exits, close } = world(4000);
  process.emit(signal);
  await vi.advanceTimersByTimeAsync(3999);
  expect(exits).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(exits).toEqual([0]);
  expect(close).toHaveBeenCalledTimes(1);
});

test('a review without end is cut before the process would be killed', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { process, exits } = world(1_000_000);
  process.emit('SIGTERM');
  await vi.advanceTimersByTimeAsync(stopMillisecondsMax);
  expect(exits).toEqual([1]);
  expect(said).toHaveBeenCalledTimes(1);
  said.mockRestore();
});

test('a second signal ends the process at once', async () => {
  const { process, exits } = world(4000);
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(exits).toEqual([1]);
});
