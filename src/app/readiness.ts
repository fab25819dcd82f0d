import type { JobStore } from '../queue/job-queue.js';

/** A store that takes longer could not keep a webhook within the 10 s that GitHub waits. */
const answerMillisecondsMax = 3_000;
/** Whoever reaches the port may ask; this is how often the store is asked on their behalf. */
const answerKeptMilliseconds = 1_000;

export type Readiness = () => Promise<'ready' | { reason: string }>;

/** Whether a webhook that came now would be kept and could be reviewed. */
export function createReadiness(jobs: Pick<JobStore, 'figures'>, incidents: readonly unknown[]): Readiness {
  let asked: { at: number; answer: Promise<boolean> } | undefined;
  return async () => {
    if (incidents.length === 0) return { reason: 'no incidents are loaded' };
    if (!asked || performance.now() - asked.at > answerKeptMilliseconds) {
      asked = { at: performance.now(), answer: answers(jobs) };
    }
    return (await asked.answer) ? 'ready' : { reason: 'the job store does not answer' };
  };
}

function answers(jobs: Pick<JobStore, 'figures'>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), answerMillisecondsMax);
    jobs
      .figures()
      .then(
        () => true,
        () => false,
      )
      .then(resolve)
      .finally(() => clearTimeout(late));
  });
}
