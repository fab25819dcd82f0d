import { afterEach, expect, test } from 'vitest';
import { secondaryLimit } from '../../src/localhost/local-github.js';
import type { LocalPull, LocalRepository } from '../../src/localhost/world.js';
import { analyse, opens, startWorld, until, use } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
let repository: LocalRepository;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const broken = { 'mtu.go': opens + use };

async function started() {
  world = await startWorld({ analyse });
  repository = await world.github.createRepository({ files: { 'go.mod': 'module mtu\n' }, roles: { mona: 'write' } });
}

/** GitHub's own names of what was asked, and what it answered when that was a refusal. */
const asked = () =>
  world.github.requests
    .filter(({ operation }) => operation !== 'apps/create-installation-access-token')
    .map(({ operation, status }) => (status < 300 ? operation : `${operation} ${status}`));
const waits = () => world.said('waiting for GitHub').map(({ limit }) => limit);
const runsOn = (sha: string) =>
  repository.checkRuns(sha).map(({ status, conclusion, title }) => ({ status, conclusion, title: title ?? '' }));
const waiting = { status: 'in_progress', title: expect.stringMatching(/^Waiting for GitHub until \d\d:\d\d UTC$/) };

test.each([403, 429] as const)(
  'a secondary limit (%i): nothing is sent until it is over, and the review goes on by itself',
  async (status) => {
    await started();
    world.github.failNext({ path: '/compare/', ...secondaryLimit(1, status) });
    const pull = await repository.openPull({ files: broken });
    await until(() => waits().length === 1);
    // GitHub takes no word now, so the check has said before that it may come to this.
    expect(repository.checkRuns(pull.headSha)[0]?.summary).toContain('the review waits and goes on by itself');
    const before = asked();
    expect(before).toEqual(['graphql', 'checks/create', `repos/compare-commits-with-basehead ${status}`]);
    expect(await pull.completedCheck('Hindsight', 30_000)).toMatchObject({ conclusion: 'failure', annotations: [{}] });
    expect(asked()[before.length]).toBe('graphql');
    expect(repository.checkRuns(pull.headSha)).toHaveLength(1);
  },
);

test('a review that finds GraphQL used up says so in its check, by REST, and so does the next without asking', async () => {
  await started();
  world.github.leaveRequests('graphql', 0);
  const first = await repository.openPull({ files: broken });
  await until(() => waits().length === 1);
  expect(runsOn(first.headSha)).toMatchObject([waiting]);
  const second = await repository.openPull({ files: broken });
  await until(() => waits().length === 2);
  expect(runsOn(second.headSha)).toMatchObject([waiting]);
  expect(asked()).toEqual(['graphql', 'checks/list-for-ref', 'checks/create', 'checks/list-for-ref', 'checks/create']);
});

test('the check of a head that is pushed over while its review waits does not stay in progress', async () => {
  await started();
  world.github.leaveRequests('graphql', 0);
  const pull = await repository.openPull({ files: broken });
  await until(() => waits().length === 1);
  const old = pull.headSha;
  await pull.push({ 'mtu.go': `${opens}// again\n${use}` });
  await until(() => waits().length === 2);
  expect(runsOn(old)).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
  expect(runsOn(pull.headSha)).toMatchObject([waiting]);
});

/** A pull request with a comment, reviewed before the limit comes near. */
async function reviewed(): Promise<{ pull: LocalPull; comment: number }> {
  const pull = await repository.openPull({ files: broken });
  await pull.completedCheck('Hindsight');
  await until(() => world.said('reviewed').length === 1);
  return { pull, comment: (await pull.view()).threads[0]?.comments[0]?.id ?? 0 };
}

test('when little is left it is kept for what is under way, for what people decide, and for what checks say', async () => {
  await started();
  world.github.leaveRequests('core', 100);
  const { pull, comment } = await reviewed();
  const next = await repository.openPull({ files: broken });
  await until(() => waits().length === 1);
  expect(waits()).toEqual(['reserve']);
  expect(runsOn(next.headSha)).toMatchObject([waiting]);
  await pull.reply(comment, 'mona', '/hindsight accept it ends with the process');
  await until(() => world.said('triaged').length === 1);
  expect(runsOn(pull.headSha).at(-1)).toMatchObject({ conclusion: 'success' });
});

test('when nothing is left nothing is sent, neither by reviews nor for decisions', async () => {
  await started();
  const { pull, comment } = await reviewed();
  world.github.leaveRequests('core', 0);
  await repository.openPull({ files: broken });
  await until(() => waits().length === 1);
  expect(waits()).toEqual(['all']);
  expect(asked().at(-1)).toBe('checks/create 403');
  const before = asked().length;
  const next = await repository.openPull({ files: broken });
  await until(() => waits().length === 2);
  await pull.reply(comment, 'mona', '/hindsight accept it ends with the process');
  await until(() => world.github.deliveries.at(-1)?.status === 202 || world.github.deliveries.at(-1)?.status === 200);
  expect(asked()).toHaveLength(before);
  expect(runsOn(next.headSha)).toEqual([]);
});

test('a draft that waits gets no check, since it may never get a verdict', async () => {
  await started();
  world.github.leaveRequests('graphql', 0);
  const draft = await repository.openPull({ files: broken, draft: true });
  await until(() => waits().length === 1);
  expect(runsOn(draft.headSha)).toEqual([]);
});
