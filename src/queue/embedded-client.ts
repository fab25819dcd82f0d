import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './embedded-protocol.js';

const program = new URL('./embedded-thread.js', import.meta.url);

/** After a start that has failed, on a disk that is still full for example. */
const pauseMilliseconds = 1_000;

/** The part of PGlite that pg-boss uses, as `fromPglite` wants it. */
export interface EmbeddedClient {
  query(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
  exec(text: string): Promise<{ rows: Row[] }[]>;
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: as pg-boss types them.
type Row = any;

type Asked = Question extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

interface Thread {
  ask(asked: Asked): Promise<Row[]>;
  ended: Promise<void>;
}

/**
 * A database in a thread of its own. Rejects when it cannot be opened. When the thread ends by itself, what was asked and not answered rejects: nobody knows
 * whether it was done. The next question starts another thread, which recovers.
 */
export async function openEmbeddedClient(directory: string): Promise<EmbeddedClient> {
  const listeners = new Map<string, (payload: string) => void>();
  let thread: Promise<Thread> | undefined;
  await start();

  /** One at a time, and the next only when the one before is gone: two on one directory would destroy it. */
  function start(): Promise<Thread> {
    const starting = startThread(directory, listeners);
    const gone = () => {
      if (thread === starting) thread = undefined;
    };
    starting.then(
      ({ ended }) => ended.then(gone),
      () => delay(pauseMilliseconds).then(gone),
    );
    thread = starting;
    return starting;
  }
  async function ask(asked: Asked): Promise<Row[]> {
    return (await (thread ?? start())).ask(asked);
  }
  return {
    query: async (text, values = []) => ({ rows: await ask({ text, values }) }),
    exec: async (text) => [{ rows: await ask({ text }) }],
    async listen(channel, callback) {
      listeners.set(channel, callback);
      await ask({ listen: channel });
      return async () => {
        listeners.delete(channel);
      };
    },
    async close() {
      const last = await thread?.catch(() => undefined);
      await last?.ask({ close: true });
      await last?.ended;
    },
  };
}

interface Waiting {
  resolve(rows: Row[]): void;
  reject(error: Error): void;
}

function startThread(directory: string, listeners: ReadonlyMap<string, (payload: string) => void>): Promise<Thread> {
  const worker = new Worker(program, { workerData: directory, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let questions = 0;
  let cause: unknown;
  return new Promise((resolve, reject) => {
    const ended = new Promise<void>((end) => {
      worker.once('error', (error) => {
        cause = error;
      });
      worker.once('exit', () => {
        const error = new Error('expected the embedded database to go on, got its end', { cause });
        for (const each of waiting.values()) each.reject(error);
        waiting.clear();
        end();
        reject(error);
      });
    });
    const ask = (asked: Asked) =>
      new Promise<Row[]>((resolve, reject) => {
        const id = questions++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...asked, id });
      });
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) {
        // What is not told is found by looking, later.
        for (const listen of listeners.keys()) ask({ listen }).catch(() => {});
        return resolve({ ask, ended });
      }
      if ('listen' in answer) return listeners.get(answer.listen)?.(answer.payload);
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('rows' in answer) asker?.resolve(answer.rows);
      else asker?.reject(Object.assign(new Error(answer.message), answer.code ? { code: answer.code } : {}));
    });
  });
}
