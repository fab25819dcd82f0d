import { createHmac, randomUUID } from 'node:crypto';
import { complete } from './complete.js';
import { deliveryMillisecondsMax } from './limits.js';
import { pullFigures, renderPull, renderRepository, renderUser } from './render.js';
import type { Account, Pull, Repository, State } from './state.js';
import type { Delivery } from './world.js';

/** Where deliveries go; without a URL they are only logged. */
export interface Receiver {
  url?: string;
  secret: string;
}

type PullAction = 'opened' | 'synchronize' | 'closed' | 'reopened' | 'ready_for_review' | 'edited';

/** Delivers a `pull_request` event as GitHub builds it. */
export async function deliverPull(
  state: State,
  receiver: Receiver,
  repository: Repository,
  pull: Pull,
  {
    action,
    sender,
    ...more
  }: { action: PullAction; sender: Account; before?: string; after?: string; changes?: Record<string, unknown> },
): Promise<void> {
  const figures = await pullFigures(repository, pull);
  const payload = {
    action,
    number: pull.number,
    ...more,
    // Only these three shapes of a pull request differ in the description: each event names its own.
    pull_request: renderPull(state, repository, pull, figures),
    repository: renderRepository(state, repository),
    sender: renderUser(state, sender),
    installation: installationOf(state),
  };
  const schema = `webhook-pull-request-${action.replaceAll('_', '-')}`;
  await deliver(state, receiver, 'pull_request', complete(state.contract.description, schema, payload));
}

export const installationOf = (state: State) => ({
  id: state.app.installationId,
  node_id: `MDIzOkludGVncmF0aW9u${state.app.installationId}`,
});

/** They come to every app; one that asks for them is refused: https://github.com/tuist/tuist/pull/10709 */
const sentToAll: readonly string[] = ['installation', 'installation_repositories'];

/** Signs, sends and logs. An event the app is not subscribed to goes nowhere. */
export async function deliver(
  state: State,
  receiver: Receiver,
  event: string,
  payload: Record<string, unknown>,
): Promise<Delivery | undefined> {
  const action = String(payload.action ?? '');
  if (!sentToAll.includes(event) && !state.events.includes(event)) return undefined;
  const body = JSON.stringify(payload);
  const delivery: Delivery = {
    id: state.nextId(),
    guid: randomUUID(),
    deliveredAt: state.now(),
    event,
    action,
    redelivery: false,
    payload,
    body,
    signature: `sha256=${createHmac('sha256', receiver.secret).update(body).digest('hex')}`,
  };
  await send(state, receiver, delivery);
  return delivery;
}

/** The same GUID and the same body: https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks#use-the-x-github-delivery-header */
export async function redeliver(state: State, receiver: Receiver, guid: string): Promise<Delivery> {
  const first = state.deliveries.find((delivery) => delivery.guid === guid);
  if (!first) throw new Error(`expected the GUID of a delivery, got ${guid}`);
  const { status: _, ...again } = { ...first, id: state.nextId(), deliveredAt: state.now(), redelivery: true };
  await send(state, receiver, again);
  return again;
}

async function send(state: State, { url }: Receiver, delivery: Delivery): Promise<void> {
  state.deliveries.push(delivery);
  if (url === undefined) return;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: delivery.body,
      headers: headersOf(state, delivery),
      signal: AbortSignal.timeout(deliveryMillisecondsMax),
    });
    await response.arrayBuffer();
    delivery.status = response.status;
  } catch {
    delivery.status = 0; // nobody there, or no answer in time: the log says so, as GitHub's does
  }
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers */
const headersOf = (state: State, { event, guid, signature }: Delivery): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'GitHub-Hookshot/localhost',
  'x-github-delivery': guid,
  'x-github-event': event,
  'x-github-hook-id': '1',
  'x-github-hook-installation-target-id': String(state.app.id),
  'x-github-hook-installation-target-type': 'integration',
  'x-hub-signature-256': signature,
});
