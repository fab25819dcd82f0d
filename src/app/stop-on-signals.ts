import type { EventEmitter } from 'node:events';

/** Kubernetes kills a container 30 s after SIGTERM; what still runs shortly before that is cut by us, with a word. */
export const stopMillisecondsMax = 25_000;

/** The part of `process` that is used, so that a test can send signals to itself. */
interface StoppableProcess extends Pick<EventEmitter, 'once'> {
  exit(code: number): void;
}

/** Ends the process when it is asked to, after what it has acknowledged is done. A second signal ends it at once. */
export function stopOnSignals(process: StoppableProcess, app: { close(): Promise<void> }): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return process.exit(1);
    stopping = true;
    const late = setTimeout(() => {
      console.error(`expected the running reviews to end within ${stopMillisecondsMax} ms; stopping without them`);
      process.exit(1);
    }, stopMillisecondsMax);
    app
      .close()
      .then(
        () => 0,
        (error: unknown) => {
          console.error('expected to stop in order, got', error);
          return 1;
        },
      )
      .then((code) => {
        clearTimeout(late);
        // Probot's client keeps timers that would hold the process.
        process.exit(code);
      });
  };
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      process.once(signal, stop);
      stop();
    });
  }
}
