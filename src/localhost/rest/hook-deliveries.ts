import { complete } from '../complete.js';
import { GitHubError, notFound } from '../github-error.js';
import { deliveriesKeptMilliseconds, itemsPerPage } from '../limits.js';
import { timestamp } from '../render.js';
import type { State } from '../state.js';
import type { Delivery } from '../world.js';
import type { AppHandler } from './call.js';

/** https://docs.github.com/rest/apps/webhooks */
export const hookDeliveries: Record<string, AppHandler> = {
  'apps/list-webhook-deliveries': ({ state, query, url }) => {
    const wanted = Number(query.per_page ?? itemsPerPage.default);
    const perPage = Math.min(wanted, itemsPerPage.max);
    // Newest first, and by cursor: "the starting delivery from which the page of deliveries is fetched".
    const kept = keptDeliveries(state).reverse();
    const from = query.cursor === undefined ? 0 : kept.findIndex(({ id }) => cursorOf(id) === query.cursor);
    if (from < 0) throw new GitHubError(422, 'Invalid cursor');
    const next = kept[from + perPage];
    const headers = next
      ? { link: `<${url}?${new URLSearchParams({ ...query, cursor: cursorOf(next.id) })}>; rel="next"` }
      : {};
    const body = kept.slice(from, from + perPage).map((delivery) => render(state, delivery));
    return { status: 200, body, headers };
  },

  'apps/redeliver-webhook-delivery': ({ state, parameters }) => {
    const delivery = keptDeliveries(state).find(({ id }) => id === Number(parameters.delivery_id));
    if (!delivery) throw notFound();
    // Accepted first, delivered after: nobody who is asking waits for it.
    setImmediate(() => void state.redeliver(delivery.guid));
    return { status: 202, body: {} };
  },
};

/** Those that were sent somewhere, and are not on their way any more. */
function keptDeliveries(state: State): Delivery[] {
  const oldest = state.now() - deliveriesKeptMilliseconds;
  return state.deliveries.filter(({ status, deliveredAt }) => status !== undefined && deliveredAt >= oldest);
}

const cursorOf = (id: number): string => `v1_${id}`;

function render(state: State, { id, guid, event, action, redelivery, deliveredAt, status = 0 }: Delivery): unknown {
  return complete(state.contract.description, 'hook-delivery-item', {
    id,
    guid,
    event,
    action: action === '' ? null : action,
    redelivery,
    delivered_at: timestamp(new Date(deliveredAt)),
    duration: 0.1,
    status_code: status,
    status:
      status >= 200 && status < 300
        ? 'OK'
        : status === 0
          ? 'failed to connect to host'
          : `Invalid HTTP Response: ${status}`,
    installation_id: state.app.installationId,
    repository_id: null,
  });
}
