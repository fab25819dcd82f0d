import { describe, expect, test } from 'vitest';
import { secondaryLimit } from '../../src/localhost/local-github.js';
import type { Annotation } from '../../src/review/review-plan.js';
import { filesAtBase, leaking, leakingPull, onDeletedLine, onRange } from './local-world.js';
import { operations, plan, type Sent } from './world.js';

const start = leakingPull();
const writes = (sent: readonly Sent[]) =>
  sent.filter(
    ({ method, path, body }) =>
      method !== 'GET' && !path.endsWith('/access_tokens') && !(path === '/graphql' && body.query.startsWith('query')),
  );

describe('a review', () => {
  test('from opening to the verdict takes eight requests, token included, and reads as planned', async () => {
    const one = await start();
    const job = one.job();
    expect(await one.host.open(job)).toEqual({ state: 'started' });
    expect(one.repository.checkRuns(job.headSha)).toMatchObject([
      { name: 'hindsight', status: 'in_progress', externalId: `pull/${job.pull}/${job.headSha}` },
    ]);
    const [{ change, base, head }, posted] = await Promise.all([one.host.readChange(job), one.host.readPosted(job)]);
    expect(posted).toEqual({ comments: [], triaged: [] });
    expect(change.files).toMatchObject([
      { basePath: 'link/link.go', headPath: 'link/link.go', diff: { removed: [5] } },
    ]);
    const wanted = ['link/link.go', 'link/go.mod', 'go.mod', 'go.work'];
    const [atBase, atHead] = await Promise.all([base.read(wanted), head.read(wanted)]);
    expect(atBase.get('link/link.go')).toMatchObject({ text: filesAtBase['link/link.go'] });
    expect(atHead.get('link/link.go')).toMatchObject({ text: leaking });
    expect(atHead.get('go.mod')).toEqual(atBase.get('go.mod'));
    const listed = await Promise.all([base.list(['link']), head.list(['link'])]);
    expect(listed.map((side) => side.get('link')?.map(({ name }) => name))).toEqual([
      ['link.go', 'other.go'],
      ['link.go', 'other.go'],
    ]);
    await Promise.all([base.read(['link/other.go']), head.read(['link/other.go'])]);
    const check = { conclusion: 'failure' as const, title: 'One', summary: 'A table', annotations: annotations(1) };
    await one.host.carryOut(job, plan({ post: [onDeletedLine, onRange], reviewBody: 'Two places.', check }));

    const view = await one.pull.view();
    expect(view.reviews).toMatchObject([{ author: 'hindsight[bot]', state: 'COMMENTED', body: 'Two places.' }]);
    expect(view.threads).toMatchObject([
      { path: 'link/link.go', side: 'LEFT', line: 5, comments: [{ author: 'hindsight[bot]' }] },
      { path: 'link/link.go', side: 'RIGHT', line: 5, startLine: 4 },
    ]);
    expect(view.checkRuns).toMatchObject([
      { status: 'completed', conclusion: 'failure', title: 'One', summary: 'A table', annotations: [{ startLine: 1 }] },
    ]);
    const { owner, repo, pull, headSha, baseSha } = job;
    const at = `/repos/${owner}/${repo}`;
    expect(operations(one.sent)).toEqual([
      'POST /app/installations/7001/access_tokens',
      'ReadStart',
      `POST ${at}/check-runs`,
      `GET ${at}/compare/${baseSha}...${headSha}`,
      'ReadObjects',
      'ReadPull',
      `POST ${at}/pulls/${pull}/reviews`,
      `PATCH ${at}/check-runs/${view.checkRuns[0]?.id}`,
    ]);
  });

  test('is read against the merge base when the base branch has moved on', async () => {
    const one = await start();
    const mergeBase = one.pull.baseSha;
    const tip = await one.repository.commit('main', { 'link/link.go': 'package link // moved on\n' });
    const { change, base } = await one.host.readChange({ ...one.job(), baseSha: tip });
    expect(change.mergeBase).toBe(mergeBase);
    expect((await base.read(['link/link.go'])).get('link/link.go')).toMatchObject({
      text: filesAtBase['link/link.go'],
    });
  });

  test('comments on the old side of a renamed file', async () => {
    const one = await start({ 'link/link.go': null, 'link/renamed.go': leaking });
    const job = one.job();
    await one.host.open(job);
    const { change } = await one.host.readChange(job);
    expect(change.files).toMatchObject([{ basePath: 'link/link.go', headPath: 'link/renamed.go' }]);
    await one.host.carryOut(job, plan({ post: [onDeletedLine], reviewBody: 'One.' }));
    expect((await one.pull.view()).threads).toMatchObject([{ path: 'link/renamed.go', side: 'LEFT', line: 5 }]);
  });
});

