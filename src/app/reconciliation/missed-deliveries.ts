import { z } from 'zod';
import type { GitHubClient } from '../../github/github-client.js';
import { GitHubError } from '../../github/github-error.js';
import { type HookDelivery, listDeliveries, redeliver, redeliveryDaysMax } from '../../github/hook-deliveries.js';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** A webhook that we refuse each time is not worth more. */
const redeliveriesMax = 4;
/** Pages of 100 that one run looks at; the next goes on from there. */
const pagesPerRunMax = 20;
/** Deliveries are listed a little after they were made, and clocks differ. */
const overlapMilliseconds = 10 * 60 * 1000;

/** What is known between runs, as a note. */
export const deliveryNote = z.object({
  /** Older deliveries were looked at. */
  since: z.iso.datetime().optional(),
  /** The pass that is not through yet: when it began, and where it goes on. */
  pass: z.object({ begun: z.iso.datetime(), cursor: z.string().optional() }).optional(),
  /** By GUID, how often and since when. */
  redelivered: z.record(z.string(), z.object({ times: z.number(), first: z.iso.datetime() })).default({}),
});

export type DeliveryNote = z.infer<typeof deliveryNote>;

/** Asks for what was not acknowledged since the last pass. `through` is false when pages are left for another run. */
export async function askForMissed(
  octokit: GitHubClient,
  note: DeliveryNote,
  now: Date,
): Promise<{ note: DeliveryNote; redelivered: number; through: boolean }> {
  const pass = note.pass ?? { begun: now.toISOString() };
  const oldest = oldestOf(note, now);
  const redeliveries = young(note.redelivered, now);
  const taken = new Set<string>();
  let cursor = pass.cursor;
  let redelivered = 0;
  for (let page = 0; page < pagesPerRunMax; page++) {
    const { deliveries, cursor: next } = await listDeliveries(octokit, cursor);
    for (const delivery of deliveries.filter(({ deliveredAt }) => deliveredAt > oldest)) {
      if (await askFor(octokit, delivery, { taken, redeliveries, now })) redelivered++;
    }
    cursor = next;
    const last = deliveries.at(-1);
    if (next === undefined || !last || last.deliveredAt <= oldest) {
      const since = new Date(Date.parse(pass.begun) - overlapMilliseconds).toISOString();
      return { note: { since, redelivered: redeliveries }, redelivered, through: true };
    }
  }
  const rest = { ...(note.since === undefined ? {} : { since: note.since }), redelivered: redeliveries };
  return {
    note: { ...rest, pass: { begun: pass.begun, ...(cursor === undefined ? {} : { cursor }) } },
    redelivered,
    through: false,
  };
}

interface Pass {
  /** GUIDs of which one attempt was acknowledged, or which were asked for: newer attempts come first. */
  taken: Set<string>;
  redeliveries: DeliveryNote['redelivered'];
  now: Date;
}

async function askFor(octokit: GitHubClient, delivery: HookDelivery, { taken, redeliveries, now }: Pass) {
  const { guid } = delivery;
  if (taken.has(guid)) return false;
  taken.add(guid);
  if (delivery.taken) return false;
  const known = redeliveries[guid] ?? { times: 0, first: now.toISOString() };
  if (known.times >= redeliveriesMax) return false;
  redeliveries[guid] = { ...known, times: known.times + 1 };
  try {
    await redeliver(octokit, delivery);
    return true;
  } catch (error) {
    // Too old meanwhile, or of an installation that is gone.
    if (error instanceof GitHubError && (error.status === 404 || error.status === 422 || error.status === 400))
      return false;
    throw error;
  }
}

function oldestOf({ since }: DeliveryNote, now: Date): Date {
  const window = now.getTime() - redeliveryDaysMax * dayMilliseconds;
  return new Date(Math.max(window, since === undefined ? 0 : Date.parse(since)));
}

function young(redelivered: DeliveryNote['redelivered'], now: Date): DeliveryNote['redelivered'] {
  const oldest = now.getTime() - (redeliveryDaysMax + 1) * dayMilliseconds;
  return Object.fromEntries(Object.entries(redelivered).filter(([, { first }]) => Date.parse(first) > oldest));
}
