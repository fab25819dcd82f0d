import { Counter } from 'prom-client';
import { afterEach, expect, test, vi } from 'vitest';
import { type RunningApp, startApp } from '../../src/app/app.js';
import { notKept, startServer, webhookPath } from '../../src/app/server.js';
import type { JobStore } from '../../src/queue/job-queue.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import { environment, payload, signatureOf, webhookSecret } from './credentials.js';
import { logInto } from './world.js';

let close: () => Promise<void>;
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

function deliver(url: string, name: string, given: object): Promise<Response> {
  const body = JSON.stringify(given);
  const headers = {
    'content-type': 'application/json',
    'x-github-event': name,
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': signatureOf(body),
  };
  return fetch(`${url}${webhookPath}`, { method: 'POST', body, headers });
}

const { installation, repository } = payload;
const sender = { login: 'mona' };
const head = 'a'.repeat(40);
const installed = { id: 5, html_url: 'https://github.com/settings/installations/5' };
const named = [{ full_name: 'octocat/hello' }];
const run = { head_sha: head, external_id: `pull/7/${head}` };
const reply = {
  id: 9,
  in_reply_to_id: 8,
  body: '/hindsight accept It is meant.',
  user: { login: 'mona', type: 'User' },
};

/** Every kind of webhook that asks for something. */
const asking: [name: string, given: object][] = [
  ['pull_request', payload],
  ['check_run', { action: 'rerequested', check_run: run, installation, repository, sender }],
  ['check_suite', { action: 'rerequested', check_suite: { head_sha: head }, installation, repository }],
  ['installation', { action: 'created', installation: installed, repositories: named }],
  ['installation_repositories', { action: 'added', installation: installed, repositories_added: named }],
  [
    'pull_request_review_comment',
    { action: 'created', pull_request: { number: 7 }, comment: reply, installation, repository },
  ],
];

/** Keeps jobs and runs none. */
function idleJobs(added: string[], failure?: Error): JobStore {
  return {
    ...openMemoryJobs({ failed() {}, gaveUp() {}, trouble() {} }),
    open: async ({ name }) => ({
      async add() {
        if (failure) throw failure;
        added.push(name);
      },
    }),
  };
}

async function startOn(jobs: JobStore, requests: string[] = []): Promise<RunningApp> {
  const app = await startApp({
    env: environment,
    incidents: [],
    jobs: () => jobs,
    reconcile: false,
    log: logInto([]),
    fetch: async (input) => {
      requests.push(String(input));
      return new Response('{}', { status: 404 });
    },
  });
  close = () => app.close();
  return app;
}

test.each(asking)('%s is kept as one job, and answered without a word to GitHub', async (name, given) => {
  const added: string[] = [];
  const requests: string[] = [];
  const app = await startOn(idleJobs(added), requests);
  expect((await deliver(app.url, name, given)).status).toBe(200);
  expect(added).toHaveLength(1);
  expect(requests).toEqual([]);
});

test.each(asking)('%s that cannot be kept, on a full disk for example, is a failed delivery', async (name, given) => {
  const app = await startOn(idleJobs([], new Error('could not extend file: No space left on device')));
  expect((await deliver(app.url, name, given)).status).toBe(503);
});

test('what is not kept before GitHub stops waiting is a failed delivery, and never an acknowledged one', async () => {
  let taken = 0;
  const deliveries = new Counter({ name: 'deliveries', help: '-', labelNames: ['event', 'outcome'], registers: [] });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const server = await startServer(
    { host: '127.0.0.1', port: 0 },
    {
      log: logInto([]),
      webhookSecrets: [webhookSecret],
      take: () => {
        taken++;
        return new Promise(() => {});
      },
      ready: async () => 'ready',
      deliveries,
    },
  );
  close = () => server.close();
  const answer = deliver(server.url, 'pull_request', payload);
  await vi.waitFor(() => expect(taken).toBe(1));
  vi.advanceTimersByTime(9_000);
  expect((await answer).status).toBe(503);
  expect((await deliveries.get()).values).toMatchObject([{ labels: { event: 'pull_request', outcome: notKept } }]);
});
