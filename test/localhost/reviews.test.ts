import type { Octokit } from 'octokit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LocalGitHub,
  type LocalPull,
  type LocalRepository,
  startLocalGitHub,
} from '../../src/localhost/local-github.js';
import { hello, lines, octokitOf, refusalOf } from './client.js';

let github: LocalGitHub;
let repository: LocalRepository;
let pull: LocalPull;
let octokit: Octokit;

// One file of 40 lines; the pull request changes line 10, deletes 30 and adds a line after 31. Hunks: old 7-13 and 27-34.
beforeEach(async () => {
  github = await startLocalGitHub();
  repository = await github.createRepository({ files: { 'a.go': lines(1, 40), 'b.go': 'package b\n' } });
  pull = await repository.openPull({ files: { 'a.go': changed } });
  octokit = await octokitOf(github);
});

afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const changed = `${lines(1, 9)}ten\n${lines(11, 29)}line 31\nmore\n${lines(32, 40)}`;

type Comment = { path: string; body: string; line: number; side?: string; start_line?: number; start_side?: string };

const post = (...comments: Omit<Comment, 'body'>[]) =>
  octokit.rest.pulls.createReview({
    ...hello,
    pull_number: 1,
    event: 'COMMENT',
    body: 'Seen before.',
    comments: comments.map((comment, index) => ({ ...comment, body: `Comment ${index + 1}` })),
  });

const single = (more: {
  path: string;
  line?: number;
  side?: 'LEFT' | 'RIGHT';
  start_line?: number;
  subject_type?: 'file';
}) =>
  octokit.rest.pulls.createReviewComment({
    ...hello,
    pull_number: 1,
    commit_id: pull.headSha,
    body: 'Single',
    ...more,
  });

test('a review carries comments on both sides of the diff', async () => {
  await post(
    { path: 'a.go', line: 10, side: 'RIGHT' },
    { path: 'a.go', line: 30, side: 'LEFT' },
    { path: 'a.go', line: 31, start_line: 28, side: 'RIGHT' },
  );
  const { threads, reviews } = await pull.view();
  expect(threads.map(({ path, side, line, startLine }) => [path, side, line, startLine])).toEqual([
    ['a.go', 'RIGHT', 10, undefined],
    ['a.go', 'LEFT', 30, undefined],
    ['a.go', 'RIGHT', 31, 28],
  ]);
  expect(threads[1]?.diffHunk.split('\n').at(-1)).toBe('-line 30');
  expect(reviews).toMatchObject([{ author: 'hindsight[bot]', state: 'COMMENTED', body: 'Seen before.' }]);
  expect(reviews[0]?.commentIds).toEqual(threads.map((thread) => thread.comments[0]?.id));
});

test('one comment outside the hunks rejects the whole review, and nobody says which', async () => {
  const refusal = await refusalOf(post({ path: 'a.go', line: 10 }, { path: 'a.go', line: 20 }));
  const sentence =
    "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank";
  expect(refusal).toEqual({ status: 422, message: 'Unprocessable Entity', errors: [sentence] });
  expect((await pull.view()).threads).toEqual([]);
});

test.each([
  ['a line of the other side', { line: 41, side: 'LEFT' }, /line must be part of the diff/],
  ['a range that ends where it starts', { line: 10, start_line: 10 }, /start line must precede the end line\./],
  ['a range over two hunks', { line: 31, start_line: 10 }, /start line must be part of the same hunk as the line\./],
  [
    'a range that starts outside',
    { line: 10, start_line: 2 },
    /start line must be part of the same hunk as the line\./,
  ],
  ['a file that is not changed', { path: 'b.go', line: 1 }, /^Path could not be resolved$/],
])('a review is refused for %s', async (_, comment, sentence) => {
  const { status, errors } = await refusalOf(post({ path: 'a.go', ...comment }));
  expect({ status, errors }).toEqual({ status: 422, errors: [expect.stringMatching(sentence)] });
});

test('a single comment names the field at fault', async () => {
  const { status, message, errors } = await refusalOf(single({ path: 'a.go', line: 20 }));
  expect({ status, message }).toEqual({ status: 422, message: 'Validation Failed' });
  expect(errors).toContainEqual({
    resource: 'PullRequestReviewComment',
    code: 'custom',
    field: 'pull_request_review_thread.line',
    message: 'pull_request_review_thread.line must be part of the diff',
  });
});

