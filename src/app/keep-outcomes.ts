import type { GitHubClient } from '../github/github-client.js';
import type { Insights } from '../outcomes/insights.js';
import type { MergedPull } from '../outcomes/merged-pull.js';
import { openOutcomes } from '../outcomes/outcome-store.js';
import type { Database } from '../queue/database.js';
import type { JobQueue, JobStore } from '../queue/job-queue.js';
import type { OutcomeLog } from '../review/outcome-log.js';
import { demotionNoticeKind } from './demotion-notice-kind.js';
import type { InstallationWaits } from './installation-waits.js';
import { mergeKind } from './merge-kind.js';

export interface KeptOutcomes {
  log: OutcomeLog;
  merges: JobQueue<MergedPull>;
  insights(): Promise<Insights>;
}

interface Parts {
  signIn(installation: number): Promise<GitHubClient>;
  waits: InstallationWaits;
  /** Told of each notice, for the log. */
  told(fields: object): void;
}

/** What becomes of findings is kept beside the jobs. Whoever learns of an outcome that demotes an incident sees to it that this is told. */
export async function keepOutcomes(
  jobs: JobStore & { database: Database },
  { signIn, waits, told }: Parts,
): Promise<KeptOutcomes> {
  const store = await openOutcomes(jobs.database);
  const notices = await jobs.open(demotionNoticeKind({ store, signIn, waits, told }));
  const tell = async (installation: number, untold: boolean) => {
    if (untold) await notices.add({ installation });
  };
  return {
    insights: store.insights,
    log: {
      recordsOf: store.recordsOf,
      reviewed: async (job, review) => tell(job.installation, await store.reviewed(job, review)),
      decided: async (job, triaged) => tell(job.installation, await store.decided(job, triaged)),
    },
    merges: await jobs.open(mergeKind(async (pull) => tell(pull.installation, await store.merged(pull)))),
  };
}
