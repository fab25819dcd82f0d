import { type GitHubClient, once } from './github-client.js';
import { asking } from './github-error.js';

/** One attempt of GitHub to send a webhook of the app. Attempts of one webhook share its GUID. */
export interface HookDelivery {
  id: number;
  guid: string;
  event: string;
  deliveredAt: Date;
  /** It was acknowledged. */
  taken: boolean;
}

export interface DeliveryPage {
  /** Newest first. */
  deliveries: HookDelivery[];
  /** For the next page, of older ones. */
  cursor?: string;
}

/** "You can redeliver webhook deliveries that occurred in the past 3 days" (7 on a server of one's own): https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
export const redeliveryDaysMax = 3;

const deliveriesPerPage = 100;

/** The client is signed in as the app itself: https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
export async function listDeliveries(octokit: GitHubClient, cursor?: string): Promise<DeliveryPage> {
  const { data, headers } = await asking('list the deliveries of the app', () =>
    octokit.request('GET /app/hook/deliveries', {
      per_page: deliveriesPerPage,
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const next = nextCursor(headers.link);
  return {
    deliveries: data.map(({ id, guid, event, delivered_at, status_code }) => ({
      id: Number(id),
      guid,
      event,
      deliveredAt: new Date(delivered_at),
      taken: status_code >= 200 && status_code < 300,
    })),
    ...(next === undefined ? {} : { cursor: next }),
  };
}

/** Resolves when GitHub has taken the wish; the webhook itself comes on the usual way. */
export async function redeliver(octokit: GitHubClient, { id, guid }: HookDelivery): Promise<void> {
  await asking(`deliver ${guid} again`, () =>
    octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id, ...once }),
  );
}

function nextCursor(link: string | undefined): string | undefined {
  const [, url] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return url === undefined ? undefined : (new URL(url).searchParams.get('cursor') ?? undefined);
}
