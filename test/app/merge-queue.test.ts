import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { startWorld, until, writes } from './world.js';

const incidents = await loadIncidents();

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** A goroutine and the function that started it: each may close the channel, and both together must not. */
function leases({ inGoroutine = '', atTheEnd = '' }): Record<string, string> {
  return {
    'go.mod': 'module example.com/leases\n\ngo 1.22\n',
    'leases.go': `package leases

func Watch(read func() bool, listen func(done chan struct{})) {
	done := make(chan struct{})
	go listen(done)
	go func() {
${inGoroutine}		for read() {
		}
	}()
	prepare()
	prepare()
	prepare()
	prepare()
${atTheEnd}}

func prepare() {}
`,
  };
}

const closedInGoroutine = { inGoroutine: '\t\tdefer close(done)\n' };
const closedAtTheEnd = { atTheEnd: '\tclose(done)\n' };

async function twoPulls() {
  world = await startWorld({ analyse: analyseChange, incidents });
  const repository = await world.github.createRepository({ files: leases({}) });
  const first = await repository.openPull({ files: leases(closedInGoroutine) });
  const second = await repository.openPull({ files: leases(closedAtTheEnd) });
  for (const pull of [first, second])
    expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  return { repository, first, second };
}

test('two pull requests that are clean alone and close a channel twice together are stopped in the merge queue', async () => {
  const { repository, first, second } = await twoPulls();
  const one = await repository.enqueue(first);
  expect(await one.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  const both = await repository.enqueue(second);
  const check = await both.completedCheck('Hindsight');
  expect(check).toMatchObject({
    headSha: both.headSha,
    conclusion: 'failure',
    title: 'A known incident comes back in the combination of changes',
    annotations: [{ path: 'leases.go', level: 'failure' }],
  });
  expect(check.summary).toContain('only in the combination');
  expect(check.summary).toContain(`#${second.number} by itself`);
  expect((await second.view()).threads).toEqual([]);
});

test('a group is asked for by its own commit, and written to by nothing but its check', async () => {
  const { repository, first } = await twoPulls();
  await until(() => world.said('reviewed').length === 2);
  world.github.requests.length = 0;
  const group = await repository.enqueue(first);
  await group.completedCheck('Hindsight');
  expect(writes(world.github)).toEqual(['checks/create', 'checks/update']);
  expect(world.github.requests.length).toBeLessThanOrEqual(10);
});

test('what the pull request does by itself is no news of the group, and links to its comment', async () => {
  world = await startWorld({ analyse: analyseChange, incidents });
  const repository = await world.github.createRepository({ files: leases(closedInGoroutine) });
  const pull = await repository.openPull({ files: leases({ ...closedInGoroutine, ...closedAtTheEnd }) });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  const group = await repository.enqueue(pull);
  const check = await group.completedCheck('Hindsight');
  expect(check).toMatchObject({ conclusion: 'failure', title: '1 change would let a known incident happen again' });
  expect(check.summary).toContain('to the comment');
});

test('a group of several pull requests has one verdict on its last commit, of all that they do', async () => {
  const { repository, first, second } = await twoPulls();
  const third = await repository.openPull({ files: { 'other.go': 'package leases\n\nfunc other() {}\n' } });
  await third.completedCheck('Hindsight');
  const group = await repository.enqueue(third, first, second);
  const check = await group.completedCheck('Hindsight');
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'leases.go' }] });
  expect(check.summary).toContain('2 Go files analysed');
  expect(check.summary).toContain(`#${second.number}, #${first.number}, #${third.number} by themselves`);
  expect(world.github.requests.filter(({ operation }) => operation === 'checks/create')).toHaveLength(4);
});

const closesTwice = leases({ ...closedInGoroutine, ...closedAtTheEnd });

/** A pull request whose finding somebody with write access has accepted. */
async function acceptedPull(files: Record<string, string | null> = closesTwice) {
  world = await startWorld({ analyse: analyseChange, incidents });
  const repository = await world.github.createRepository({ files: leases({}), roles: { mona: 'write' } });
  const pull = await repository.openPull({ files });
  expect(await pull.completedCheck('Hindsight', 60_000)).toMatchObject({ conclusion: 'failure' });
  const comment = (await pull.view()).threads[0]?.comments[0]?.id ?? 0;
  await pull.reply(comment, 'mona', '/hindsight accept both run once, and never together');
  await until(() => world.said('triaged').length === 1);
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  return { repository, pull };
}

