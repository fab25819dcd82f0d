import { z } from 'zod';
import type { GitHubClient } from '../github/github-client.js';
import { tellDemotions } from '../github/tell-demotions.js';
import type { OutcomeStore } from '../outcomes/outcome-store.js';
import type { JobKind } from '../queue/job-queue.js';
import { type InstallationWaits, waiting } from './installation-waits.js';

const jobSchema = z.object({ installation: z.number().int() });
export type DemotionNoticeJob = z.infer<typeof jobSchema>;

export interface NoticeParts {
  store: Pick<OutcomeStore, 'untold' | 'told' | 'refused'>;
  signIn(installation: number): Promise<GitHubClient>;
  waits: InstallationWaits;
  told(fields: object): void;
}

/** Tells an installation of its demotions, each once. One job of an installation runs at a time, so none can overtake another. */
export function demotionNoticeKind({ store, signIn, waits, told }: NoticeParts): JobKind<DemotionNoticeJob> {
  const kind: JobKind<DemotionNoticeJob> = {
    name: 'demotion-notice',
    schema: jobSchema,
    keyOf: ({ installation }) => String(installation),
    isOlder: () => false,
    concurrency: 1,
    async run({ installation }) {
      const all = await store.untold(installation);
      if (all.length === 0) return 'done';
      const octokit = await signIn(installation);
      for (const each of all) {
        const { where, demotions } = each;
        const [owner = '', repo = ''] = where.repository.split('/');
        const outcome = await tellDemotions(octokit, { owner, repo, pull: where.pull }, demotions);
        await store[outcome](each);
        told({ outcome, pull: `${where.repository}#${where.pull}`, demoted: demotions.length });
      }
      return 'done';
    },
    // The next outcome of the installation asks for it again; until then the checks list what is demoted.
    async giveUp() {},
  };
  return waiting(kind, waits);
}
