import type { Octokit } from 'octokit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalGitHub, type LocalRepository, startLocalGitHub } from '../../src/localhost/local-github.js';
import { hello, lines, octokitOf, refusalOf } from './client.js';

let github: LocalGitHub;
let repository: LocalRepository;
let octokit: Octokit;

const files = {
  'go.mod': 'module example.com/hello\n',
  'net/dial.go': lines(1, 20),
  'net/old.go': lines(1, 20, 'old'),
  'gone.go': 'package gone\n',
  'logo.png': new Uint8Array([1, 0, 2, 3]),
  link: { symlink: 'go.mod' },
  'run.sh': { executable: '#!/bin/sh\n' },
};

const start = async (limits = {}) => {
  await github?.close();
  github = await startLocalGitHub({ limits });
  repository = await github.createRepository({ files });
  octokit = await octokitOf(github);
};

beforeEach(() => start());

afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const listFiles = async (more = {}) => (await octokit.rest.pulls.listFiles({ ...hello, pull_number: 1, ...more })).data;

test('the files of a pull request: changed, renamed, removed, added, binary', async () => {
  const pull = await repository.openPull({
    files: {
      'net/dial.go': lines(1, 20).replace('line 9\n', 'nine\n'),
      'net/old.go': null,
      'net/new.go': lines(1, 20, 'old').replace('old 20\n', ''),
      'gone.go': null,
      'logo.png': new Uint8Array([1, 0, 2, 4]),
      'ünï "quoted".go': 'package q\n',
    },
  });
  const listed = await listFiles();
  expect(listed.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions])).toEqual([
    ['gone.go', 'removed', 0, 1],
    ['logo.png', 'modified', 0, 0],
    ['net/dial.go', 'modified', 1, 1],
    ['net/new.go', 'renamed', 0, 1],
    ['ünï "quoted".go', 'added', 1, 0],
  ]);
  expect(listed[1]).not.toHaveProperty('patch');
  expect(listed[2]?.patch?.split('\n').slice(0, 6)).toEqual([
    '@@ -6,7 +6,7 @@ line 5',
    ' line 6',
    ' line 7',
    ' line 8',
    '-line 9',
    '+nine',
  ]);
  expect(listed[3]).toMatchObject({ previous_filename: 'net/old.go' });
  const { data } = await octokit.rest.pulls.get({ ...hello, pull_number: 1 });
  expect(data).toMatchObject({
    changed_files: 5,
    additions: 2,
    deletions: 3,
    commits: 1,
    state: 'open',
    head: { sha: pull.headSha },
  });
});

test('pages have 30 items unless asked otherwise, and name the next one', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 65 }, (_, index) => [`many/${index + 10}.go`, 'package many\n']),
  );
  await repository.openPull({ files: many });
  expect(await listFiles()).toHaveLength(30);
  const first = await octokit.rest.pulls.listFiles({ ...hello, pull_number: 1, per_page: 50 });
  expect(first.headers.link).toContain('page=2>; rel="next"');
  const all = await octokit.paginate(octokit.rest.pulls.listFiles, { ...hello, pull_number: 1, per_page: 50 });
  expect(new Set(all.map(({ filename }) => filename)).size).toBe(65);
});

test('a patch that is too large is left out; past the sum, files look unchanged; past 3,000, files are not told', async () => {
  await start({ patchLinesPerFile: 12, patchLinesPerAnswer: 20, filesPerPull: 4 });
  await repository.openPull({
    files: {
      'a.go': lines(1, 15),
      'b.go': lines(1, 10),
      'c.go': lines(1, 10),
      'd.go': lines(1, 10),
      'e.go': lines(1, 10),
    },
  });
  const listed = await listFiles();
  expect(listed.map(({ filename, changes, patch }) => [filename, changes, patch !== undefined])).toEqual([
    ['a.go', 15, false],
    ['b.go', 10, true],
    ['c.go', 0, false],
    ['d.go', 0, false],
  ]);
});

test('a comparison starts where the head left the base', async () => {
  const pull = await repository.openPull({ files: { 'net/dial.go': lines(1, 21) } });
  const base = pull.baseSha;
  const tip = await repository.commit('main', { 'later.go': 'package later\n' });
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    ...hello,
    basehead: `main...${pull.headSha}`,
  });
  expect(data).toMatchObject({
    merge_base_commit: { sha: base },
    base_commit: { sha: tip },
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
  });
  expect(data.files?.map(({ filename }) => filename)).toEqual(['net/dial.go']);
});

test('two commits without a common ancestor cannot be compared', async () => {
  const other = await github.createRepository({ name: 'other', files: { 'a.go': 'package a\n' } });
  const foreign = await other.commit('main', { 'b.go': 'package b\n' });
  const orphans = await github.createRepository({ name: 'orphans', files, objectsFrom: other.gitDirectory });
  await orphans.setBranch('foreign', foreign);
  const answer = octokit.rest.repos.compareCommitsWithBasehead({
    owner: 'octocat',
    repo: 'orphans',
    basehead: 'main...foreign',
  });
  expect(await refusalOf(answer)).toMatchObject({
    status: 404,
    message: 'No common ancestor between main and foreign.',
  });
});