describe('a job is', () => {
  test('finished when its head has a verdict, and nothing is written', async () => {
    const one = await start();
    await one.host.open(one.job());
    await one.host.carryOut(one.job(), plan());
    const again = await one.restarted();
    expect(await again.host.open(one.job())).toEqual({ state: 'finished' });
    expect(writes(again.sent)).toEqual([]);
  });

  test('taken up again when the run before it has crashed: the same check run', async () => {
    const one = await start();
    await one.host.open(one.job());
    const again = await one.restarted();
    expect(await again.host.open(one.job())).toEqual({ state: 'started' });
    expect(writes(again.sent)).toEqual([]);
    expect(one.repository.checkRuns(one.pull.headSha)).toHaveLength(1);
  });

  test('gone when the pull request is closed, has moved on or cannot be seen', async () => {
    const one = await start();
    const old = one.job();
    await one.pull.push({ 'link/link.go': `${leaking}\n` });
    expect(await one.host.open(old)).toEqual({
      state: 'gone',
      why: { kind: 'superseded', skip: `the head has moved on to ${one.pull.headSha}` },
    });
    await one.pull.close();
    expect(await one.host.open(one.job())).toEqual({
      state: 'gone',
      why: { kind: 'closed', skip: 'the pull request is closed' },
    });
    expect(writes(one.sent)).toEqual([]);
  });

  test('ended without a verdict when its head moves on while it is reviewed, and reviewed anew when the head comes back', async () => {
    const one = await start();
    const old = one.job();
    await one.host.open(old);
    await one.pull.push({ 'link/link.go': `${leaking}\n` });
    expect(await one.host.carryOut(old, plan({ post: [onRange], reviewBody: 'One.' }))).toMatchObject({
      kind: 'superseded',
    });
    expect(one.repository.checkRuns(old.headSha)).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
    expect((await one.pull.view()).threads).toEqual([]);
    await one.pull.forcePush(old.headSha);
    expect(await one.host.open(one.job())).toEqual({ state: 'started' });
    expect(one.repository.checkRuns(old.headSha)).toHaveLength(2);
  });

  test('ended by the next one when a crash has left its run in progress', async () => {
    const one = await start();
    const old = one.job();
    await one.host.open(old);
    await one.pull.close();
    expect(await (await one.restarted()).host.open(old)).toMatchObject({ state: 'gone' });
    expect(one.repository.checkRuns(old.headSha)).toMatchObject([{ conclusion: 'cancelled' }]);
  });

  test('begun anew when somebody asks for it, and once only', async () => {
    const one = await start();
    await one.host.open(one.job());
    await one.host.carryOut(one.job(), plan());
    const asked = { ...one.job(), again: 'd-2' };
    expect(await one.host.open(asked)).toEqual({ state: 'started' });
    await one.host.carryOut(asked, plan());
    expect(await one.host.open({ ...one.job(), again: 'd-2' })).toEqual({ state: 'finished' });
    expect(await one.host.open(one.job())).toEqual({ state: 'finished' });
    expect(one.repository.checkRuns(asked.headSha)).toHaveLength(2);
  });

  test('not finished by another pull request with the same head', async () => {
    const one = await start();
    await one.host.open(one.job());
    await one.host.carryOut(one.job(), plan());
    await one.repository.setBranch('release', one.pull.baseSha);
    const other = await one.repository.openPull({ base: 'release', head: 'same-head', headSha: one.pull.headSha });
    expect(await one.host.open({ ...one.job(), pull: other.number })).toEqual({ state: 'started' });
    expect(one.repository.checkRuns(one.pull.headSha)).toMatchObject([
      { status: 'completed' },
      { status: 'in_progress' },
    ]);
    expect(await one.host.open(one.job())).toEqual({ state: 'finished' });
  });
});

