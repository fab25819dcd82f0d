import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningApp, startApp } from '../../src/app/app.js';
import { type LocalGitHub, startLocalGitHub } from '../../src/localhost/local-github.js';
import { built } from '../built.js';
import { hasPostgres, startTestServer, type TestServer } from '../queue/postgres.js';
import { quick } from '../queue/world.js';
import { incident } from '../review/world.js';
import { analyse, closes, logInto, opens, until, use } from './world.js';

const { openDurableJobs }: typeof import('../../src/queue/durable-jobs.js') = await built('queue/durable-jobs.js');

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(!hasPostgres)('two processes on one database', () => {
  let server: TestServer;
  let url: string;
  let github: LocalGitHub;
  const apps: RunningApp[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    url = await server.createDatabase('hindsight');
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    await github.close();
    expect(github.violations).toEqual([]);
  });
  afterAll(() => server?.stop());

  /** `asked` are the requests that it sends to GitHub; `answer` may give one in GitHub's place. */
  async function started(answer: (path: string) => Response | undefined = () => undefined) {
    const asked: string[] = [];
    const app = await startApp({
      env: {
        APP_ID: String(github.app.id),
        PRIVATE_KEY: github.app.privateKey,
        WEBHOOK_SECRET: github.app.webhookSecret,
        GITHUB_API_URL: github.url,
        PORT: '0',
        HOST: '127.0.0.1',
      },
      incidents: [incident],
      analyse,
      throttle: false,
      reconcile: false,
      log: logInto([]),
      jobs: (watch) => openDurableJobs({ url }, watch, quick),
      fetch: async (input, init) => {
        const { pathname } = new URL(String(input));
        asked.push(`${init?.method ?? 'GET'} ${pathname}`);
        return answer(pathname) ?? fetch(input, init);
      },
    });
    apps.push(app);
    return { app, asked };
  }

  test('the wait for a limit that one of them has met is respected by the other', async () => {
    github = await startLocalGitHub();
    const seconds = 6;
    let limited: number | undefined;
    const one = await started((path) => {
      if (limited !== undefined || !path.endsWith('/check-runs')) return undefined;
      limited = performance.now();
      return Response.json(
        { message: 'You have exceeded a secondary rate limit.' },
        { status: 403, headers: { 'retry-after': String(seconds) } },
      );
    });
    github.sendWebhooksTo(`${one.app.url}/api/github/webhooks`);
    const repository = await github.createRepository({ files: { 'mtu.go': closes + use } });
    const first = await repository.openPull({ files: { 'mtu.go': opens + use } });
    await until(() => limited !== undefined, 60_000);
    await one.app.close();
    apps.length = 0;

    const other = await started();
    github.sendWebhooksTo(`${other.app.url}/api/github/webhooks`);
    const second = await repository.openPull({ files: { 'mtu.go': `${opens}\n${use}` } });
    await until(() => other.asked.length > 0, 60_000);
    const waited = performance.now() - (limited ?? 0);
    expect(waited).toBeGreaterThan(seconds * 1000);
    for (const pull of [first, second]) {
      expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
      expect((await pull.view()).threads).toHaveLength(1);
    }
  });

  test('a webhook that both get is one review', async () => {
    github = await startLocalGitHub();
    const [left, right] = await Promise.all([started(), started()]);
    github.sendWebhooksTo(`${left.app.url}/api/github/webhooks`);
    const repository = await github.createRepository({ files: { 'mtu.go': closes + use } });
    const pull = await repository.openPull({ files: { 'mtu.go': opens + use } });
    github.sendWebhooksTo(`${right.app.url}/api/github/webhooks`);
    await github.redeliver(github.deliveries[0]?.guid ?? '');
    expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
    await Promise.all(apps.splice(0).map((app) => app.close()));
    const { threads, checkRuns } = await pull.view();
    expect(threads).toHaveLength(1);
    expect(checkRuns).toHaveLength(1);
    expect(left.asked.length + right.asked.length).toBeGreaterThan(0);
  });
});
