/** Counts the time in which something works, and not that in which it waits. */
export interface WorkClock {
  /** Calls may overlap: the clock stands while anything is waited for. */
  waitBegan(): void;
  waitEnded(): void;
  stop(): void;
}

/** Calls `over` once when the work has taken `milliseconds`. */
export function startWorkClock(milliseconds: number, over: () => void): WorkClock {
  let left = milliseconds;
  let waits = 0;
  let since = performance.now();
  let timer = setTimeout(over, left);
  return {
    waitBegan() {
      if (waits++ > 0) return;
      clearTimeout(timer);
      left -= performance.now() - since;
    },
    waitEnded() {
      if (--waits > 0) return;
      since = performance.now();
      timer = setTimeout(over, Math.max(0, left));
    },
    stop() {
      waits = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
  };
}
