import type { z } from 'zod';
import type { Database } from './database.js';

/** Jobs of one kind that wait for their turn. */
export interface JobQueue<Job> {
  /**
   * Resolves when the job is kept safe: a webhook may be answered then. Of the jobs with one key that wait, only the newest stays. With `after` it
   * waits at least until then.
   */
  add(job: Job, after?: Date): Promise<void>;
}

/** What may be waiting, and what is done with it. Of jobs with one key, one runs at a time, in however many processes. */
export interface JobKind<Job> {
  /** Letters and hyphens; also the name under which the jobs are stored. */
  name: string;
  /** A job is kept as JSON, and was perhaps written by another version of this program. */
  schema: z.ZodType<Job>;
  keyOf(job: Job): string;
  /** Deliveries may overtake each other: one that is older than what waits does not replace it. */
  isOlder(job: Job, than: Job): boolean;
  /** How many run at the same time in this process. */
  concurrency: number;
  /** May run again after a crash, so it must be able to find its own work done. What it throws is tried again, later and later. */
  run(job: Job, lease: Lease): Promise<RunEnd>;
  /** After the last try, or when the process died under every try. What it throws is tried again too. */
  giveUp(job: Job): Promise<void>;
}

/** `again`: not now, and not before then; this counts as no try. `hopeless`: has failed and would fail again. */
export type RunEnd = 'done' | 'hopeless' | { again: Date };

/** A process that was taken for dead loses its job to another. */
export interface Lease {
  /** To be asked before something is done that must not be done twice at the same time. */
  stillOurs(): Promise<boolean>;
}

/** Told of what happens to jobs; for the log and for metrics. Errors come as they were thrown. */
export interface JobWatch {
  /** A try has failed. Of one whose process has died nobody is left to tell. */
  failed(kind: string, key: string, error: unknown): void;
  /** No try is left. */
  gaveUp(kind: string, key: string): void;
  /** Something is wrong with the store itself. */
  trouble(error: unknown): void;
}

/** Small facts that all processes share and that outlive them. Values are JSON. */
export interface Notes {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}

/** How many jobs there are now, of all processes on one database. */
export interface JobFigures {
  /** The name of the kind, or of its dead letters with `-dead` at the end. */
  queue: string;
  running: number;
  /** May run, and wait for a worker. */
  waiting: number;
  /** Wait for a time to come: a rate limit, or the next try. */
  delayed: number;
  /** How long the oldest of those that may run has waited for a worker; 0 where none waits. */
  oldestSeconds: number;
}

export interface JobStore {
  open<Job extends object>(kind: JobKind<Job>): Promise<JobQueue<Job>>;
  notes: Notes;
  /** Absent where jobs live and die with the process: then nothing else is kept either. */
  database?: Database;
  /** One line for each queue that is open. Rejects when the store cannot be reached. */
  figures(): Promise<JobFigures[]>;
  /** Takes no more jobs and resolves when none runs any more. */
  stop(): Promise<void>;
}
