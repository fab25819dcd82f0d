import nock from 'nock';
import { beforeEach, describe, expect, test } from 'vitest';
import { withMark } from '../../src/github/hidden-mark.js';
import type { CommentToPost } from '../../src/review/review-plan.js';
import {
  checkCompleted,
  checkInProgress,
  checkRun,
  checkRuns,
  compared,
  github,
  graphql,
  nockedWorld,
  states,
  threads,
} from './nock-world.js';
import { job, operations, plan } from './world.js';

const reviews = '/repos/octocat/hello/pulls/7/reviews';
const comments = '/repos/octocat/hello/pulls/7/comments';
const one = nockedWorld();
const { sentTo } = one;

beforeEach(checkInProgress);

const comment = (digit: string, changes: Partial<CommentToPost> = {}): CommentToPost => ({
  fingerprint: digit.repeat(16),
  path: 'a.go',
  location: { path: 'a.go', line: 3, endLine: 3, side: 'RIGHT' },
  body: `Comment ${digit}`,
  ...changes,
});

/** A pull request of one file, whose lines 1 to 5 are in the diff. */
function listed(file: object = {}) {
  const patch = '@@ -1,4 +1,5 @@\n a\n b\n+c\n d\n e';
  compared([{ filename: 'a.go', status: 'modified', additions: 1, deletions: 0, patch, ...file }]);
}

const unplaced = { message: 'Unprocessable Entity', errors: ['Line could not be resolved'] };

describe('the review', () => {
  test('carries all line comments, a range with its start, and nothing else is posted', async () => {
    graphql(states);
    nock(github).post(reviews).reply(200, { id: 1 });
    checkCompleted();
    const range = { path: 'a.go', line: 2, endLine: 4, side: 'LEFT' as const };
    await one.host.carryOut(
      job,
      plan({ post: [comment('1'), comment('2', { location: range })], reviewBody: 'Two places.' }),
    );
    expect(sentTo(reviews)).toEqual([
      {
        commit_id: job.headSha,
        event: 'COMMENT',
        body: 'Two places.',
        comments: [
          {
            path: 'a.go',
            line: 3,
            side: 'RIGHT',
            body: withMark('Comment 1', { finding: '1'.repeat(16), state: 'open' }),
          },
          {
            path: 'a.go',
            line: 4,
            side: 'LEFT',
            start_line: 2,
            start_side: 'LEFT',
            body: withMark('Comment 2', { finding: '2'.repeat(16), state: 'open' }),
          },
        ],
      },
    ]);
    expect(operations(one.sent)).toEqual(['ReadPull', `GET ${checkRuns}`, `POST ${reviews}`, `PATCH ${checkRun}`]);
  });

  test('is not made when there is nothing to post', async () => {
    graphql(states);
    checkCompleted();
    await one.host.carryOut(job, plan());
    expect(operations(one.sent)).toEqual(['ReadPull', `GET ${checkRuns}`, `PATCH ${checkRun}`]);
  });

  test('does not say again what stands there, but a mark in somebody else’s comment is not believed', async () => {
    const said = (digit: string, viewerDidAuthor: boolean) => ({
      id: `node${digit}`,
      fullDatabaseId: `600000000${digit}`,
      body: withMark('x', { finding: digit.repeat(16), state: 'open' }),
      path: 'a.go',
      url: 'https://github.com/octocat/hello/pull/7#discussion_r6000000001',
      isMinimized: false,
      viewerDidAuthor,
    });
    graphql({ ...states, ReadPull: () => threads(said('1', true), said('2', false)) });
    nock(github).post(reviews).reply(200, { id: 1 });
    checkCompleted();
    expect((await one.host.readPosted(job)).comments).toEqual([
      {
        id: '6000000001',
        fingerprint: '1'.repeat(16),
        body: 'x',
        path: 'a.go',
        state: 'open',
        url: 'https://github.com/octocat/hello/pull/7#discussion_r6000000001',
      },
    ]);
    await one.host.carryOut(job, plan({ post: [comment('1'), comment('2')], reviewBody: 'Two.' }));
    expect(sentTo(reviews)[0].comments.map(({ body }: { body: string }) => body.split('\n')[0])).toEqual(['Comment 2']);
  });

  test('goes by the new name of a renamed file on both sides', async () => {
    graphql(states);
    listed({ filename: 'new.go', previous_filename: 'a.go', status: 'renamed' });
    nock(github).post(reviews).reply(200, { id: 1 });
    checkCompleted();
    await one.host.readChange(job);
    const old = { path: 'a.go', line: 3, endLine: 3, side: 'LEFT' as const };
    await one.host.carryOut(job, plan({ post: [comment('1', { location: old })], reviewBody: 'One.' }));
    expect(sentTo(reviews)[0].comments[0].path).toBe('new.go');
  });
});

