import { App, Octokit } from 'octokit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnswerCache, askConditionally, createAnswerCache } from '../../src/github/conditional-requests.js';
import { type LocalGitHub, startLocalGitHub } from '../../src/localhost/local-github.js';
import type { LocalRepository } from '../../src/localhost/world.js';

let github: LocalGitHub;
let repository: LocalRepository;
let answers: AnswerCache;

beforeEach(async () => {
  github = await startLocalGitHub();
  repository = await github.createRepository({ files: { 'go.mod': 'module a\n' }, roles: { mona: 'write' } });
  await repository.openPull({ files: { 'a.go': 'package a\n' }, author: 'mona' });
  answers = createAnswerCache();
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const hello = { owner: 'octocat', repo: 'hello' };

/** Signed in anew, with a token of its own; what it has read is kept for `installation`. */
async function client(installation: number) {
  const { id, privateKey, installationId } = github.app;
  const settings = { baseUrl: github.url, throttle: { enabled: false }, retry: { enabled: false } };
  const app = new App({ appId: id, privateKey, Octokit: Octokit.defaults(settings) });
  const octokit = (await app.getInstallationOctokit(installationId)) as unknown as Octokit;
  askConditionally(octokit, installation, answers);
  return async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
      ...hello,
      username: 'mona',
    });
    return data.permission;
  };
}

const statuses = () => github.requests.filter(({ method }) => method === 'GET').map(({ status }) => status);

test('what has not changed is not sent again, and gives the same answer', async () => {
  const read = await client(1);
  expect([await read(), await read(), await read()]).toEqual(['write', 'write', 'write']);
  expect(statuses()).toEqual([200, 304, 304]);
});

test('what has changed is sent', async () => {
  const read = await client(1);
  await read();
  repository.setRole('mona', 'read');
  expect([await read(), await read()]).toEqual(['read', 'read']);
  expect(statuses()).toEqual([200, 200, 304]);
});

test('with another token it is read anew, and with the answer of that token from then on', async () => {
  await (await client(1))();
  const read = await client(1);
  await read();
  await read();
  expect(statuses()).toEqual([200, 200, 304]);
});

test('what one installation has read is not given to another', async () => {
  await (await client(1))();
  await (await client(2))();
  expect(statuses()).toEqual([200, 200]);
  expect(answers.size).toBe(2);
});

test('a refusal is not kept, and what was known is not given in its place', async () => {
  const read = await client(1);
  await read();
  github.failNext({ path: '/permission', status: 404, body: { message: 'Not Found' } });
  await expect(read()).rejects.toMatchObject({ status: 404 });
  expect(await read()).toBe('write');
});

test('an answer of many megabytes is not kept', async () => {
  const octokit = new Octokit({ baseUrl: github.url, request: { fetch: async () => large() } });
  askConditionally(octokit, 1, answers);
  await octokit.request('GET /repos/{owner}/{repo}', hello);
  expect(answers.size).toBe(0);
});

const large = () =>
  new Response(JSON.stringify({ name: 'x'.repeat(5 * 1024 * 1024) }), {
    headers: { etag: '"one"', 'content-type': 'application/json' },
  });
