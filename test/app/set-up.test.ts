import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfiguration } from '../../src/app/configuration.js';
import { type RunningSetUp, startSetUp } from '../../src/app/set-up-server.js';
import { privateKey } from './credentials.js';

let setUp: RunningSetUp;
let folder: string;
let envFile: string;

beforeEach(async () => {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
  folder = await mkdtemp(join(tmpdir(), 'hindsight-'));
  envFile = join(folder, '.env');
  setUp = await startSetUp({ port: 0, apiUrl: 'https://api.github.com', envFile });
});

afterEach(async () => {
  await setUp.close();
  await rm(folder, { recursive: true, force: true });
  nock.cleanAll();
  nock.enableNetConnect();
});

const origin = () => new URL(setUp.url).origin;
const key = () => new URL(setUp.url).searchParams.get('key') ?? '';

function submit(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({
    key: key(),
    publicUrl: 'https://hindsight.example.com',
    organisation: '',
    ...fields,
  });
  return fetch(`${origin()}/manifest`, { method: 'POST', body, headers });
}

/** What the second page posts to GitHub. */
async function formOf(response: Response): Promise<{ action: URL; manifest: Record<string, unknown> }> {
  const html = await response.text();
  const unescaped = (text = '') => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return {
    action: new URL(unescaped(/action="([^"]*)"/.exec(html)?.[1])),
    manifest: JSON.parse(unescaped(/name="manifest" value="([^"]*)"/.exec(html)?.[1])),
  };
}

async function begun(): Promise<string> {
  const { action } = await formOf(await submit({}));
  return action.searchParams.get('state') ?? '';
}

function gitHubAnswers(status: number, answer: object): nock.Scope {
  return nock('https://api.github.com').post('/app-manifests/the-code/conversions').reply(status, answer);
}

const conversion = {
  id: 4711,
  pem: privateKey,
  webhook_secret: 's3cret',
  html_url: 'https://github.com/apps/hindsight-of-ours',
};

test('from the page to the credentials', async () => {
  const first = await fetch(setUp.url);
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('action="/manifest"');

  const { action, manifest } = await formOf(await submit({ organisation: 'octo-org' }));
  expect(action.origin + action.pathname).toBe('https://github.com/organizations/octo-org/settings/apps/new');
  expect(manifest).toMatchObject({
    public: false,
    hook_attributes: { url: 'https://hindsight.example.com/api/github/webhooks' },
    redirect_url: `${origin()}/registered`,
  });

  gitHubAnswers(201, conversion);
  const last = await fetch(`${origin()}/registered?code=the-code&state=${action.searchParams.get('state')}`);
  expect(last.status).toBe(200);
  const html = await last.text();
  expect(html).toContain('https://github.com/apps/hindsight-of-ours/installations/new');
  expect(html).not.toContain('s3cret');

  expect(await setUp.registered).toMatchObject({ APP_ID: '4711', WEBHOOK_SECRET: 's3cret' });
  const written = parseEnv(await readFile(envFile, 'utf8'));
  expect(readConfiguration(written)).toMatchObject({
    appId: 4711,
    privateKey: privateKey.trim(),
    webhookSecrets: ['s3cret'],
  });
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['.env']);
  await expect(fetch(setUp.url)).rejects.toThrow();
});

test('what stands in .env already stays there', async () => {
  await writeFile(envFile, '# ours\nPORT=4000\nAPP_ID=\n\n');
  gitHubAnswers(201, conversion);
  await fetch(`${origin()}/registered?code=the-code&state=${await begun()}`);
  expect((await readFile(envFile, 'utf8')).split('\n').map((line) => line.split('=')[0])).toEqual([
    '# ours',
    'PORT',
    'APP_ID',
    'PRIVATE_KEY',
    'WEBHOOK_SECRET',
    '',
  ]);
});

test("an app of one's own is registered under one's own account", async () => {
  const { action } = await formOf(await submit({}));
  expect(action.pathname).toBe('/settings/apps/new');
});

test.each([
  [{ publicUrl: 'javascript:alert(1)' }, 'Public address'],
  [{ publicUrl: '"><script>' }, 'Public address'],
  [{ organisation: 'a/b' }, 'Organisation'],
])('%j is asked for again', async (fields, problem) => {
  const response = await submit(fields);
  expect(response.status).toBe(400);
  const html = await response.text();
  expect(html).toContain(problem);
  expect(html).not.toContain('<script>');
});

test('the pages are for whoever has the address from the terminal', async () => {
  expect((await fetch(origin())).status).toBe(403);
  expect((await fetch(`${origin()}/?key=${'0'.repeat(32)}`)).status).toBe(403);
  expect((await fetch(`${origin()}/?key=${'ü'.repeat(32)}`)).status).toBe(403);
  expect((await submit({ key: 'other' })).status).toBe(403);
  expect((await fetch(`${origin()}/api/github/webhooks`)).status).toBe(404);
});

test('a page elsewhere cannot post the form', async () => {
  expect((await submit({}, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await submit({}, { origin: 'null' })).status).toBe(403);
});

test('a name that was pointed at this machine does not open the pages', async () => {
  const { port, search } = new URL(setUp.url);
  const status = await new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: `/${search}`, headers: { host: `evil.example:${port}` } };
    httpRequest(options, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(403);
});

test('a registration that was not begun here is refused, and one can be ended once', async () => {
  const registered = (state: string) => fetch(`${origin()}/registered?code=the-code&state=${state}`);
  expect((await registered('')).status).toBe(403);
  const state = await begun();
  expect((await registered(`${state.slice(1)}0`)).status).toBe(403);
  gitHubAnswers(404, {});
  const refused = await registered(state);
  expect(refused.status).toBe(500);
  expect(await refused.text()).toContain('expected GitHub to hand out the credentials (201), got 404');
  expect((await registered(state)).status).toBe(403);
  await expect(stat(envFile)).rejects.toThrow('ENOENT');
});

test('an answer without a secret is refused', async () => {
  gitHubAnswers(201, { ...conversion, webhook_secret: null });
  const response = await fetch(`${origin()}/registered?code=the-code&state=${await begun()}`);
  expect(await response.text()).toContain('something else at webhook_secret');
});
