import nock from 'nock';
import { beforeEach, describe, expect, test } from 'vitest';
import { withMark } from '../../src/github/hidden-mark.js';
import {
  checkCompleted,
  checkInProgress,
  checkRun,
  github,
  graphql,
  nockedWorld,
  states,
  threads,
} from './nock-world.js';
import { job, plan } from './world.js';

const one = nockedWorld();
const { sentTo } = one;

beforeEach(checkInProgress);

describe('edits', () => {
  const finding = '1'.repeat(16);
  const own = (state: 'open' | 'closed', isMinimized: boolean) => ({
    id: 'node1',
    fullDatabaseId: '6000000001',
    body: withMark('Old', { finding, state }),
    path: 'a.go',
    url: 'https://github.com/x',
    isMinimized,
    viewerDidAuthor: true,
  });
  const edited = '/repos/octocat/hello/pulls/comments/6000000001';
  const edit = (change: 'close' | 'reopen' | 'keep', body = 'New') => ({
    id: '6000000001',
    fingerprint: finding,
    body,
    change,
  });

  test('close says so and folds the comment away', async () => {
    graphql({ ...states, ReadPull: () => threads(own('open', false)), ShowAndHide: () => ({ data: {} }) });
    nock(github).patch(edited).reply(200, {});
    checkCompleted();
    await one.host.carryOut(job, plan({ edit: [edit('close')] }));
    expect(sentTo(edited)).toEqual([{ body: withMark('New', { finding, state: 'closed' }) }]);
    const hidden = one.sent.find(({ body }) => /mutation/.test(body?.query));
    expect(hidden?.body.query).toContain('c0: minimizeComment(input: { subjectId: $c0, classifier: RESOLVED })');
    expect(hidden?.body.variables).toEqual({ c0: 'node1' });
    // Killed in between, the next review has to find the edit still to do.
    const text = one.sent.find(({ body }) => body?.body !== undefined);
    expect(one.sent.indexOf(hidden!)).toBeLessThan(one.sent.indexOf(text!));
  });

  test('reopen shows it again', async () => {
    graphql({ ...states, ReadPull: () => threads(own('closed', true)), ShowAndHide: () => ({ data: {} }) });
    nock(github).patch(edited).reply(200, {});
    checkCompleted();
    await one.host.carryOut(job, plan({ edit: [edit('reopen')] }));
    expect(sentTo(edited)).toEqual([{ body: withMark('New', { finding, state: 'open' }) }]);
    expect(one.sent.some(({ body }) => /unminimizeComment/.test(body?.query))).toBe(true);
  });

  test('keep changes the text alone, and a comment that says it already is left alone', async () => {
    graphql({ ...states, ReadPull: () => threads(own('closed', true)) });
    nock(github).patch(edited).reply(200, {});
    checkCompleted();
    await one.host.carryOut(job, plan({ edit: [edit('keep'), edit('keep', 'Old')] }));
    expect(sentTo(edited)).toEqual([{ body: withMark('New', { finding, state: 'closed' }) }]);
  });

  test('a comment that cannot be folded away, or that somebody deleted, does not stop the review', async () => {
    graphql({
      ...states,
      ReadPull: () => threads(own('open', false)),
      ShowAndHide: () => ({ data: { c0: null }, errors: [{ type: 'FORBIDDEN', message: 'not yours' }] }),
    });
    nock(github).patch(edited).reply(200, {}).patch(edited).reply(404, { message: 'Not Found' });
    checkCompleted();
    checkCompleted();
    await one.host.carryOut(job, plan({ edit: [edit('close'), { ...edit('close'), id: '5' }] }));
    expect(one.logged.join('\n')).toContain('FORBIDDEN not yours');
    expect(one.logged.join('\n')).toContain('comment to be edited is gone');
    await one.host.carryOut(job, plan({ edit: [edit('close')] }));
    expect(sentTo(checkRun)).toHaveLength(2);
  });
});
