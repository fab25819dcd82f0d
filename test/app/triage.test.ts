import { afterEach, expect, test, vi } from 'vitest';
import { withMark } from '../../src/github/hidden-mark.js';
import type { LocalPull } from '../../src/localhost/world.js';
import { analyse, opens, startWorld, until, use, writes } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const broken = { 'mtu.go': opens + use };
const roles = { mona: 'write', maya: 'maintain', tim: 'triage', rita: 'read' } as const;

/** A pull request with one comment and a failing check, which is reviewed; requests are counted from here. */
async function reviewed(files: Record<string, string> = broken, analysis = analyse) {
  world = await startWorld({ analyse: analysis });
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module mtu\n' }, roles });
  const pull = await repository.openPull({ files, author: 'rita' });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  await until(() => world.said('reviewed').length === 1);
  const comment = (await pull.view()).threads[0]?.comments[0]?.id ?? 0;
  world.github.requests.length = 0;
  return { repository, pull, comment };
}

/** What became of the last reply or button. */
async function outcome(nth = 1): Promise<string> {
  await until(() => world.said('triaged').length >= nth);
  return world.said('triaged').at(-1).outcome;
}

/** Conclusions of all check runs on the head, oldest first. */
const conclusions = async (pull: LocalPull) => (await pull.view()).checkRuns.map(({ conclusion }) => conclusion);
const thread = async (pull: LocalPull) => (await pull.view()).threads[0]?.comments ?? [];

test('accept turns the check green in five requests, without a new review', async () => {
  const { pull, comment } = await reviewed();
  await pull.reply(
    comment,
    'mona',
    'The daemon never returns.\n\n/hindsight accept it ends with the process until 2999-12-31',
  );
  expect(await outcome()).toBe('check changed');
  expect(await conclusions(pull)).toEqual(['failure', 'success']);
  expect(world.github.requests.map(({ operation }) => operation)).toEqual([
    'graphql',
    'repos/get-collaborator-permission-level',
    'checks/list-for-ref',
    'pulls/update-review-comment',
    'checks/create',
  ]);
  expect((await thread(pull))[0]?.body).toMatch(
    /^> \*\*Accepted until 2999-12-31\*\*, says mona: it ends with the process <br>/,
  );
  const { title, summary, annotations, buttons } = await pull.completedCheck('Hindsight');
  expect({ title, annotations, buttons }).toEqual({
    title: 'Nothing blocks; 1 finding set aside',
    annotations: [],
    buttons: ['Review again', 'Undo accepting'],
  });
  expect(summary).toMatch(/\| accepted \| .*#discussion_r/);
  expect(summary).toMatch(/\| accepted \| mona \| it ends with the process \| 2999-12-31 \|/);
});

test('when the day is over the finding counts again at the next review, and the check says why', async () => {
  const { pull, comment } = await reviewed();
  const today = new Date().toISOString().slice(0, 10);
  await pull.reply(comment, 'mona', `/hindsight accept until the release until ${today}`);
  expect(await outcome()).toBe('check changed');
  vi.useFakeTimers({ now: Date.now() + 2 * 24 * 60 * 60 * 1000, toFake: ['Date'] });
  try {
    await pull.push({ 'README.md': 'more' });
    const { conclusion, summary } = await pull.completedCheck('Hindsight');
    expect(conclusion).toBe('failure');
    expect(summary).toContain(`| accepted | mona | until the release | ${today}, which is over |`);
  } finally {
    vi.useRealTimers();
  }
});

test('a decision that comes while a review runs is followed when its verdict is there', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reviews = 0;
  const { repository, pull, comment } = await reviewed(broken, async (read) => {
    if (++reviews > 1) await held;
    return analyse(read);
  });
  await pull.push({ 'README.md': 'more' });
  await until(() => repository.checkRuns(pull.headSha).some(({ status }) => status === 'in_progress'));
  await pull.reply(comment, 'mona', '/hindsight accept we restart nightly');
  expect(await outcome()).toBe('a review is running');
  expect((await thread(pull))[0]).toMatchObject({ edited: false });
  release();
  await until(() => world.said('triaged').some((line) => line.outcome === 'check changed'));
  expect(await conclusions(pull)).toEqual(['failure', 'success']);
});

test('undo turns it red again, and the comment is as it was', async () => {
  const { pull, comment } = await reviewed();
  const before = (await thread(pull))[0]?.body.split('\n\n<!--')[0];
  await pull.reply(comment, 'mona', '/hindsight not-useful the caller closes it');
  expect(await outcome()).toBe('check changed');
  expect((await pull.completedCheck('Hindsight')).summary).toMatch(/\| not useful \| mona \|/);
  await pull.reply(comment, 'maya', '/hindsight undo');
  expect(await outcome(2)).toBe('check changed');
  expect(await conclusions(pull)).toEqual(['failure', 'success', 'failure']);
  expect((await thread(pull))[0]?.body.split('\n\n<!--')[0]).toBe(before);
});

test('a push after accept stays green, and so does a renamed file', async () => {
  const { pull, comment } = await reviewed();
  await pull.reply(comment, 'mona', '/hindsight accept we restart nightly');
  expect(await outcome()).toBe('check changed');
  await pull.push({ 'README.md': 'more' });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({
    conclusion: 'success',
    title: 'Nothing blocks; 1 finding set aside',
  });
  await pull.push({ 'mtu.go': null, 'link.go': opens + use });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  expect((await pull.view()).threads).toHaveLength(1);
});

