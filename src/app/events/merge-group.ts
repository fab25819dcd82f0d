import { z } from 'zod';
import { queuedPull } from '../../review/review-job.js';
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

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group: `destroyed` has a reason, `merged`, `invalidated` or `dequeued`. */
const schema = z.object({
  action: z.string(),
  installation,
  repository,
  reason: z.string().optional(),
  merge_group: z.object({ head_sha: sha, head_ref: z.string(), base_sha: sha, base_ref: z.string() }),
});

/** The check that GitHub waits for on the head of a merge group. A group that is gone takes its waiting review with it. */
export function mergeGroupWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repository, merge_group: group, reason } = result.data;
  if (action !== 'checks_requested' && action !== 'destroyed') return nothingToReview(event, action);
  if (!installation) return notInstalled;
  return {
    review: {
      ...originOf(event, { installation, repository }),
      pull: queuedPull(group.head_ref)?.pull ?? 0,
      headSha: group.head_sha,
      baseSha: group.base_sha,
      mergeGroup: {
        headRef: group.head_ref,
        baseRef: group.base_ref,
        ...(action === 'destroyed' ? { gone: reason ?? 'destroyed' } : {}),
      },
    },
  };
}
