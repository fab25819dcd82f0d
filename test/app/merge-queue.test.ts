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
