import { afterEach, expect, test, vi } from 'vitest';
import { startApp } from '../../../src/app/app.js';
import { type LocalGitHub, type LocalPull, startLocalGitHub } from '../../../src/localhost/local-github.js';
import { openMemoryJobs } from '../../../src/queue/memory-jobs.js';
import { incident } from '../../review/world.js';
import { analyse, closes, logInto, opens, until, use, writes } from '../world.js';

/** For a machine that has much else to do. */
const waitMilliseconds = 60_000;
vi.setConfig({ testTimeout: 2 * waitMilliseconds, hookTimeout: waitMilliseconds });

const broken = { 'mtu.go': opens + use };
const repaired = { 'mtu.go': closes + use };

let github: LocalGitHub;
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
  await github.close();
  expect(github.violations).toEqual([]);
});

/** The app comes up in front of a GitHub that has gone on without it. */
async function appStarts() {
  const lines: string[] = [];
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
    jobs: openMemoryJobs,
    log: logInto(lines),
  });
  github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
  stop = () => app.close();
  const figures = () => lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'reconciled');
  await until(() => figures() !== undefined, waitMilliseconds);
  return { figures: figures(), lines };
}

const concluded = async (pull: LocalPull) => (await pull.view()).checkRuns.some(({ status }) => status === 'completed');
const asked = (operation: string) => github.requests.filter((request) => request.operation === operation).length;

test('what happened while the app was away is reviewed when it is back, without a human', async () => {
  github = await startLocalGitHub({ webhookUrl: 'http://127.0.0.1:9/nobody' });
  const repository = await github.createRepository({ files: { 'go.mod': 'module mtu\n' } });
  const bad = await repository.openPull({ files: broken });
  const good = await repository.openPull({ files: repaired });
  const draft = await repository.openPull({ files: broken, draft: true });
  const closed = await repository.openPull({ files: broken });
  await closed.close();
  const { figures } = await appStarts();
  expect(figures).toMatchObject({ redelivered: 5, installations: 1, repositories: 1, queued: 2, failed: 0 });
  await until(() => concluded(bad), waitMilliseconds);
  await until(() => concluded(good), waitMilliseconds);
  expect((await bad.view()).threads).toHaveLength(1);
  expect((await good.view()).checkRuns).toMatchObject([{ conclusion: 'success' }]);
  expect((await draft.view()).checkRuns).toEqual([]);
  expect((await closed.view()).checkRuns).toEqual([]);
});

test('what no webhook has ever told of is found too', async () => {
  github = await startLocalGitHub();
  const repository = await github.createRepository({ files: { 'go.mod': 'module mtu\n' } });
  const pull = await repository.openPull({ files: broken });
  const { figures } = await appStarts();
  expect(figures).toMatchObject({ redelivered: 0, queued: 1 });
  await until(() => concluded(pull), waitMilliseconds);
  expect(writes(github)).toEqual(['checks/create', 'pulls/create-review', 'checks/update']);
});

test('what has its verdict is left alone, for few requests', async () => {
  github = await startLocalGitHub();
  for (const name of ['one', 'two', 'three']) {
    const repository = await github.createRepository({ name, files: { 'go.mod': 'module mtu\n' } });
    await repository.openPull({ files: repaired });
  }
  const first = await appStarts();
  expect(first.figures).toMatchObject({ queued: 3, repositories: 3 });
  await until(() => first.lines.filter((line) => line.includes('"reviewed"')).length === 3, waitMilliseconds);
  await stop?.();
  github.requests.length = 0;
  const second = await appStarts();
  expect(second.figures).toMatchObject({ redelivered: 0, queued: 0, repositories: 3 });
  expect(writes(github)).toEqual([]);
  expect(asked('apps/list-webhook-deliveries')).toBe(1);
  expect(asked('apps/list-installations')).toBe(1);
  expect(asked('apps/list-repos-accessible-to-installation')).toBe(1);
  expect(asked('graphql')).toBe(1);
});

test('a check that was left in progress is no verdict', async () => {
  github = await startLocalGitHub();
  const repository = await github.createRepository({ files: { 'go.mod': 'module mtu\n' } });
  const pull = await repository.openPull({ files: broken });
  // The review fails when it has begun, and so does telling.
  github.failNext({ path: '/compare/', status: 404, body: { message: 'Not Found' } });
  github.failNext({ method: 'PATCH', path: '/check-runs/', status: 404, body: { message: 'Not Found' } });
  const first = await appStarts();
  await until(() => first.lines.filter((line) => line.includes('a job has failed')).length === 2, waitMilliseconds);
  await stop?.();
  expect(repository.checkRuns(pull.headSha)).toMatchObject([{ status: 'in_progress' }]);
  await appStarts();
  await until(() => concluded(pull), waitMilliseconds);
  expect(repository.checkRuns(pull.headSha)).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
});
