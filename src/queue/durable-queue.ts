import type { Job as BossJob, PgBoss } from 'pg-boss';
import { describeError } from '../review/describe-error.js';
import { createAdd } from './add-together.js';
import type { JobDatabase } from './database.js';
import type { JobKind, JobQueue, JobWatch } from './job-queue.js';
import type { JobTiming } from './job-timing.js';

export interface QueueParts {
  boss: PgBoss;
  database: JobDatabase;
  watch: JobWatch;
  timing: JobTiming;
}

/** Ours is what was stored; pg-boss does not know of what kind it is. */
type StoredJob = BossJob<unknown>;

type Run = (job: StoredJob) => Promise<JobEnd>;

/** In pg-boss's words; `output` is stored beside the job. */
interface JobEnd {
  status: 'completed' | 'failed' | 'deadletter';
  output?: object;
}

const completed: JobEnd = { status: 'completed' };

/** Longer than any job may run; a process that is alive and hangs is found by this, one that is dead by its heartbeat. */
const runSecondsMax = 15 * 60;
/** What is done is of no interest, and is kept a little for whoever asks what happened. */
const doneKeptSeconds = 24 * 60 * 60;

/** The queue of dead letters. */
export const deadOf = (name: string) => `${name}-dead`;

/** One kind of job on pg-boss. `<name>-dead` holds the jobs that failed for good, until somebody was told. */
export async function openDurableQueue<Job extends object>(
  parts: QueueParts,
  kind: JobKind<Job>,
): Promise<JobQueue<Job>> {
  const { boss, database, timing } = parts;
  const dead = deadOf(kind.name);
  const queue: JobQueue<Job> = { add: createAdd(parts, kind) };
  const options = {
    retryLimit: timing.retries,
    retryDelay: timing.retrySeconds,
    retryBackoff: true,
    retryDelayMax: timing.retrySecondsMax,
    heartbeatSeconds: timing.heartbeatSeconds,
    expireInSeconds: runSecondsMax,
    deleteAfterSeconds: doneKeptSeconds,
    notify: true,
  };
  await keepQueue(boss, dead, options);
  await keepQueue(boss, kind.name, { ...options, deadLetter: dead, policy: 'short' });
  if (database.ownsAllJobs) for (const name of [kind.name, dead]) await handBackOrphans(boss, name);
  for (let worker = 0; worker < kind.concurrency; worker++) {
    await startWorker(parts, kind.name, (job) => runJob(parts, kind, queue, job));
  }
  await startWorker(parts, dead, (job) => buryJob(parts, kind, job));
  return queue;
}

type KeptOptions = Parameters<PgBoss['updateQueue']>[1] & { policy?: string };

/** A queue that an older version has made takes the options of this one. */
async function keepQueue(boss: PgBoss, name: string, { policy, ...options }: KeptOptions & { deadLetter?: string }) {
  await boss.createQueue(name, {
    ...options,
    ...(policy === undefined ? {} : { policy }),
  } as Parameters<PgBoss['createQueue']>[1]);
  await boss.updateQueue(name, options);
}

/** What the process before this one was killed under. Its heartbeat would be waited for in vain. */
async function handBackOrphans(boss: PgBoss, name: string): Promise<void> {
  const active = (await boss.findJobs(name)).filter(({ state }) => state === 'active');
  for (const { id } of active) {
    await boss.fail(name, id, { error: 'the process ended' });
    await boss.update(name, undefined, { id, startAfter: 0 });
  }
}

/**
 * A worker that looks for the next job as soon as it is done with one: left to itself it waits for its next poll after each. `work` gives the id of one
 * worker only, so each is started by itself.
 */
async function startWorker({ boss, timing }: QueueParts, name: string, run: Run) {
  const id = await boss.work<unknown>(
    name,
    {
      batchSize: 1,
      groupConcurrency: 1,
      perJobResults: true,
      heartbeatRefreshSeconds: timing.heartbeatSeconds / 3,
      pollingIntervalSeconds: timing.pollSeconds,
      notifyPollingIntervalSeconds: timing.pollSeconds,
    },
    async ([job]) => {
      try {
        return job ? [{ id: job.id, ...(await run(job)) }] : [];
      } finally {
        boss.notifyWorker(id);
      }
    },
  );
}

async function runJob<Job extends object>(
  parts: QueueParts,
  kind: JobKind<Job>,
  queue: JobQueue<Job>,
  stored: StoredJob,
): Promise<JobEnd> {
  const job = readBack(parts, kind, stored);
  if (!job) return completed;
  if (await isRunElsewhere(parts, kind.name, kind.keyOf(job), stored)) {
    await queue.add(job, new Date(Date.now() + collisionMilliseconds));
    return completed;
  }
  const { id, retryCount } = stored;
  const lease = { stillOurs: async () => isTouched(await parts.boss.touch(kind.name, { id, retryCount })) };
  return endOf(parts, kind, job, async () => {
    const end = await kind.run(job, lease);
    if (end === 'hopeless') return { status: 'deadletter' };
    if (end !== 'done') await queue.add(job, end.again);
    return completed;
  });
}

/** What `touch` gives besides what its type says: how many jobs are still active under the claim that asks. */
const isTouched = (response: object) => 'affected' in response && Number(response.affected) > 0;

/** After two jobs of one key were taken at the same moment. */
const collisionMilliseconds = 500;

/**
 * Two fetches at the same moment do not see each other's job. Both are written down as active before either is looked at here, so at least one of
 * them sees the other and steps back; where both do, they become one again by waiting.
 */
async function isRunElsewhere({ boss }: QueueParts, name: string, key: string, { id }: StoredJob): Promise<boolean> {
  const jobs = await boss.findJobs(name, { key });
  return jobs.some((other) => other.state === 'active' && other.id !== id);
}

/** The dead letter: somebody is told, and that is tried again for as long as the job itself was. */
async function buryJob<Job extends object>(parts: QueueParts, kind: JobKind<Job>, stored: StoredJob): Promise<JobEnd> {
  const job = readBack(parts, kind, stored);
  if (!job) return completed;
  if (stored.retryCount === 0) parts.watch.gaveUp(kind.name, kind.keyOf(job));
  return endOf(parts, kind, job, async () => {
    await kind.giveUp(job);
    return completed;
  });
}

/** Undefined for what this version does not understand: the next push, or reconciliation, brings it in today's form. */
function readBack<Job extends object>({ watch }: QueueParts, kind: JobKind<Job>, { data }: StoredJob): Job | undefined {
  const result = kind.schema.safeParse(data);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  watch.trouble(new Error(`expected a job of the kind ${kind.name}, got one with something else at ${fields}`));
  return undefined;
}

/** pg-boss would store what is thrown, all of it. So nothing is: it is given a description without code, tokens or payloads. */
async function endOf<Job extends object>(
  { watch }: QueueParts,
  kind: JobKind<Job>,
  job: Job,
  run: () => Promise<JobEnd>,
): Promise<JobEnd> {
  try {
    return await run();
  } catch (error) {
    watch.failed(kind.name, kind.keyOf(job), error);
    const { frames: _, ...output } = describeError(error);
    return { status: 'failed', output };
  }
}
