import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withMark } from '../../src/github/hidden-mark.js';
import type { CommentToPost } from '../../src/review/review-plan.js';
import { job, mergeBase, operations, plan, type World, world } from './world.js';

const github = 'https://api.github.com';
const reviews = '/repos/octocat/hello/pulls/7/reviews';
const comments = '/repos/octocat/hello/pulls/7/comments';
const checkRuns = `/repos/octocat/hello/commits/${job.headSha}/check-runs`;
const checkRun = '/repos/octocat/hello/check-runs/99';

let one: World;

beforeEach(() => {
  nock.disableNetConnect();
  one = world();
  const inProgress = {
    id: 99,
    status: 'in_progress',
    external_id: `pull/7/${job.headSha}`,
    output: { annotations_count: 0 },
  };
  nock(github)
    .persist()
    .get(checkRuns)
    .query({ app_id: 42, check_name: 'hindsight', filter: 'all', per_page: 100 })
    .reply(200, { total_count: 1, check_runs: [inProgress] });
});

afterEach(() => {
  const unasked = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect({ unasked, violations: one.violations }).toEqual({ unasked: [], violations: [] });
});

/** Answers to the GraphQL queries by their names, as long as the test runs. */
function graphql(answers: Record<string, (variables: Record<string, string>) => unknown>) {
  nock(github)
    .persist()
    .post('/graphql')
    .reply(200, (_, body) => {
      const { query, variables } = body as { query: string; variables: Record<string, string> };
      const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      return answers[name]?.(variables) ?? { errors: [{ type: 'NOT_FOUND', message: `no answer to ${name}` }] };
    });
}

const states = { ReadPull: () => threads() };

function threads(...nodes: object[]) {
  return {
    data: {
      repository: {
        pullRequest: {
          state: 'OPEN',
          headRefOid: job.headSha,
          reviewThreads: {
            pageInfo: { hasNextPage: false, endCursor: null },
            nodes: nodes.map((node) => ({ comments: { nodes: [node] } })),
          },
        },
      },
    },
  };
}

const comment = (digit: string, changes: Partial<CommentToPost> = {}): CommentToPost => ({
  fingerprint: digit.repeat(16),
  path: 'a.go',
  location: { path: 'a.go', line: 3, endLine: 3, side: 'RIGHT' },
  body: `Comment ${digit}`,
  ...changes,
});

function checkCompleted() {
  nock(github).patch(checkRun).reply(200, { id: 99 });
}

/** A pull request of one file, whose lines 1 to 5 are in the diff. */
function listed(file: object = {}) {
  const patch = '@@ -1,4 +1,5 @@\n a\n b\n+c\n d\n e';
  const files = [{ filename: 'a.go', status: 'modified', additions: 1, deletions: 0, patch, ...file }];
  nock(github)
    .get(/\/compare\//)
    .reply(200, { merge_base_commit: { sha: mergeBase }, files });
}

const unplaced = { message: 'Unprocessable Entity', errors: ['Line could not be resolved'] };
const sentTo = (path: string) => one.sent.filter((request) => request.path === path).map(({ body }) => body);

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
    expect(await one.host.readPosted(job)).toEqual([
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