test('a finding that was accepted on its pull request does not hold the merge queue', async () => {
  const { repository, pull } = await acceptedPull();
  const group = await repository.enqueue(pull);
  const check = await group.completedCheck('Hindsight');
  expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing blocks; 1 finding set aside', annotations: [] });
  expect(check.summary).toContain('both run once, and never together');
});

test('nor does it in a group of more pull requests than GitHub would be asked for one by one', async () => {
  const { repository, pull } = await acceptedPull();
  const others = [];
  for (let index = 0; index < 12; index++) {
    others.push(await repository.openPull({ files: { [`docs/${index}.md`]: 'x\n' } }));
  }
  for (const other of others) await other.completedCheck('Hindsight');
  const before = world.github.requests.length;
  const group = await repository.enqueue(pull, ...others);
  expect(await group.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  expect(world.github.requests.length - before).toBeLessThanOrEqual(10);
});

test('nor when GitHub has taken the group out of the queue before it is asked who is in it', async () => {
  const { repository, pull } = await acceptedPull();
  const group = await repository.enqueue(pull);
  await group.completedCheck('Hindsight');
  const [run] = repository.checkRuns(group.headSha);
  await group.leave();
  await repository.rerequestRun(run?.id ?? 0);
  await until(() => repository.checkRuns(group.headSha).filter(({ status }) => status === 'completed').length === 2);
  expect(repository.checkRuns(group.headSha).map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
});

test('a group that changes more than 300 files is analysed whole, and its accepted finding stays accepted', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 310 }, (_, index) => [`p${index % 5}/f${index}.go`, `package p${index % 5}\n`]),
  );
  const { repository, pull } = await acceptedPull({ ...many, ...closesTwice });
  const group = await repository.enqueue(pull);
  const check = await group.completedCheck('Hindsight', 60_000);
  expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing blocks; 1 finding set aside' });
  expect(check.summary).toContain('311 Go files analysed');
});

test('of two pull requests of more than 300 files together, a defect only in the combination is found', async () => {
  const { repository, first, second } = await twoPulls();
  const many = (name: string) =>
    Object.fromEntries(Array.from({ length: 160 }, (_, index) => [`${name}/f${index}.go`, `package ${name}\n`]));
  await first.push(many('one'));
  await second.push(many('two'));
  for (const pull of [first, second])
    expect(await pull.completedCheck('Hindsight', 60_000)).toMatchObject({ conclusion: 'success' });
  const group = await repository.enqueue(first, second);
  const check = await group.completedCheck('Hindsight', 60_000);
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'leases.go' }] });
  expect(check.title).toBe('A known incident comes back in the combination of changes');
  expect(check.summary).toContain('321 Go files analysed');
});

test('a group that is destroyed while it waits ends without a verdict', async () => {
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  world = await startWorld({
    incidents,
    async analyse(...given) {
      await first;
      return analyseChange(...given);
    },
  });
  const repository = await world.github.createRepository({ files: leases({}) });
  const pull = await repository.openPull({ files: leases(closedInGoroutine) });
  const busy = await repository.openPull({ files: leases(closedAtTheEnd) });
  const running = (sha: string) => repository.checkRuns(sha).some(({ status }) => status === 'in_progress');
  await until(() => running(pull.headSha) && running(busy.headSha));
  const group = await repository.enqueue(pull);
  await group.destroy('dequeued');
  release();
  await until(() => world.said('skipped').some(({ reason }) => reason === 'the merge group is gone: dequeued'));
  expect(repository.checkRuns(group.headSha)).toEqual([]);
});

test('"Re-run" on the check of a group reviews the group again', async () => {
  const { repository, first } = await twoPulls();
  const group = await repository.enqueue(first);
  const { id } = await group.completedCheck('Hindsight');
  await repository.rerequestRun(id);
  await until(
    () => repository.checkRuns(group.headSha).filter(({ conclusion }) => conclusion === 'success').length === 2,
  );
});
