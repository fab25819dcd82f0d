import { afterEach, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { realPorts } from '../../src/cli/real-ports.js';
import { startLocalGitHub } from '../../src/localhost/local-github.js';
import type { LocalGitHub, LocalGitHubOptions, LocalRepository, RepositoryOptions } from '../../src/localhost/world.js';

let github: LocalGitHub | undefined;
afterEach(async () => {
  const violations = github?.violations ?? [];
  await github?.close();
  github = undefined;
  expect(violations).toEqual([]);
});

/** Everything that app.yml asks for. */
const wellInstalled: LocalGitHubOptions = {
  permissions: { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write', merge_queues: 'read' },
  events: ['check_run', 'check_suite', 'merge_group', 'pull_request', 'pull_request_review_comment'],
};

async function world(
  options: LocalGitHubOptions,
  repository: RepositoryOptions = { files: { 'go.mod': 'module a\n' } },
) {
  github = await startLocalGitHub(options);
  return { github, repository: await github.createRepository(repository) };
}

async function doctor(environment: NodeJS.ProcessEnv, name = 'octocat/hello') {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    environment,
  };
  const exitCode = await runCommandLine(['doctor', name], terminal, realPorts);
  return { exitCode, out, err };
}

const asApp = ({ url, app }: LocalGitHub) => ({
  GITHUB_API_URL: url,
  APP_ID: String(app.id),
  PRIVATE_KEY: app.privateKey,
});

/** A check run of the app, as a review leaves it. */
async function reviewed(repository: LocalRepository, { url, app }: LocalGitHub) {
  const { App, Octokit } = await import('octokit');
  const client = new App({ appId: app.id, privateKey: app.privateKey, Octokit: Octokit.defaults({ baseUrl: url }) });
  const pull = await repository.openPull({ files: { 'a.go': 'package a\n' } });
  const octokit = await client.getInstallationOctokit(app.installationId);
  await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: repository.owner,
    repo: repository.name,
    name: 'Hindsight',
    head_sha: pull.headSha,
    status: 'completed',
    conclusion: 'success',
  });
}

test('all is well: installed, required from the app alone, reviewed', async () => {
  const { github, repository } = await world(wellInstalled);
  repository.requireCheck({ context: 'Hindsight', appId: github.app.id, by: 'ruleset' });
  await reviewed(repository, github);
  const { exitCode, out, err } = await doctor(asApp(github));
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain('ok  the app is installed with the permissions and events it needs');
  expect(out).toContain(`ok  a ruleset requires the check "Hindsight" of the app ${github.app.id}`);
  expect(out).toContain('ok  no configuration: the defaults hold');
  expect(out).toMatch(/ok {2}the last review, of #1, ended \S+ with success/);
});

test('what is missing is told with what to click', async () => {
  const { github, repository } = await world({
    permissions: { metadata: 'read', contents: 'read', pull_requests: 'read', checks: 'write' },
    events: ['pull_request'],
  });
  repository.requireCheck({ context: 'hindsight', by: 'protection' });
  await repository.commit('main', { '.github/hindsight.yml': 'drafts: skip\nmodes: off\n' });
  const { exitCode, out } = await doctor(asApp(github));
  expect(exitCode).toBe(1);
  expect(out).toContain('!!  the installation lacks the permissions pull_requests: write, merge_queues: read');
  expect(out).toContain('then accept the request at http://');
  expect(out).toContain(
    '!!  the app does not receive the events check_run, check_suite, merge_group, pull_request_review_comment',
  );
  expect(out).toContain(
    '!!  branch protection requires a check "hindsight" that nobody reports: ours is called "Hindsight"',
  );
  expect(out).toContain('!!  .github/hindsight.yml:2: expected only paths, mode,');
  expect(out).toContain('--  no check of ours on the ten pull requests that were touched last');
});

test('a check of another app, or of anybody, is no gate', async () => {
  const { github, repository } = await world(wellInstalled);
  repository.requireCheck({ context: 'Hindsight', appId: 15368, by: 'protection' });
  repository.requireCheck({ context: 'Hindsight', by: 'ruleset' });
  const { exitCode, out } = await doctor(asApp(github));
  expect(exitCode).toBe(1);
  expect(out).toContain(
    `!!  branch protection waits for the check "Hindsight" of the app 15368, but the app that reviews here is ${github.app.id}`,
  );
  expect(out).toContain('!!  a ruleset takes the check "Hindsight" from anybody');
  expect(out).toContain('/settings/rules and choose the app as the source of "Hindsight".');
});

/** In place of a person's: GitHub tells it the same of a repository. */
async function tokenOf({ url, app }: LocalGitHub): Promise<string> {
  const { App, Octokit } = await import('octokit');
  const client = new App({ appId: app.id, privateKey: app.privateKey, Octokit: Octokit.defaults({ baseUrl: url }) });
  const { data } = await client.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: app.installationId,
  });
  return data.token;
}

