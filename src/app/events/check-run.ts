import { z } from 'zod';
import { readExternalId } from '../../github/external-id.js';
import { reviewAgain } from '../../review/check-buttons.js';
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
 * Both actions are sent to nobody but the app whose run it is: https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run.
 * `pull_requests` stays empty for a fork (https://github.com/nearform/lastlight/pull/283), so it is not asked: our own `external_id` says it.
 */
const schema = z.object({
  action: z.string(),
  installation,
  repository,
  check_run: z.object({ head_sha: sha, external_id: z.string().nullish() }),
  requested_action: z.object({ identifier: z.string() }).optional(),
  sender: z.object({ login: z.string() }),
});

/** A new review that somebody asked for at the check, or a button of ours that was pressed there. */
export function checkRunWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repository, check_run: run, requested_action: pressed, sender } = result.data;
  const isButton = action === 'requested_action' && pressed !== undefined;
  if (action !== 'rerequested' && !isButton) return nothingToReview(event, action);
  if (!installation) return notInstalled;
  const origin = originOf(event, { installation, repository });
  const externalId = run.external_id ?? '';
  if (isButton && pressed.identifier !== reviewAgain.identifier) {
    const { identifier } = pressed;
    return { button: { ...origin, externalId, headSha: run.head_sha, identifier, by: { login: sender.login } } };
  }
  const reviewed = readExternalId(externalId);
  if (!reviewed) return { kind: 'nothing to review', skip: 'the check run does not say which review it is of' };
  return { review: { ...origin, ...reviewed, again: event.id } };
}
