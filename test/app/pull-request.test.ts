import { afterEach, expect, test } from 'vitest';
import { analyse, closes, opens, startWorld, until, use, writes } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const fixed = { 'mtu.go': closes + use };
const broken = { 'mtu.go': opens + use };

/** A repository whose main branch is as given, and a pull request on it. */
async function opened(before: Record<string, string>, after: Record<string, string>, draft = false) {
  const repository = await world.github.createRepository({ files: before });
  const pull = await repository.openPull({ files: after, draft });
  const concluded = async () => (await pull.view()).checkRuns.some(({ status }) => status === 'completed');
  return { repository, pull, concluded };
}

test('a pull request that brings an incident back gets one comment on the line and a failing check', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  const view = await pull.view();
  expect(view.reviews).toHaveLength(1);
  expect(view.threads).toMatchObject([
    { path: 'mtu.go', side: 'RIGHT', line: 6, comments: [{ author: 'hindsight[bot]' }] },
  ]);
  expect(view.threads[0]?.comments[0]?.body).toContain('`h` is opened and not closed.');
  expect(view.checkRuns).toMatchObject([
    {
      name: 'Hindsight',
      conclusion: 'failure',
      title: '1 change would let a known incident happen again',
      annotations: [{ path: 'mtu.go', startLine: 6, level: 'failure' }],
    },
  ]);
  expect(view.checkRuns[0]?.summary).toContain(`/blob/${pull.headSha}/mtu.go#L6`);
  expect(writes(world.github)).toEqual(['checks/create', 'pulls/create-review', 'checks/update']);
});

test('a deleted line is commented where it stood', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened(fixed, broken);
  await until(concluded);
  expect((await pull.view()).threads).toMatchObject([{ path: 'mtu.go', side: 'LEFT', line: 9 }]);
});

test('a pull request without an incident gets a check and no comment', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, fixed);
  await until(concluded);
  const view = await pull.view();
  expect(view.threads).toEqual([]);
  expect(view.checkRuns).toMatchObject([{ conclusion: 'success', title: 'No known incident comes back' }]);
  expect(writes(world.github)).toEqual(['checks/create', 'checks/update']);
});

test('the repair closes the comment, and the mistake again reopens it', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  const repaired = await pull.push(fixed);
  await until(concluded);
  const after = await pull.view();
  expect(after.checkRuns).toMatchObject([{ conclusion: 'success' }]);
  expect(after.threads[0]?.comments).toMatchObject([{ minimized: 'resolved', edited: true }]);
  expect(after.threads[0]?.comments[0]?.body).toContain(repaired.slice(0, 8));

  await pull.push(broken);
  await until(concluded);
  const again = await pull.view();
  expect(again.checkRuns).toMatchObject([{ conclusion: 'failure' }]);
  expect(again.threads).toHaveLength(1);
  expect(again.threads[0]?.comments).toHaveLength(1);
  expect(again.threads[0]?.comments[0]).not.toHaveProperty('minimized');
  expect(again.threads[0]?.comments[0]?.body).not.toContain('Repaired');
});

test('a push that changes nothing about the finding says nothing new', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  world.github.requests.length = 0;
  await pull.push({ 'README.md': 'more' });
  await until(concluded);
  expect(writes(world.github)).toEqual(['checks/create', 'checks/update']);
});

test('the same delivery again writes nothing', async () => {
  world = await startWorld();
  const { concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  await until(() => world.said('reviewed').length === 1);
  world.github.requests.length = 0;
  await world.github.redeliver(world.github.deliveries[0]?.guid ?? '');
  await until(() => world.said('skipped').length === 1);
  expect(world.said('skipped')).toMatchObject([{ reason: 'this head is reviewed already' }]);
  expect(writes(world.github)).toEqual([]);
});

test('a draft waits until it is ready', async () => {
  world = await startWorld();
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken, true);
  await until(() => world.said('skipped').length === 1);
  expect((await pull.view()).checkRuns).toEqual([]);
  await pull.readyForReview();
  await until(concluded);
});

test('pushes while a review runs end in one verdict on the newest head', async () => {
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  world = await startWorld({
    async analyse(read) {
      await first;
      return analyse(read);
    },
  });
  const { repository, pull } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  const heads = [pull.headSha];
  await until(() => repository.checkRuns(pull.headSha).some(({ status }) => status === 'in_progress'));
  for (const round of [1, 2, 3]) heads.push(await pull.push({ 'README.md': `${round}` }));
  release();
  const newest = heads.at(-1) ?? '';
  await until(() => repository.checkRuns(newest).some(({ status }) => status === 'completed'));
  expect(heads.map((head) => repository.checkRuns(head).length)).toEqual([1, 0, 0, 1]);
  expect((await pull.view()).threads).toHaveLength(1);
});

test('a failure of our own ends the check, and neither code nor tokens get into the log', async () => {
  world = await startWorld({
    async analyse() {
      throw new SyntaxError(`Unexpected token in ${opens}`);
    },
  });
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  const view = await pull.view();
  expect(view.threads).toEqual([]);
  expect(view.checkRuns).toMatchObject([
    { conclusion: 'failure', title: 'Hindsight could not review this: the analysis failed', annotations: [] },
  ]);
  expect(world.said('the review failed')).toMatchObject([
    { during: 'analyse', error: 'SyntaxError', pull: 'octocat/hello#1' },
  ]);
  expect(world.lines.join('')).not.toMatch(/handles\.Open|ghs_|Bearer|BEGIN/);
});

test('a failure of our own is no verdict: the same head is reviewed when the pull request is opened again', async () => {
  let fails = true;
  world = await startWorld({
    async analyse(read) {
      if (fails) throw new Error('out of luck');
      return analyse(read);
    },
  });
  const { pull, concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  fails = false;
  await pull.close();
  await pull.reopen();
  await until(async () => (await pull.view()).threads.length === 1);
  await until(async () => (await pull.view()).checkRuns.every(({ conclusion }) => conclusion !== null));
  const titles = (await pull.view()).checkRuns.map(({ title }) => title);
  expect(titles).toContain('Hindsight could not review this: the analysis failed');
  expect(titles).toHaveLength(2);
});

test('a review costs few requests', async () => {
  world = await startWorld();
  const { concluded } = await opened({ 'go.mod': 'module mtu\n' }, broken);
  await until(concluded);
  expect(world.github.requests.length).toBeLessThanOrEqual(8);
});