describe('a review that GitHub refuses', () => {
  test('is made again without the comment outside the diff, which goes to the file', async () => {
    graphql(states);
    listed();
    nock(github).post(reviews).reply(422, unplaced).post(reviews).reply(200, { id: 1 }).post(comments).reply(201, {});
    checkCompleted();
    await one.host.readChange(job);
    const far = comment('2', { location: { path: 'a.go', line: 80, endLine: 80, side: 'RIGHT' } });
    await one.host.carryOut(job, plan({ post: [comment('1'), far, comment('3')], reviewBody: 'Three.' }));
    expect(sentTo(reviews).map((review) => review.comments.length)).toEqual([3, 2]);
    expect(sentTo(comments)).toEqual([
      {
        commit_id: job.headSha,
        path: 'a.go',
        subject_type: 'file',
        body: withMark('Comment 2', { finding: '2'.repeat(16), state: 'open' }),
      },
    ]);
  });

  test('is taken apart when nobody can say which comment is at fault; what has no place at all is in the check', async () => {
    graphql(states);
    nock(github).post(reviews).reply(422, unplaced);
    nock(github)
      .post(comments)
      .times(4)
      .reply((_, body) =>
        (body as { body: string }).body.startsWith('Comment 2') ? [422, unplaced] : [201, { id: 5 }],
      );
    checkCompleted();
    await one.host.carryOut(job, plan({ post: ['1', '2', '3'].map((digit) => comment(digit)), reviewBody: 'Three.' }));
    expect(sentTo(comments).map(({ body, subject_type }) => [body.slice(0, 9), subject_type])).toEqual([
      ['Comment 1', undefined],
      ['Comment 2', undefined],
      ['Comment 3', undefined],
      ['Comment 2', 'file'],
    ]);
    const [{ output }] = sentTo(checkRun);
    expect(output.text).toContain('Comment 2');
    expect(output.text).toContain('Line could not be resolved');
    expect(output.text).not.toContain('Comment 1');
  });

  test('for any other reason than its content is an error, and the check stays as it is', async () => {
    graphql(states);
    nock(github)
      .post(reviews)
      .reply(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '37' });
    const failed = one.host.carryOut(job, plan({ post: [comment('1')], reviewBody: 'One.' }));
    await expect(failed).rejects.toMatchObject({ name: 'GitHubError', status: 403, retryAfterSeconds: 37 });
    await expect(failed).rejects.toThrow(
      'GitHub refused to review octocat/hello#7 with 1 comments: expected success, got status 403 "You have exceeded a secondary rate limit."',
    );
    const error = await failed.catch((thrown: unknown) => thrown);
    expect(
      JSON.stringify(Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error as object, name)])),
    ).not.toMatch(/Comment 1|ghs_secret/);
    expect(sentTo(checkRun)).toEqual([]);
  });
});

describe('comments on files', () => {
  test('are posted by themselves', async () => {
    graphql(states);
    nock(github).post(comments).reply(201, { id: 1 });
    checkCompleted();
    await one.host.carryOut(job, plan({ post: [{ fingerprint: '4'.repeat(16), path: 'b.go', body: 'On the file' }] }));
    expect(sentTo(comments)[0]).toMatchObject({ path: 'b.go', subject_type: 'file' });
    expect(sentTo(comments)[0]).not.toHaveProperty('line');
    expect(sentTo(reviews)).toEqual([]);
  });
});
