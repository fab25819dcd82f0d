import { z } from 'zod';
import {
  installation,
  nothingToReview,
  notInstalled,
  originOf,
  repository,
  unexpectedPayload,
  type WebhookEvent,
} from './webhook-event.js';
import type { Work } from './work.js';

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review_comment */
const schema = z.object({
  action: z.string(),
  installation,
  repository,
  pull_request: z.object({ number: z.number().int().positive() }),
  comment: z.object({
    id: z.number().int(),
    in_reply_to_id: z.number().int().optional(),
    body: z.string(),
    // A deleted account has none.
    user: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
  }),
});

/** What somebody wrote on a line. Comments of bots, our own among them, ask for nothing. */
export function reviewCommentWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repository, pull_request: pull, comment } = result.data;
  if (action !== 'created') return nothingToReview(event, action);
  if (!installation) return notInstalled;
  const { id, in_reply_to_id: inReplyTo, body, user } = comment;
  if (!user) return { kind: 'nothing to review', skip: 'the comment has no author' };
  const isBot = user.type === 'Bot';
  if (isBot) return { kind: 'nothing to review', skip: 'the comment is a bot’s' };
  return {
    comment: {
      ...originOf(event, { installation, repository }),
      pull: pull.number,
      comment: {
        id,
        ...(inReplyTo === undefined ? {} : { inReplyTo }),
        author: { login: user.login },
        body,
      },
    },
  };
}
