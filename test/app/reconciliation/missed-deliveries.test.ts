import { expect, test } from 'vitest';
import { askForMissed, type DeliveryNote } from '../../../src/app/reconciliation/missed-deliveries.js';
import type { GitHubClient } from '../../../src/github/github-client.js';

const now = new Date('2026-03-10T12:00:00Z');
const minute = 60_000;

interface Attempt {
  guid: string;
  /** Before `now`. */
  minutesAgo: number;
  status: number;
}

/** A client of a GitHub that has these attempts, newest first, so many on each page. */
function clientOf(attempts: readonly Attempt[], perPage = 100, refuse = 0) {
  const again: string[] = [];
  const pages: (string | undefined)[] = [];
  const client = {
    async request(route: string, { cursor, delivery_id: id }: { cursor?: string; delivery_id?: number }) {
      if (route.startsWith('POST')) {
        if (refuse > 0) {
          throw Object.assign(new Error('no'), {
            name: 'HttpError',
            status: refuse,
            response: { data: {}, headers: {} },
          });
        }
        again.push(attempts[id ?? 0]?.guid ?? '');
        return { data: {} };
      }
      pages.push(cursor);
      const from = Number(cursor ?? 0);
      const next = from + perPage;
      return {
        headers:
          next < attempts.length
            ? { link: `<https://api.github.com/app/hook/deliveries?cursor=${next}>; rel="next"` }
            : {},
        data: attempts.slice(from, next).map(({ guid, minutesAgo, status }, index) => ({
          id: from + index,
          guid,
          event: 'pull_request',
          delivered_at: new Date(now.getTime() - minutesAgo * minute).toISOString(),
          status_code: status,
        })),
      };
    },
  } as unknown as GitHubClient;
  return { client, again, pages };
}

const nothing: DeliveryNote = { redelivered: {} };

test('what was not acknowledged is asked for again, once for all its attempts', async () => {
  const { client, again } = clientOf([
    { guid: 'refused', minutesAgo: 1, status: 503 },
    { guid: 'well', minutesAgo: 2, status: 200 },
    { guid: 'refused', minutesAgo: 3, status: 0 },
    { guid: 'lost', minutesAgo: 4, status: 0 },
  ]);
  const { redelivered, through, note } = await askForMissed(client, nothing, now);
  expect(again).toEqual(['refused', 'lost']);
  expect({ redelivered, through }).toEqual({ redelivered: 2, through: true });
  expect(note.since).toBe('2026-03-10T11:50:00.000Z');
});

test('what was taken at a later attempt is not asked for', async () => {
  const { client, again } = clientOf([
    { guid: 'late', minutesAgo: 1, status: 202 },
    { guid: 'late', minutesAgo: 9, status: 0 },
  ]);
  await askForMissed(client, nothing, now);
  expect(again).toEqual([]);
});

test("only GitHub's window is looked at, and of it what the last pass has not seen", async () => {
  const day = 24 * 60;
  const attempts = [
    { guid: 'new', minutesAgo: 5, status: 0 },
    { guid: 'seen', minutesAgo: 60, status: 0 },
    { guid: 'too old', minutesAgo: 3 * day + 1, status: 0 },
    { guid: 'older', minutesAgo: 4 * day, status: 0 },
  ];
  const first = clientOf(attempts, 1);
  await askForMissed(first.client, nothing, now);
  expect(first.again).toEqual(['new', 'seen']);
  expect(first.pages).toHaveLength(3);
  const second = clientOf(attempts, 1);
  await askForMissed(second.client, { ...nothing, since: '2026-03-10T11:30:00.000Z' }, now);
  expect(second.again).toEqual(['new']);
});

test('a webhook that is refused each time is asked for four times', async () => {
  let note = nothing;
  const all: string[] = [];
  for (let pass = 0; pass < 7; pass++) {
    const { client, again } = clientOf([{ guid: 'bad', minutesAgo: 1, status: 400 }]);
    note = (await askForMissed(client, note, now)).note;
    all.push(...again);
  }
  expect(all).toEqual(['bad', 'bad', 'bad', 'bad']);
});

test('one that GitHub no longer has does not keep the others from it', async () => {
  const { client } = clientOf([{ guid: 'gone', minutesAgo: 1, status: 0 }], 100, 404);
  expect(await askForMissed(client, nothing, now)).toMatchObject({ redelivered: 0, through: true });
});

test('many pages are looked at in several runs, from where the last one ended', async () => {
  const attempts = Array.from({ length: 25 }, (_, index) => ({ guid: `g${index}`, minutesAgo: index, status: 0 }));
  const first = clientOf(attempts, 1);
  const half = await askForMissed(first.client, nothing, now);
  expect(half.through).toBe(false);
  expect(first.again).toHaveLength(20);
  const second = clientOf(attempts, 1);
  const whole = await askForMissed(second.client, half.note, new Date(now.getTime() + minute));
  expect(whole.through).toBe(true);
  expect(second.pages[0]).toBe('20');
  expect(second.again).toEqual(['g20', 'g21', 'g22', 'g23', 'g24']);
  // The next pass begins where this one began.
  expect(whole.note.since).toBe('2026-03-10T11:50:00.000Z');
});
