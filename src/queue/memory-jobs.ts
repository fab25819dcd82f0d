import type { JobFigures, JobKind, JobQueue, JobStore, JobWatch } from './job-queue.js';

/**
 * Jobs that live and die with the process: for the demo and for tests that are about something else. There is one try of each. On `stop` the jobs that
 * wait are still run, since nobody else would.
 */
export function openMemoryJobs(watch: JobWatch): JobStore {
  const notes = new Map<string, unknown>();
  const opened: Pick<MemoryQueue<never>, 'figures' | 'stop'>[] = [];
  return {
    async open(kind) {
      const memory = createMemoryQueue(kind, watch);
      opened.push(memory);
      return memory.queue;
    },
    figures: async () => opened.map(({ figures }) => figures()),
    notes: {
      read: async (name) => notes.get(name),
      async write(name, value) {
        notes.set(name, value);
      },
    },
    async stop() {
      await Promise.all(opened.map(({ stop }) => stop()));
    },
  };
}

const lease = { stillOurs: async () => true };

interface MemoryQueue<Job> {
  queue: JobQueue<Job>;
  figures(): JobFigures;
  stop(): Promise<void>;
}

function createMemoryQueue<Job extends object>(kind: JobKind<Job>, watch: JobWatch): MemoryQueue<Job> {
  const waiting = new Map<string, Job>();
  const since = new Map<string, number>();
  const active = new Map<string, Promise<void>>();
  const later = new Set<NodeJS.Timeout>();
  let stopped = false;

  function startNext(): void {
    for (const [key, job] of waiting) {
      if (active.size >= kind.concurrency) return;
      if (active.has(key)) continue;
      waiting.delete(key);
      since.delete(key);
      active.set(key, run(key, job));
    }
  }

  async function run(key: string, job: Job): Promise<void> {
    try {
      const end = await kind.run(job, lease);
      if (end === 'hopeless') await giveUp(key, job);
      else if (end !== 'done') wait(job, end.again);
    } catch (error) {
      watch.failed(kind.name, key, error);
      await giveUp(key, job);
    } finally {
      active.delete(key);
      startNext();
    }
  }

  async function giveUp(key: string, job: Job): Promise<void> {
    watch.gaveUp(kind.name, key);
    await kind.giveUp(job).catch((error: unknown) => watch.failed(kind.name, key, error));
  }

  function wait(job: Job, until: Date): void {
    const timer = setTimeout(() => {
      later.delete(timer);
      take(job);
    }, until.getTime() - Date.now());
    later.add(timer);
  }

  function take(job: Job): void {
    const key = kind.keyOf(job);
    const older = waiting.get(key);
    if (!older || !kind.isOlder(job, older)) waiting.set(key, job);
    if (!older) since.set(key, Date.now());
    startNext();
  }

  return {
    queue: {
      async add(job, after) {
        if (stopped) throw new Error('expected a running queue, got one that was stopped');
        if (after) wait(job, after);
        else take(job);
      },
    },
    figures: () => ({
      queue: kind.name,
      running: active.size,
      waiting: waiting.size,
      delayed: later.size,
      oldestSeconds: waiting.size > 0 ? (Date.now() - Math.min(...since.values())) / 1000 : 0,
    }),
    async stop() {
      stopped = true;
      for (const timer of later) clearTimeout(timer);
      while (active.size > 0) await Promise.all(active.values());
    },
  };
}
