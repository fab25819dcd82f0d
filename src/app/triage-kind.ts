import type { JobKind, RunEnd } from '../queue/job-queue.js';
import { triageJobs } from '../queue/triage-queue.js';
import type { ReviewLog } from '../review/review-pull.js';
import type { TriageHost } from '../review/triage-host.js';
import type { TriageJob } from '../review/triage-job.js';
import { type TriagePorts, triagePull } from '../review/triage-pull.js';
import { type InstallationWaits, waiting } from './installation-waits.js';

export interface TriageParts {
  hostOf(job: TriageJob): Promise<TriageHost>;
  logOf(job: TriageJob): ReviewLog;
  waits: InstallationWaits;
  outcomes?: TriagePorts['outcomes'];
}

/** Until a review that is running is looked for again. */
const waitMilliseconds = 1_000;

/** How a reply or a button becomes a decision. One at a time: two that read the same pull request would not know of each other. */
export function triageKind({ hostOf, logOf, waits, outcomes }: TriageParts): JobKind<TriageJob> {
  const kind: JobKind<TriageJob> = {
    ...triageJobs,
    concurrency: 1,
    async run(job): Promise<RunEnd> {
      const ports = { host: await hostOf(job), log: logOf(job), now: () => new Date() };
      const outcome = await triagePull(job, { ...ports, ...(outcomes ? { outcomes } : {}) });
      return outcome === 'a review is running' ? { again: new Date(Date.now() + waitMilliseconds) } : 'done';
    },
    // Whoever wrote it sees that nothing happened; the log has the reason.
    async giveUp() {},
  };
  return waiting(kind, waits);
}