test('with the token of somebody it says what only the app can see', async () => {
  const { github } = await world(wellInstalled);
  const { exitCode, out } = await doctor({ GITHUB_API_URL: github.url, GITHUB_TOKEN: await tokenOf(github) });
  expect(exitCode).toBe(0);
  expect(out).toContain('--  whether the app is installed, and with what permissions, only the app itself may ask');
  expect(out).toContain('--  nothing requires the check "Hindsight" on main: it advises, and blocks nobody');
});

test('a merge queue that the app is not told of is a problem, also where the app may not even ask for it', async () => {
  const { github, repository } = await world({
    ...wellInstalled,
    permissions: { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write' },
    events: ['check_run', 'check_suite', 'pull_request', 'pull_request_review_comment'],
  });
  repository.requireMergeQueue();
  const { exitCode, out } = await doctor(asApp(github));
  expect(exitCode).toBe(1);
  expect(out).toContain(
    '!!  main has a merge queue that the app is not told of: where the check is required, the queue waits for ever',
  );
  expect(out).toContain('Permissions & events: grant merge_queues: read and subscribe to merge_group.');
});

test('a merge queue that is served, by a rule or not', async () => {
  const { github, repository } = await world(wellInstalled);
  await repository.enqueue(await repository.openPull({ files: { 'a.go': 'package a\n' } }));
  expect((await doctor(asApp(github))).out).toContain('ok  the merge queue of main is served');
});

test('with the token of somebody it says what a merge queue needs', async () => {
  const { github, repository } = await world(wellInstalled);
  repository.requireMergeQueue();
  const { out } = await doctor({ GITHUB_API_URL: github.url, GITHUB_TOKEN: await tokenOf(github) });
  expect(out).toContain('--  main has a merge queue: the app needs the permission merge_queues: read and the event');
});

test('an installation that is not there', async () => {
  const { github } = await world(wellInstalled);
  const token = await tokenOf(github);
  github.failNext({ path: '/installation', status: 404, body: { message: 'Not Found' } });
  const { exitCode, out } = await doctor({ ...asApp(github), GITHUB_TOKEN: token });
  expect(exitCode).toBe(1);
  expect(out).toContain('!!  the app is not installed on this repository');
  expect(out).toContain("Open the app's settings, then Install App, and choose this repository.");
});

test.each<[string, (pem: string) => string]>([
  ['as base64', (pem) => Buffer.from(pem).toString('base64')],
  ['as base64 in lines', (pem) => Buffer.from(pem).toString('base64').replaceAll(/.{64}/g, '$&\n')],
  ['with \\n in place of line ends', (pem) => pem.replaceAll('\n', '\\n')],
])('the private key may be given %s', async (_form, written) => {
  const { github } = await world(wellInstalled);
  const { err, out } = await doctor({ ...asApp(github), PRIVATE_KEY: written(github.app.privateKey) });
  expect(err).toBe('');
  expect(out).toContain('ok  the app is installed with the permissions and events it needs');
});

test('what cannot be seen is said, and does not end it', async () => {
  const { github } = await world(wellInstalled);
  github.failNext({ method: 'GET', path: '/rules/branches/', status: 403, body: { message: 'Upgrade your plan' } });
  const { exitCode, out } = await doctor(asApp(github));
  expect(exitCode).toBe(0);
  expect(out).toContain(
    '--  GitHub refused to read the rulesets: expected success, got status 403 "Upgrade your plan"',
  );
});

test.each<[string, NodeJS.ProcessEnv, string, string]>([
  ['no credentials', {}, 'octocat/hello', 'expected GITHUB_TOKEN or GH_TOKEN'],
  [
    'a key that is none',
    { APP_ID: '1', PRIVATE_KEY: 'secret' },
    'octocat/hello',
    'PRIVATE_KEY: expected a private key in PEM form, got 6 characters',
  ],
  [
    'an app that is no number',
    { APP_ID: 'Iv1.x', PRIVATE_KEY: 'secret' },
    'octocat/hello',
    "APP_ID: expected the app's number",
  ],
  ['no repository', { GITHUB_TOKEN: 'x' }, 'hello', 'expected a repository as OWNER/NAME, got "hello"'],
])('%s: it says what it was not given', async (_name, environment, name, message) => {
  const { exitCode, err } = await doctor(environment, name);
  expect(exitCode).toBe(2);
  expect(err).toContain(`hindsight: could not look at the repository: ${message}`);
});
