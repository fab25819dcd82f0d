import { z } from 'zod';
import type { Skip } from '../../review/skip.js';

/** A webhook as Probot hands it on. `id` is the delivery. */
export interface WebhookEvent {
  id: string;
  name: string;
  payload: unknown;
}

/** A commit by its full id. */
export const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/** Absent where a webhook belongs to no installation of the app; then nothing could be read. */
export const installation = z.object({ id: z.number().int() }).optional();

export const repository = z.object({
  name: z.string().min(1),
  owner: z.object({ login: z.string().min(1) }),
  html_url: z.url({ protocol: /^https?$/ }),
});

interface OfRepository {
  installation: { id: number };
  repository: z.infer<typeof repository>;
}

/** What every job says of where it comes from. */
export function originOf(event: WebhookEvent, { installation, repository }: OfRepository) {
  return {
    installation: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    delivery: event.id,
    repositoryUrl: repository.html_url,
  };
}

export const notInstalled: Skip = {
  kind: 'no installation',
  skip: 'the webhook belongs to no installation of the app, so nothing could be read',
};

/** Names of fields only: values of the payload do not belong into a log. */
export function unexpectedPayload(error: z.ZodError): Skip {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'the whole');
  return { kind: 'unexpected payload', skip: `unexpected payload: ${[...new Set(fields)].slice(0, 5).join(', ')}` };
}

export function nothingToReview(event: WebhookEvent, action: string): Skip {
  return { kind: 'nothing to review', skip: `${event.name}.${action} changes nothing to review` };
}
