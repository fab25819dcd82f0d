import { GitHubError } from '../github/github-error.js';
import type { JobKind, Notes, RunEnd } from '../queue/job-queue.js';
import { triageJobs } from '../queue/triage-queue.js';
import type { ReviewLog } from '../review/review-pull.js';
import { tellGivenUp } from '../review/tell-given-up.js';
import type { TriageHost } from '../review/triage-host.js';
import type { TriageJob } from '../review/triage-job.js';
import { type TriagePorts, triagePull } from '../review/triage-pull.js';
import { type InstallationWaits, waiting } from './installation-waits.js';

export interface TriageParts {
  hostOf(job: TriageJob): Promise<TriageHost>;
  logOf(job: TriageJob): ReviewLog;
  notes: Notes;
  waits: InstallationWaits;
  outcomes?: TriagePorts['outcomes'];
}

/** Until a review that is running is looked for again. */
const waitMilliseconds = 1_000;

/** How a reply or a button becomes a decision. One at a time: two that read the same pull request would not know of each other. */
export function triageKind({ hostOf, logOf, notes, waits, outcomes }: TriageParts): JobKind<TriageJob> {
  const kind: JobKind<TriageJob> = {
    ...triageJobs,
    concurrency: 1,
    async run(job): Promise<RunEnd> {
      const ports = { host: await hostOf(job), log: logOf(job), now: () => new Date() };
      try {
        const outcome = await triagePull(job, { ...ports, ...(outcomes ? { outcomes } : {}) });
        return outcome === 'a review is running' ? { again: new Date(Date.now() + waitMilliseconds) } : 'done';
      } catch (error) {
        await notes.write(reasonFor(job), reasonOf(error));
        throw error;
      }
    },
    async giveUp(job) {
      const reason = await notes.read(reasonFor(job));
      if (reason === told) return;
      // First: the answer may be lost after GitHub has carried it out, and would be said twice.
      await notes.write(reasonFor(job), told);
      try {
        await tellGivenUp(job, await hostOf(job), typeof reason === 'string' ? reason : 'it broke off every time');
      } catch (error) {
        if (wasRefused(error)) await notes.write(reasonFor(job), reason ?? null);
        throw error;
      }
    },
  };
  return waiting(kind, waits);
}

/** In place of the reason when the writer was answered. */
const told = 'told';

/** Why the last try has failed: the one who tells it may be another process. */
const reasonFor = (job: TriageJob) => `failure/triage/${triageJobs.keyOf(job)}`;

/** Plain, and without anything of the error that could hold code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof GitHubError)) return 'Hindsight itself has failed';
  return error.status > 0 ? `GitHub refused it (status ${error.status})` : 'GitHub did not answer';
}

/** GitHub has said that nothing was done. */
function wasRefused(error: unknown): boolean {
  return error instanceof GitHubError && error.status >= 400 && error.status < 500;
}
