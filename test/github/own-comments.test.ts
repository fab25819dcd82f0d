import { describe, expect, test } from 'vitest';
import { withMark } from '../../src/github/hidden-mark.js';
import type { CommentToPost } from '../../src/review/review-plan.js';
import { leaking, leakingPull, onDeletedLine, onRange } from './local-world.js';
import { operations, plan } from './world.js';

const start = leakingPull();

describe('comments', () => {
  test('without a place in the diff never make the review fail: file, then check', async () => {
    const one = await start({ 'link/link.go': leaking, 'link/new.go': 'package link\n' });
    const job = one.job();
    await one.host.open(job);
    await one.host.readChange(job);
    const far = { ...onRange, fingerprint: '1'.repeat(16), location: { ...onRange.location, line: 90, endLine: 90 } };
    const elsewhere = { ...onRange, fingerprint: '2'.repeat(16), path: 'README.md', body: 'Nowhere to stand.' };
    const post = [onDeletedLine, far as CommentToPost, elsewhere];
    await one.host.carryOut(job, plan({ post, reviewBody: 'Three.' }));
    const view = await one.pull.view();
    expect(view.threads.map(({ path, subject, line }) => [path, subject, line])).toEqual([
      ['link/link.go', 'line', 5],
      ['link/link.go', 'file', undefined],
    ]);
    expect(view.checkRuns[0]?.text).toMatch(/### `README.md`, line 4[\s\S]*Nowhere to stand\./);
  });

  test('on files and lines together are all said', async () => {
    const one = await start();
    await one.host.open(one.job());
    const onFile = { fingerprint: 'c'.repeat(16), path: 'link/link.go', body: 'On the file.' };
    await one.host.carryOut(one.job(), plan({ post: [onFile, onDeletedLine], reviewBody: 'Two.' }));
    expect((await one.pull.view()).threads.map(({ subject }) => subject).sort()).toEqual(['file', 'line']);
  });

  test('are closed, folded away, opened again and shown', async () => {
    const one = await start();
    await one.host.open(one.job());
    await one.host.carryOut(one.job(), plan({ post: [{ ...onDeletedLine, incident: 'leak' }], reviewBody: 'One.' }));
    const {
      comments: [posted],
    } = await one.host.readPosted(one.job());
    expect(posted).toMatchObject({
      fingerprint: 'a'.repeat(16),
      incident: 'leak',
      state: 'open',
      body: onDeletedLine.body,
      path: 'link/link.go',
    });
    const { id = '', fingerprint = '' } = posted ?? {};

    await one.host.carryOut(one.job(), plan({ edit: [{ id, fingerprint, body: 'Repaired.', change: 'close' }] }));
    const closed = (await one.pull.view()).threads[0]?.comments[0];
    expect(closed).toMatchObject({ minimized: 'resolved', edited: true });
    expect(closed?.body).toBe(withMark('Repaired.', { finding: fingerprint, incident: 'leak', state: 'closed' }));
    expect((await one.host.readPosted(one.job())).comments).toMatchObject([{ state: 'closed', body: 'Repaired.' }]);

    await one.host.carryOut(one.job(), plan({ edit: [{ id, fingerprint, body: 'Back.', change: 'reopen' }] }));
    const shown = (await one.pull.view()).threads[0]?.comments[0];
    expect(shown?.minimized).toBeUndefined();
    expect((await one.host.readPosted(one.job())).comments).toMatchObject([{ state: 'open', body: 'Back.' }]);
  });

  test('of other people are not ours, whatever they say', async () => {
    const one = await start();
    const mark = withMark('Mine.', { finding: 'a'.repeat(16), state: 'closed' });
    await one.pull.commentOn({ path: 'link/link.go', line: 4 }, 'mallory', mark);
    expect((await one.host.readPosted(one.job())).comments).toEqual([]);
    await one.host.open(one.job());
    await one.host.carryOut(one.job(), plan({ post: [onDeletedLine], reviewBody: 'One.' }));
    expect((await one.pull.view()).threads).toHaveLength(2);
  });

  test('are read page by page', async () => {
    const one = await start();
    for (let index = 0; index < 130; index++) {
      await one.pull.commentOn({ path: 'link/link.go', line: 4 }, 'octocat', `Remark ${index}`);
    }
    await one.host.carryOut(one.job(), plan({ post: [onDeletedLine], reviewBody: 'One.' }));
    expect((await one.host.readPosted(one.job())).comments).toMatchObject([{ fingerprint: 'a'.repeat(16) }]);
    expect(operations(one.sent).slice(-2)).toEqual(['ReadPull', 'ReadPull']);
  });
});
