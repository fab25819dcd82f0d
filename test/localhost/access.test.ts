import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalGitHub, secondaryLimit, startLocalGitHub } from '../../src/localhost/local-github.js';
import { appOf, hello, octokitOf, refusalOf } from './client.js';

let github: LocalGitHub;
let now = Date.now();

beforeEach(async () => {
  now = Date.now();
  github = await startLocalGitHub({ now: () => now, limits: { requestsPerHour: 3 } });
  const repository = await github.createRepository({ files: { 'a.go': 'package a\n' } });
  await repository.openPull({ files: { 'b.go': 'package a\n' } });
});

afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const minute = 60;

function jwt(claims: object, key = github.app.privateKey, alg = 'RS256'): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(now / 1000);
  const signed = `${encode({ alg, typ: 'JWT' })}.${encode({ iat: seconds - minute, exp: seconds + 9 * minute, iss: github.app.id, ...claims })}`;
  return `${signed}.${createSign('sha256').update(signed).sign(key).toString('base64url')}`;
}

const asApp = async (token: string) => {
  const response = await fetch(`${github.url}/app`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('the app is known by its JWT', async () => {
  expect(await asApp(jwt({}))).toMatchObject({ status: 200, body: { id: github.app.id, slug: 'hindsight' } });
  const { data } = await appOf(github).octokit.rest.apps.getRepoInstallation(hello);
  expect(data).toMatchObject({ id: github.app.installationId, permissions: { checks: 'write' } });
});

test.each([
  ['expires in more than ten minutes', { exp: 11 * minute }, /\('exp'\) is too far in the future$/],
  ['has expired', { exp: -1 }, /^'Expiration time' claim \('exp'\) must be/],
  ['was issued in the future', { iat: 5 * minute }, /^'Issued at' claim/],
])('a JWT that %s is refused', async (_, offsets: Record<string, number>, message) => {
  const seconds = Math.floor(now / 1000);
  const claims = Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, seconds + offset]));
  expect(await asApp(jwt(claims))).toMatchObject({ status: 401, body: { message: expect.stringMatching(message) } });
});

test('a JWT signed by another key or not at all is refused', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  expect((await asApp(jwt({}, other))).status).toBe(401);
  expect((await asApp(jwt({}, github.app.privateKey, 'none'))).status).toBe(401);
  expect((await asApp('a.b.c')).status).toBe(401);
});

test('a token ends after an hour', async () => {
  const octokit = await octokitOf(github);
  const { token } = (await octokit.auth({ type: 'installation' })) as { token: string };
  const call = () => fetch(`${github.url}/repos/octocat/hello`, { headers: { authorization: `token ${token}` } });
  expect((await call()).status).toBe(200);
  now += 61 * 60 * 1000;
  expect((await call()).status).toBe(401);
});

test('a token does what was granted, and says what was missing', async () => {
  github.grant({ metadata: 'read', contents: 'read', pull_requests: 'read', checks: 'read' });
  const octokit = await octokitOf(github);
  await octokit.rest.pulls.get({ ...hello, pull_number: 1 });
  const answer = octokit.rest.checks.create({ ...hello, name: 'Hindsight', head_sha: 'main' });
  await expect(answer).rejects.toMatchObject({
    status: 403,
    response: {
      data: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'checks=write' },
    },
  });
});

test('GraphQL refuses what was not granted, field by field', async () => {
  github.grant({ metadata: 'read', contents: 'read' });
  const octokit = await octokitOf(github);
  const query =
    '{ repository(owner: "octocat", name: "hello") { object(expression: "main") { oid } pullRequest(number: 1) { id } } }';
  await expect(octokit.graphql(query)).rejects.toMatchObject({
    data: { repository: { object: { oid: expect.any(String) }, pullRequest: null } },
    errors: [
      { type: 'FORBIDDEN', path: ['repository', 'pullRequest'], message: 'Resource not accessible by integration' },
    ],
  });
});

test('to resolve a thread, contents: write is needed', async () => {
  const octokit = await octokitOf(github);
  const answer = octokit.graphql('mutation { resolveReviewThread(input: { threadId: "PRRT_1" }) { thread { id } } }');
  await expect(answer).rejects.toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
});

test('a token for chosen repositories and permissions does no more', async () => {
  await github.createRepository({ name: 'other', files: { 'a.go': 'package a\n' } });
  const { data } = await appOf(github).octokit.rest.apps.createInstallationAccessToken({
    installation_id: github.app.installationId,
    repositories: ['other'],
    permissions: { contents: 'read' },
  });
  const call = async (path: string) =>
    (await fetch(`${github.url}/repos/octocat/${path}`, { headers: { authorization: `token ${data.token}` } })).status;
  expect(data).toMatchObject({ repository_selection: 'selected', permissions: { contents: 'read', metadata: 'read' } });
  expect(
    await Promise.all(['other/contents/a.go', 'hello/contents/a.go', 'other/commits/main/check-runs'].map(call)),
  ).toEqual([200, 404, 403]);
});

test('the limit is told in every answer, and then enforced', async () => {
  const octokit = await octokitOf(github);
  const { headers } = await octokit.rest.repos.get(hello);
  expect(headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '2', 'x-ratelimit-used': '1' });
  await octokit.rest.repos.get(hello);
  await octokit.rest.repos.get(hello);
  const { status, message } = await refusalOf(octokit.rest.repos.get(hello));
  expect({ status, message }).toEqual({ status: 403, message: 'API rate limit exceeded for installation ID 7001.' });
});

test('failures on demand: refused, lost after it was carried out, late', async () => {
  const octokit = await octokitOf(github);
  github.failNext({ path: '/repos/octocat/hello', ...secondaryLimit(7) });
  await expect(octokit.rest.repos.get(hello)).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'retry-after': '7' } },
  });
  github.failNext({ method: 'POST', path: /check-runs$/, status: 502, afterCarryingOut: true });
  const create = () => octokit.rest.checks.create({ ...hello, name: 'Hindsight', head_sha: 'main' });
  expect(await refusalOf(create())).toMatchObject({ status: 502 });
  github.failNext({ delayMilliseconds: 50 });
  const before = performance.now();
  const { data } = await octokit.rest.checks.listForRef({ ...hello, ref: 'main' });
  expect(performance.now() - before).toBeGreaterThan(45);
  expect(data.total_count).toBe(1);
  expect(github.requests.slice(-3)).toMatchObject([
    { operation: 'repos/get', status: 403 },
    { method: 'POST', operation: 'checks/create', status: 502 },
    { path: '/repos/octocat/hello/commits/main/check-runs', status: 200 },
  ]);
});

test('expired tokens are refused before their time', async () => {
  const octokit = await octokitOf(github);
  const { token } = (await octokit.auth({ type: 'installation' })) as { token: string };
  github.expireTokens();
  // Octokit itself would try a young token again for some seconds.
  const response = await fetch(`${github.url}/repos/octocat/hello`, { headers: { authorization: `token ${token}` } });
  expect([response.status, await response.json()]).toMatchObject([401, { message: 'Bad credentials' }]);
});
