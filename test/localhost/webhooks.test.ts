import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalGitHub, startLocalGitHub } from '../../src/localhost/local-github.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let github: LocalGitHub;
let receiver: Server;
let received: Received[];
let status: number;

beforeEach(async () => {
  received = [];
  status = 202;
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  github = await startLocalGitHub({ webhookUrl: `http://127.0.0.1:${port}/hook`, webhookSecret: 'knock knock' });
});

afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const openPull = async () =>
  (await github.createRepository({ files: { 'a.go': 'package a\n' } })).openPull({
    draft: true,
    files: { 'b.go': 'package a\n' },
    author: 'mona',
  });

test('what happens to a pull request is delivered, signed, in the shape GitHub describes', async () => {
  const pull = await openPull();
  const first = pull.headSha;
  await pull.readyForReview();
  await pull.push({ 'c.go': 'package a\n' });
  const second = pull.headSha;
  await pull.forcePush(first);
  await pull.close();
  await pull.reopen();
  const actions = github.deliveries.map(({ action }) => action);
  expect(actions).toEqual(['opened', 'ready_for_review', 'synchronize', 'synchronize', 'closed', 'reopened']);
  for (const { action, payload } of github.deliveries) {
    expect(github.contract.checkWebhook('pull_request', action, payload)).toEqual([]);
  }
  expect(github.deliveries[0]?.payload).toMatchObject({
    number: 1,
    pull_request: { draft: true, user: { login: 'mona' }, head: { sha: first }, base: { ref: 'main' } },
    repository: { full_name: 'octocat/hello' },
    installation: { id: github.app.installationId },
    sender: { login: 'mona' },
  });
  expect(github.deliveries[3]?.payload).toMatchObject({ before: second, after: first });
});

test('the receiver gets the headers and can check the signature', async () => {
  await openPull();
  const [{ headers, body }] = received as [Received];
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    'x-hub-signature-256': `sha256=${createHmac('sha256', 'knock knock').update(body).digest('hex')}`,
  });
  expect(github.deliveries).toMatchObject([{ status: 202, redelivery: false, guid: headers['x-github-delivery'] }]);
});

test('a redelivery has the same GUID and the same body', async () => {
  status = 500;
  await openPull();
  const [first] = github.deliveries;
  status = 202;
  await github.redeliver(first?.guid ?? '');
  expect(github.deliveries.map((delivery) => [delivery.redelivery, delivery.status])).toEqual([
    [false, 500],
    [true, 202],
  ]);
  expect(received[1]?.body).toBe(received[0]?.body);
  expect(received[1]?.headers['x-github-delivery']).toBe(first?.guid);
});

test('a receiver that cannot be reached is told by status 0', async () => {
  github.sendWebhooksTo('http://127.0.0.1:1/');
  await openPull();
  expect(github.deliveries).toMatchObject([{ action: 'opened', status: 0 }]);
});

test('an event that the app is not subscribed to goes nowhere', async () => {
  expect(await github.deliver('issues', { action: 'opened' })).toBeUndefined();
  expect(received).toEqual([]);
});
