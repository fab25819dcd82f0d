import { z } from 'zod';
import { nothingToReview, unexpectedPayload, type WebhookEvent } from './webhook-event.js';
import type { RepositoryName, Work } from './work.js';

/** Repositories of one installation that are looked at for open pull requests when they are new; the others are reviewed at their next push. */
export const newRepositoriesMax = 50;

const named = z.object({ full_name: z.string().regex(/^[^/]+\/[^/]+$/) });

/**
 * Sent to every app, and not to be asked for in its manifest: "Default events unsupported: installation"
 * (https://github.com/tuist/tuist/pull/10709). `created` names the repositories, `installation_repositories.added` those that are new.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
 */
const schema = z.object({
  action: z.string(),
  installation: z.object({ id: z.number().int(), html_url: z.url({ protocol: /^https?$/ }) }),
  repositories: z.array(named).optional(),
  repositories_added: z.array(named).optional(),
});

/** The open pull requests of repositories that the app was given. */
export function installationWork(event: WebhookEvent): Work {
  const result = schema.safeParse(event.payload);
  if (!result.success) return unexpectedPayload(result.error);
  const { action, installation, repositories, repositories_added: added } = result.data;
  const isNew = event.name === 'installation' ? action === 'created' || action === 'unsuspend' : action === 'added';
  const names = (event.name === 'installation' ? repositories : added) ?? [];
  if (!isNew || names.length === 0) return nothingToReview(event, action);
  return {
    catchUp: {
      installation: installation.id,
      repositories: names.slice(0, newRepositoriesMax).map(({ full_name: name }) => repositoryName(name)),
      delivery: event.id,
      webUrl: new URL(installation.html_url).origin,
    },
  };
}

function repositoryName(fullName: string): RepositoryName {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}
