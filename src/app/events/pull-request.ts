import { z } from 'zod';
import type { Skip } from '../../review/skip.js';
import {
  installation,
  nothingToReview,
  notInstalled,
  originOf,
  repository,
  sha,
  unexpectedPayload,
  type WebhookEvent,
} from './webhook-event.js';
import type { Work } from './work.js';

/**
 * Actions after which the code at the head, what it is merged into, or the wish to have it reviewed is new. `closed` is one of them: the job takes the
 * place of one that waits, finds the pull request closed, and ends what a review before it has left in progress.
 */
export const reviewedActions = ['opened', 'synchronize', 'reopened', 'ready_for_review', 'edited', 'closed'] as const;

/**
 * The fields in use and nothing more: GitHub's own schemas refuse payloads that GitHub sends.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
const schema = z.object({
  action: z.string(),
  installation,
  repository,
  /** Of `edited`: `base` is there when the pull request was pointed at another branch. */
  changes: z.object({ base: z.unknown().optional() }).optional(),
  pull_request: z.object({
    number: z.number().int().positive(),
    draft: z.boolean().optional(),
    state: z.string(),
    updated_at: z.string(),
    merged: z.boolean().nullish(),
    head: z.object({ sha }),
    base: z.object({ sha }),
  }),
});

/** A review that the event asks for, or why it asks for none. */
export function pullRequestWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repository, pull_request: pull, changes } = result.data;
  if (!reviewedActions.some((reviewed) => reviewed === action)) return nothingToReview(event, action);
  if (action === 'edited' && changes?.base === undefined) return sameCode;
  if (!installation) return notInstalled;
  if (action !== 'closed' && pull.state !== 'open') return { kind: 'closed', skip: 'the pull request is closed' };
  const { repositoryUrl, ...origin } = originOf(event, { installation, repository });
  const same = { ...origin, pull: pull.number, headSha: pull.head.sha };
  return {
    ...(action === 'closed' && pull.merged ? { merged: same } : {}),
    review: {
      ...same,
      baseSha: pull.base.sha,
      repositoryUrl,
      updatedAt: pull.updated_at,
      ...(pull.draft && action !== 'closed' ? { draft: true } : {}),
      // The same head has another verdict against another base.
      ...(action === 'edited' ? { again: event.id } : {}),
    },
  };
}

const sameCode: Skip = { kind: 'nothing to review', skip: 'pull_request.edited without another base changes no code' };