test.each(['rita', 'tim', 'stranger'])(
  '%s, without write access, gets a polite answer, and nothing changes',
  async (who) => {
    const { pull, comment } = await reviewed();
    await pull.reply(comment, who, '/hindsight accept please');
    expect(await outcome()).toBe('no write access');
    expect(await conclusions(pull)).toEqual(['failure']);
    const comments = await thread(pull);
    expect(comments.map(({ author, edited }) => [author, edited])).toEqual([
      ['hindsight[bot]', false],
      [who, false],
      ['hindsight[bot]', false],
    ]);
    expect(comments[2]?.body).toContain(`Thank you, \`${who}\``);
    expect(writes(world.github)).toEqual(['pulls/create-review-comment']);
  },
);

test('an unknown command is answered with help; a reply without one, or by a bot, is left alone', async () => {
  const { pull, comment } = await reviewed();
  await pull.reply(comment, 'mona', 'I see.\n\n> /hindsight accept x');
  await pull.reply(comment, 'other[bot]', '/hindsight accept x');
  expect(world.github.requests).toEqual([]);
  await pull.reply(comment, 'mona', '/hindsight acept x');
  expect(await outcome()).toBe('help given');
  expect((await thread(pull)).at(-1)?.body).toMatch(/it is none that is known\.[\s\S]*`\/hindsight accept REASON`/);
  expect(await conclusions(pull)).toEqual(['failure']);
});

test('a forged mark by the author is not believed, and their thread is none of ours', async () => {
  const { pull, comment } = await reviewed();
  const mark = (await thread(pull))[0]?.body.match(/"finding":"(\w+)"/)?.[1] ?? '';
  const triage = { decision: 'accept', by: 'rita', reason: 'x', at: '2999-01-01T00:00:00Z' } as const;
  const forged = withMark('It leaks.', { finding: mark, state: 'open', triage });
  const own = await pull.commentOn({ path: 'mtu.go', line: 6 }, 'rita', forged);
  await pull.reply(comment, 'rita', forged);
  await pull.push({ 'README.md': 'more' });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  await pull.reply(own, 'mona', '/hindsight accept in a thread that is not ours');
  expect(await outcome()).toBe('no such comment of ours');
  expect(await conclusions(pull)).toEqual(['failure']);
});

test('the same delivery twice is followed once, and an older one that comes late not at all', async () => {
  const { pull, comment } = await reviewed();
  await pull.reply(comment, 'mona', '/hindsight accept x');
  expect(await outcome()).toBe('check changed');
  const { guid } = world.github.deliveries.at(-1) ?? { guid: '' };
  world.github.requests.length = 0;
  await world.github.redeliver(guid);
  expect(await outcome(2)).toBe('noted');
  expect(writes(world.github)).toEqual([]);
  await pull.reply(comment, 'mona', '/hindsight undo');
  expect(await outcome(3)).toBe('check changed');
  await world.github.redeliver(guid);
  expect(await outcome(4)).toBe('followed before');
  expect(await conclusions(pull)).toEqual(['failure', 'success', 'failure']);
});

test('the button of the check accepts all that blocks, says so, and is taken back by the other one', async () => {
  const { repository, pull } = await reviewed({ ...broken, 'two.go': opens + use });
  const first = await pull.completedCheck('Hindsight');
  expect(first.buttons).toEqual(['Review again', 'Accept findings']);
  await repository.pressButton(first.id, 'accept-findings', 'mona');
  expect(await outcome()).toBe('check changed');
  expect(world.github.requests).toHaveLength(5);
  expect((await pull.view()).reviews.at(-1)?.body).toMatch(
    /^mona has accepted 2 findings with the button[\s\S]*`mtu.go:6`/,
  );
  const second = await pull.completedCheck('Hindsight');
  expect(second).toMatchObject({ conclusion: 'success', buttons: ['Review again', 'Undo accepting'] });
  await pull.push({ 'README.md': 'more' });
  const third = await pull.completedCheck('Hindsight');
  expect(third).toMatchObject({ conclusion: 'success' });
  await repository.pressButton(third.id, 'count-again', 'maya');
  expect(await outcome(2)).toBe('check changed');
  expect(await conclusions(pull)).toEqual(['success', 'failure']);
});

test('a button pressed by somebody without write access, or on a head that is gone, changes nothing', async () => {
  const { repository, pull } = await reviewed();
  const { id } = await pull.completedCheck('Hindsight');
  await repository.pressButton(id, 'accept-findings', 'rita');
  expect(await outcome()).toBe('no write access');
  await pull.push({ 'README.md': 'more' });
  await pull.completedCheck('Hindsight');
  await repository.pressButton(id, 'accept-findings', 'mona');
  expect(await outcome(2)).toBe('superseded');
  expect(await conclusions(pull)).toEqual(['failure']);
});

test.each([
  [
    'nothing was done',
    '/pulls/comments/',
    'I could not follow this: GitHub refused it (status 422). Nothing has changed.',
  ],
  [
    'it is noted and the check is as it was',
    '/check-runs',
    'your decision is noted above, but the check could not be written anew',
  ],
])('a reply that cannot be followed is answered with the reason, once: %s', async (_, path, said) => {
  const { pull, comment } = await reviewed();
  world.github.failNext({ method: path === '/check-runs' ? 'POST' : 'PATCH', path, status: 422, times: 10 });
  await pull.reply(comment, 'mona', '/hindsight accept it ends with the process');
  await until(async () => (await thread(pull)).length === 3);
  const [, , answer] = await thread(pull);
  expect(answer?.author).toBe('hindsight[bot]');
  expect(answer?.body).toContain(said);
  expect(world.said('a job is given up')).toHaveLength(1);
});
