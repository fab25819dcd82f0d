import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWorkClock } from '../../src/threads/work-clock.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('waiting does not count, and waits may overlap', () => {
  const over = vi.fn();
  const clock = startWorkClock(1_000, over);
  vi.advanceTimersByTime(600);
  clock.waitBegan();
  clock.waitBegan();
  vi.advanceTimersByTime(5_000);
  clock.waitEnded();
  vi.advanceTimersByTime(5_000);
  clock.waitEnded();
  vi.advanceTimersByTime(399);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(over).toHaveBeenCalledOnce();
});

test('a stopped clock stays stopped, though a wait ends after it', () => {
  const over = vi.fn();
  const clock = startWorkClock(1_000, over);
  clock.waitBegan();
  clock.stop();
  clock.waitEnded();
  vi.advanceTimersByTime(5_000);
  expect(over).not.toHaveBeenCalled();
});