test('blobs, trees and contents', async () => {
  const { data: tree } = await octokit.rest.git.getTree({ ...hello, tree_sha: 'main', recursive: '1' });
  const dial = tree.tree.find(({ path }) => path === 'net/dial.go');
  expect(tree.tree.map(({ path, mode }) => `${mode} ${path}`)).toContain('120000 link');
  const { data: blob } = await octokit.rest.git.getBlob({ ...hello, file_sha: dial?.sha ?? '' });
  expect(Buffer.from(blob.content, 'base64').toString()).toBe(lines(1, 20));
  const { data: file } = await octokit.rest.repos.getContent({ ...hello, path: 'net/dial.go', ref: 'main' });
  expect(file).toMatchObject({ type: 'file', sha: dial?.sha, encoding: 'base64' });
  const { data: folder } = await octokit.rest.repos.getContent({ ...hello, path: 'net' });
  expect(folder).toMatchObject([{ name: 'dial.go', type: 'file' }, { name: 'old.go' }]);
  expect(await refusalOf(octokit.rest.repos.getContent({ ...hello, path: 'nowhere' }))).toMatchObject({ status: 404 });
  expect(await refusalOf(octokit.rest.git.getBlob({ ...hello, file_sha: '0'.repeat(40) }))).toMatchObject({
    status: 404,
  });
});

test('an unchanged answer to a conditional request has no body, and does not count', async () => {
  const { headers } = await octokit.rest.repos.get(hello);
  const left = headers['x-ratelimit-remaining'];
  const again = () => octokit.rest.repos.get({ ...hello, headers: { 'if-none-match': headers.etag } });
  await expect(again()).rejects.toMatchObject({
    status: 304,
    response: { headers: { 'x-ratelimit-remaining': left } },
  });
});

test('an etag is good for one token alone', async () => {
  const { headers } = await octokit.rest.repos.get(hello);
  const other = await octokitOf(github);
  const { status } = await other.rest.repos.get({ ...hello, headers: { 'if-none-match': headers.etag } });
  expect(status).toBe(200);
});

const graphql = <T>(selection: string): Promise<T> =>
  octokit
    .graphql<{ repository: T }>(`{ repository(owner: "octocat", name: "hello") { ${selection} } }`)
    .then((data) => data.repository);

test('GraphQL reads many objects in one request', async () => {
  const blob = '... on Blob { oid text isBinary isTruncated byteSize }';
  const answer = await graphql(`
    mod: object(expression: "main:go.mod") { ${blob} }
    none: object(expression: "main:nowhere.go") { ${blob} }
    logo: object(expression: "main:logo.png") { ${blob} }
    folder: object(expression: "main:net") { ... on Tree { entries { name path type mode oid object { ${blob} } } } }
    top: object(expression: "main:") { ... on Tree { entries { name type } } }
    head: object(expression: "main") { __typename oid ... on Commit { message tree { oid } } }
  `);
  expect(answer).toMatchObject({
    mod: { text: files['go.mod'], isBinary: false, isTruncated: false, byteSize: 25 },
    none: null,
    logo: { text: null, isBinary: true, byteSize: 4 },
    folder: {
      entries: [
        { name: 'dial.go', path: 'net/dial.go', type: 'blob', mode: 0o100644, object: { text: lines(1, 20) } },
        {},
      ],
    },
    head: { __typename: 'Commit', message: 'First commit' },
  });
});

test('GraphQL cuts the text of a large blob', async () => {
  await start({ blobTextBytes: 10 });
  const answer = await graphql(
    'object(expression: "main:net/dial.go") { ... on Blob { oid text isTruncated byteSize } }',
  );
  expect(answer).toEqual({
    object: { oid: expect.any(String), text: 'line 1\nlin', isTruncated: true, byteSize: 151 },
  });
});

test('GraphQL tells who wrote a comment, and hides and shows it', async () => {
  await repository.openPull({ files: { 'new.go': 'package hello\n' } });
  const comments = [{ path: 'new.go', line: 1, body: 'Seen before.' }];
  await octokit.rest.pulls.createReview({ ...hello, pull_number: 1, event: 'COMMENT', body: 'One finding', comments });
  const selection =
    'id databaseId body author { __typename login } viewerDidAuthor isMinimized minimizedReason path line';
  const read = () =>
    graphql<{
      pullRequest: {
        reviewThreads: { nodes: { isOutdated: boolean; comments: { nodes: Record<string, unknown>[] } }[] };
      };
    }>(
      `pullRequest(number: 1) { reviewThreads(first: 100) { pageInfo { hasNextPage } nodes { isOutdated comments(first: 1) { nodes { ${selection} } } } } }`,
    ).then(({ pullRequest }) => pullRequest.reviewThreads.nodes[0]?.comments.nodes[0]);
  const comment = await read();
  // REST says hindsight[bot].
  expect(comment).toMatchObject({
    author: { __typename: 'Bot', login: 'hindsight' },
    viewerDidAuthor: true,
    isMinimized: false,
    line: 1,
  });
  const mutate = (mutation: string) =>
    octokit.graphql(`mutation($id: ID!) { ${mutation} { clientMutationId } }`, { id: comment?.id });
  await mutate('minimizeComment(input: { subjectId: $id, classifier: RESOLVED })');
  expect(await read()).toMatchObject({ isMinimized: true, minimizedReason: 'resolved' });
  await mutate('unminimizeComment(input: { subjectId: $id })');
  await mutate('updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $id, body: "Back again." })');
  expect(await read()).toMatchObject({ isMinimized: false, body: 'Back again.' });
});

test('GraphQL names what it cannot find', async () => {
  await expect(octokit.graphql('{ repository(owner: "octocat", name: "nothing") { id } }')).rejects.toMatchObject({
    errors: [{ type: 'NOT_FOUND', path: ['repository'] }],
  });
});

test('a media type that is not served is told, and not answered with another', async () => {
  const headers = { accept: 'application/vnd.github.diff' };
  expect(await refusalOf(octokit.request('GET /repos/octocat/hello', { headers }))).toMatchObject({ status: 400 });
  expect(github.violations.splice(0)).toMatchObject([{ pointer: 'request.headers/accept', expected: 'json or raw' }]);
});
