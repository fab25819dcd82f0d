import { afterEach, expect, test } from 'vitest';
import { closes, opens, startWorld, until, use, writes } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const fixed = { 'mtu.go': closes + use };
const broken = { 'mtu.go': opens + use };

/** A pull request that was reviewed. */
async function reviewed(options: { fork?: string } = {}) {
  world = await startWorld();
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module mtu\n' } });
  const pull = await repository.openPull({ files: broken, ...options });
  const first = await pull.completedCheck('Hindsight');
  await until(() => world.said('reviewed').length === 1);
  world.github.requests.length = 0;
  return { repository, pull, first };
}

test('"Re-run" at the check makes a new run of the same name, and says nothing twice', async () => {
  const { repository, pull, first } = await reviewed();
  await repository.rerequestRun(first.id);
  await until(() => world.said('reviewed').length === 2);
  const runs = repository.checkRuns(pull.headSha);
  expect(runs).toMatchObject([
    { id: first.id, conclusion: 'failure' },
    { name: 'Hindsight', conclusion: 'failure' },
  ]);
  expect(writes(world.github)).toEqual(['checks/create', 'checks/update']);
  expect((await pull.view()).threads).toHaveLength(1);
});

test('the same request delivered twice is one new run', async () => {
  const { repository, pull, first } = await reviewed();
  await repository.rerequestRun(first.id);
  await until(() => world.said('reviewed').length === 2);
  await world.github.redeliver(world.github.deliveries.at(-1)?.guid ?? '');
  await until(() => world.said('skipped').some(({ kind }) => kind === 'reviewed'));
  expect(repository.checkRuns(pull.headSha)).toHaveLength(2);
});

test('"Review again" below the check does the same', async () => {
  const { repository, pull, first } = await reviewed();
  expect(first.buttons).toContain('Review again');
  await repository.pressButton(first.id, 'review-again');
  await until(() => world.said('reviewed').length === 2);
  expect(repository.checkRuns(pull.headSha)).toHaveLength(2);
});

test('"Re-run all checks" on the commit of a fork, for which GitHub names no pull request', async () => {
  const { repository, pull } = await reviewed({ fork: 'mona' });
  await repository.rerequestSuite(pull.headSha);
  expect(world.github.deliveries.at(-1)?.payload).toMatchObject({ check_suite: { pull_requests: [] } });
  await until(() => world.said('reviewed').length === 2);
  expect(repository.checkRuns(pull.headSha)).toMatchObject([{ conclusion: 'failure' }, { conclusion: 'failure' }]);
});

test('another base gets the same head a new verdict', async () => {
  const { repository, pull } = await reviewed();
  await repository.setBranch('release', pull.headSha); // all that it changes is there already
  await pull.edit({ base: 'release' });
  await until(() => world.said('reviewed').length === 2);
  expect(repository.checkRuns(pull.headSha)).toMatchObject([{ conclusion: 'failure' }, { conclusion: 'success' }]);
});

test('another title changes nothing', async () => {
  const { pull } = await reviewed();
  await pull.edit({ title: 'Better words' });
  await until(() => world.said('skipped').length > 0);
  expect(world.github.requests).toEqual([]);
});

test('an installation on a repository reviews what is open there already, and drafts not', async () => {
  world = await startWorld();
  const app = world.github.deliveries;
  world.github.sendWebhooksTo('http://127.0.0.1:9'); // not installed yet
  const repository = await world.github.createRepository({ files: fixed });
  const pull = await repository.openPull({ files: broken });
  const draft = await repository.openPull({ files: { 'README.md': 'Later.' }, draft: true });
  expect(app.map(({ status }) => status)).toEqual([0, 0]);
  world.github.sendWebhooksTo(`${world.app.url}/api/github/webhooks`);
  await world.github.install();
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  expect((await draft.view()).checkRuns).toEqual([]);
  await world.github.addToInstallation([repository]);
  await until(() => world.said('skipped').some(({ kind }) => kind === 'reviewed'));
});