test('a single comment can stand on a file of the pull request, and on no other', async () => {
  const { data } = await single({ path: 'a.go', subject_type: 'file' });
  expect(data).toMatchObject({ subject_type: 'file', path: 'a.go' });
  expect((await pull.view()).threads).toMatchObject([
    { subject: 'file', path: 'a.go', comments: [{ body: 'Single' }] },
  ]);
  expect(await refusalOf(single({ path: 'b.go', subject_type: 'file' }))).toMatchObject({ status: 422 });
});

test('a file whose diff is too large takes no comment on a line, but one on the file', async () => {
  await github.close();
  github = await startLocalGitHub({ limits: { patchLinesPerFile: 5 } });
  pull = await (await github.createRepository({ files: { 'a.go': lines(1, 40) } })).openPull({
    files: { 'a.go': changed },
  });
  octokit = await octokitOf(github);
  expect(await refusalOf(post({ path: 'a.go', line: 10 }))).toMatchObject({ errors: ['Path diff too large'] });
  await single({ path: 'a.go', subject_type: 'file' });
});

test('a text over 65,536 characters is refused', async () => {
  const body = 'x'.repeat(65_537);
  const answer = octokit.rest.pulls.createReview({ ...hello, pull_number: 1, event: 'COMMENT', body });
  expect(await refusalOf(answer)).toMatchObject({ errors: ['Body is too long (maximum is 65536 characters)'] });
  const edit = octokit.rest.pulls.updateReviewComment({
    ...hello,
    comment_id: await pull.commentOn({ path: 'a.go', line: 10 }, 'mona', 'Why?'),
    body,
  });
  expect(await refusalOf(edit)).toMatchObject({
    status: 422,
    errors: [{ field: 'body', message: 'body is too long (maximum is 65536 characters)' }],
  });
});

test('a comment is edited in place, a reply joins its thread', async () => {
  await post({ path: 'a.go', line: 10 });
  const id = (await pull.view()).threads[0]?.comments[0]?.id ?? 0;
  await octokit.rest.pulls.updateReviewComment({ ...hello, comment_id: id, body: 'Repaired.' });
  const answer = await pull.reply(id, 'octocat', 'Thanks');
  const { data } = await octokit.rest.pulls.listReviewComments({ ...hello, pull_number: 1 });
  expect(data.map(({ body, user, in_reply_to_id }) => [body, user?.login, in_reply_to_id])).toEqual([
    ['Repaired.', 'hindsight[bot]', undefined],
    ['Thanks', 'octocat', id],
  ]);
  expect((await pull.view()).threads[0]?.comments).toMatchObject([
    { id, edited: true },
    { id: answer, edited: false },
  ]);
});

test('a comment moves with its line, and is outdated once the line is changed', async () => {
  await post({ path: 'a.go', line: 10 }, { path: 'a.go', line: 30, side: 'LEFT' });
  await pull.push({ 'a.go': `first\n${changed}` });
  const place = async () => (await pull.view()).threads.map(({ line, outdated }) => [line, outdated]);
  expect(await place()).toEqual([
    [11, false],
    [30, false],
  ]);
  await pull.push({ 'a.go': changed.replace('ten\n', 'TEN\n') });
  expect(await place()).toEqual([
    [undefined, true],
    [30, false],
  ]);
  const { data } = await octokit.rest.pulls.listReviewComments({ ...hello, pull_number: 1 });
  expect(data[0]).toMatchObject({ line: null, original_line: 10 });
  await pull.push({ 'a.go': lines(1, 40).replace('line 10\n', 'TEN\n') });
  expect(await place()).toEqual([
    [undefined, true],
    [undefined, true],
  ]);
});

test('a comment follows its file through a rename', async () => {
  await post({ path: 'a.go', line: 10 });
  await pull.push({ 'a.go': null, 'c.go': changed });
  expect((await pull.view()).threads).toMatchObject([{ path: 'c.go', line: 10, outdated: false }]);
});

test('a person comments on a line, under the same rules', async () => {
  await pull.commentOn({ path: 'a.go', line: 10 }, 'mona', 'Why?');
  expect((await pull.view()).threads).toMatchObject([{ comments: [{ author: 'mona', body: 'Why?' }] }]);
  await expect(pull.commentOn({ path: 'a.go', line: 20 }, 'mona', 'Why?')).rejects.toThrow('Validation Failed');
});
