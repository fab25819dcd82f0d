import { z } from 'zod';
import type { ReviewJob } from '../review/review-job.js';
import type { Skip } from '../review/skip.js';

/** A webhook as Probot hands it on. `id` is the delivery. */
export interface WebhookEvent {
  id: string;
  name: string;
  payload: unknown;
}

/** Actions after which the code at the head, or the wish to have it reviewed, is new. */
export const reviewedActions = ['opened', 'synchronize', 'reopened', 'ready_for_review'] as const;

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/**
 * The fields in use and nothing more: GitHub's own schemas refuse payloads that GitHub sends.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
const pullRequestSchema = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int() }).optional(),
  repository: z.object({
    name: z.string().min(1),
    owner: z.object({ login: z.string().min(1) }),
    html_url: z.url({ protocol: /^https?$/ }),
  }),
  pull_request: z.object({
    number: z.number().int().positive(),
    draft: z.boolean().optional(),
    state: z.string(),
    updated_at: z.string(),
    head: z.object({ sha }),
    base: z.object({ sha }),
  }),
});

/** A review that the event asks for, or why it asks for none. */
export function toReviewJob(event: WebhookEvent): ReviewJob | Skip {
  if (event.name !== 'pull_request') return { skip: `the event ${event.name} asks for no review` };
  const result = pullRequestSchema.safeParse(event.payload);
  if (!result.success) return { skip: `unexpected payload: ${wrongFields(result.error)}` };
  const { action, installation, repository, pull_request: pull } = result.data;
  if (!reviewedActions.some((reviewed) => reviewed === action))
    return { skip: `pull_request.${action} changes nothing to review` };
  if (!installation) return { skip: 'the webhook belongs to no installation of the app, so nothing could be read' };
  if (pull.state !== 'open') return { skip: 'the pull request is closed' };
  if (pull.draft) return { skip: 'the pull request is a draft: it is reviewed when it is ready for review' };
  return {
    installation: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    pull: pull.number,
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    delivery: event.id,
    repositoryUrl: repository.html_url,
    updatedAt: pull.updated_at,
  };
}

/** Names of fields only: values of the payload do not belong into a log. */
function wrongFields(error: z.ZodError): string {
  return [...new Set(error.issues.map((issue) => issue.path.join('.') || 'the whole'))].slice(0, 5).join(', ');
}
