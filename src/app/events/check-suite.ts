import { z } from 'zod';
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

/** "Re-run all checks": https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite */
const schema = z.object({
  action: z.string(),
  installation,
  repository,
  check_suite: z.object({
    head_sha: sha,
    pull_requests: z.array(z.object({ number: z.number().int().positive() })).default([]),
  }),
});

export function checkSuiteWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repository, check_suite: suite } = result.data;
  if (action !== 'rerequested') return nothingToReview(event, action);
  if (!installation) return notInstalled;
  return {
    reviewSuite: {
      ...originOf(event, { installation, repository }),
      headSha: suite.head_sha,
      pulls: suite.pull_requests.map(({ number }) => number),
    },
  };
}
