import { afterEach, expect, test } from 'vitest';
import { type RunningApp, startApp } from '../../src/app/app.js';
import { bodyBytesMax, webhookPath } from '../../src/app/server.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import { environment, payload, signatureOf, webhookSecret } from './credentials.js';
import { logInto } from './world.js';

let app: RunningApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** The app with its log in a list, in front of a GitHub that answers each request with `answer`. */
async function started(
  answer: () => Promise<Response> = async () => new Response('{}', { status: 404 }),
  variables: Record<string, string> = {},
) {
  const lines: string[] = [];
  const requests: string[] = [];
  const running = await startApp({
    env: { ...environment, ...variables },
    incidents: [],
    throttle: false,
    jobs: openMemoryJobs,
    reconcile: false,
    log: logInto(lines),
    fetch: async (input, init) => {
      requests.push(`${init?.method ?? 'GET'} ${String(input)}`);
      return answer();
    },
  });
  app = running;
  lines.length = 0;
  return { url: running.url, lines, requests, close: () => running.close() };
}

function deliver(url: string, body: string, headers: Record<string, string | undefined> = {}): Promise<Response> {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': signatureOf(body),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${url}${webhookPath}`, { method: 'POST', body, headers: Object.fromEntries(given) });
}

const secretPayload = { ...payload, secret: 'code of somebody' };

test('/healthz answers; other paths, those of the set-up among them, and methods do not', async () => {
  const { url } = await started();
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
  expect((await fetch(`${url}/`)).status).toBe(404);
  for (const path of ['/probot/setup', '/probot', '/manifest', '/registered?code=1&state=1', '/?key=1']) {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  }
  expect((await fetch(`${url}${webhookPath}`)).status).toBe(405);
});

test.each([
  ['wrong', signatureOf(JSON.stringify(secretPayload), 'another secret')],
  ['of another body', signatureOf('{}')],
  ['missing', undefined],
  ['empty', ''],
  ['of the old kind', 'sha1=0000000000000000000000000000000000000000'],
  ['with the secret that Probot falls back to', signatureOf(JSON.stringify(secretPayload), 'development')],
])('a signature that is %s gets 401, and nothing is logged', async (_name, signature) => {
  const { url, lines, requests } = await started();
  const response = await deliver(url, JSON.stringify(secretPayload), { 'x-hub-signature-256': signature });
  expect(response.status).toBe(401);
  expect(await response.text()).toBe('');
  expect(lines).toEqual([]);
  expect(requests).toEqual([]);
});

test('while the secret is changed, deliveries signed with either are taken, and with no third', async () => {
  const { url, lines } = await started(undefined, { WEBHOOK_SECRET_PREVIOUS: 'the old one' });
  const body = JSON.stringify({ ...payload, pull_request: { ...payload.pull_request, state: 'closed' } });
  for (const [secret, status] of [
    [webhookSecret, 200],
    ['the old one', 200],
    ['the one before', 401],
    ['', 401],
  ] as const) {
    const signature = signatureOf(body, secret);
    expect((await deliver(url, body, { 'x-hub-signature-256': signature })).status).toBe(status);
  }
  expect(lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'skipped')).toHaveLength(2);
});

test('an empty body gets 401', async () => {
  const { url } = await started();
  expect((await deliver(url, '')).status).toBe(401);
});

test('a body over 25 MB gets 413, one of 25 MB is looked at', async () => {
  const { url, lines } = await started();
  const unsigned = { 'x-hub-signature-256': signatureOf('{}') };
  expect((await deliver(url, 'x'.repeat(bodyBytesMax + 1), unsigned)).status).toBe(413);
  expect((await deliver(url, 'x'.repeat(bodyBytesMax), unsigned)).status).toBe(401);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(lines).toEqual([]);
});

test.each([
  ['that is no JSON', 'code of somebody', {}, 400],
  ['of another content type', JSON.stringify(secretPayload), { 'content-type': 'text/plain' }, 415],
  ['without its event', JSON.stringify(secretPayload), { 'x-github-event': undefined }, 400],
])('a signed body %s is refused, and not repeated in the log', async (_name, body, headers, status) => {
  const { url, lines } = await started();
  expect((await deliver(url, body, headers)).status).toBe(status);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ delivery: 'd-1', status }]);
  expect(lines.join('')).not.toContain('code of somebody');
});

test('an event that asks for no review is acknowledged, and the log says why nothing is done', async () => {
  const { url, lines, requests } = await started();
  const closed = { ...secretPayload, pull_request: { ...payload.pull_request, state: 'closed' } };
  expect((await deliver(url, JSON.stringify(closed))).status).toBe(200);
  expect((await deliver(url, JSON.stringify({ zen: 'x' }), { 'x-github-event': 'ping' })).status).toBe(200);
  const said = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 30);
  expect(said).toMatchObject([{ delivery: 'd-1', msg: 'skipped', reason: expect.stringContaining('closed') }]);
  expect(requests).toEqual([]);
});

test('a pull request is acknowledged before it is reviewed, and a GitHub that refuses costs no more than a line in the log', async () => {
  const { url, lines, requests, close } = await started();
  expect((await deliver(url, JSON.stringify(secretPayload))).status).toBe(200);
  await close();
  expect(requests[0]).toBe('POST https://api.github.com/app/installations/5/access_tokens');
  const said = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 30);
  expect(said).toMatchObject([
    { delivery: 'd-1', pull: 'octocat/hello#7', msg: 'queued' },
    { delivery: 'd-1', pull: 'octocat/hello#7', during: 'open', status: 404, msg: 'the review failed' },
    { kind: 'review', key: 'octocat/hello#7', status: 404, msg: 'a job has failed' },
    { kind: 'review', key: 'octocat/hello#7', msg: 'a job is given up' },
    { kind: 'review', key: 'octocat/hello#7', status: 404, msg: 'a job has failed' },
  ]);
  expect(lines.join('')).not.toContain('code of somebody');
});

test('close waits for the review that was acknowledged, and takes no new webhook', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { url, close } = await started(async () => {
    await released;
    return new Response('{}', { status: 404 });
  });
  await deliver(url, JSON.stringify(payload));
  let closed = false;
  const closing = close().then(() => {
    closed = true;
  });
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  expect(closed).toBe(false);
  release();
  await closing;
});

test('a port that is taken is an error', async () => {
  const { url } = await started();
  const env = { ...environment, PORT: new URL(url).port };
  await expect(startApp({ env, incidents: [], jobs: openMemoryJobs, reconcile: false })).rejects.toThrow('EADDRINUSE');
});

test('a missing secret is an error', async () => {
  await expect(startApp({ env: { ...environment, WEBHOOK_SECRET: '' }, incidents: [] })).rejects.toThrow(
    'WEBHOOK_SECRET: expected the webhook secret of the app, got nothing',
  );
});