describe('a plan that is carried out twice', () => {
  test('writes nothing the second time', async () => {
    const one = await start();
    const job = one.job();
    await one.host.open(job);
    const told = plan({ post: [onDeletedLine, onRange], reviewBody: 'Two places.' });
    await one.host.carryOut(job, told);
    const before = one.sent.length;
    await one.host.carryOut(job, told);
    await one.host.carryOut(one.job(), told);
    expect(writes(one.sent.slice(before))).toEqual([]);
  });

  test('goes on where a crash has stopped it, without saying anything twice', async () => {
    const one = await start();
    await one.host.open(one.job());
    const check = { ...plan().check, annotations: annotations(120) };
    const told = plan({ post: [onRange], reviewBody: 'One place.', check });
    const job = one.job();
    await one.host.readPosted(job);
    one.github.failNext({ method: 'POST', path: '/reviews', status: 502, afterCarryingOut: true });
    await expect(one.host.carryOut(job, told)).rejects.toThrow(/status 502/);
    one.github.failNext({ method: 'PATCH', path: '/check-runs/', status: 500 });
    await expect(one.host.carryOut(job, told)).rejects.toThrow(/status 500/);
    one.github.failNext({ method: 'PATCH', path: '/check-runs/', delayMilliseconds: 1 });
    one.github.failNext({ method: 'PATCH', path: '/check-runs/', status: 500 });
    await expect((await one.restarted()).host.carryOut(one.job(), told)).rejects.toThrow(/status 500/);
    await (await one.restarted()).host.carryOut(one.job(), told);
    const view = await one.pull.view();
    expect(view.reviews).toHaveLength(1);
    expect(view.threads).toHaveLength(1);
    expect(view.checkRuns).toMatchObject([{ status: 'completed' }]);
    expect(view.checkRuns[0]?.annotations.map(({ startLine }) => startLine)).toEqual(
      annotations(120).map(({ startLine }) => startLine),
    );
  });

  test('by a host that has not onRange it gets its verdict all the same', async () => {
    const one = await start();
    await one.host.carryOut(one.job(), plan());
    expect(one.repository.checkRuns(one.pull.headSha)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  });
});

test('a limit of GitHub comes out as an error with the seconds to wait', async () => {
  const one = await start();
  one.github.failNext(secondaryLimit(60));
  await one.host.open(one.job()).catch(() => undefined); // the token
  one.github.failNext({ path: '/graphql', ...secondaryLimit(60) });
  const failed = await one.host.open(one.job()).catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: 'GitHubError', status: 403, retryAfterSeconds: 60 });
});

test('large blobs, symbolic links and files without a patch are read as they are', async () => {
  const large = `package link\n\n${'// ein Wort für sich\n'.repeat(30_000)}`;
  const files = { 'link/large.go': large, 'link/pointer.go': { symlink: 'link.go' }, 'link/b.go': 'package link\n\0' };
  const one = await start(files);
  const { change, head } = await one.host.readChange(one.job());
  const added = change.files.find(({ headPath }) => headPath === 'link/large.go')?.diff;
  expect(added).toMatchObject({ removed: [] });
  expect(added && 'added' in added && added.added.length).toBe(30_002);
  const texts = await head.read(Object.keys(files));
  expect(texts.get('link/large.go')).toMatchObject({ text: large });
  expect(texts.get('link/pointer.go')).toHaveProperty('unreadable');
  expect(texts.get('link/b.go')).toMatchObject({ unreadable: 'binary' });
  expect(operations(one.sent).filter((name) => name.includes('/git/blobs/'))).toHaveLength(1);
});

function annotations(count: number): Annotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: 'link/link.go',
    startLine: index + 1,
    endLine: index + 1,
    level: 'failure',
    title: 'Leak',
    message: 'It leaks.',
  }));
}
