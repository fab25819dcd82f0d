import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isUnconfigured, readConfiguration, readServerSettings } from '../../src/app/configuration.js';
import { privateKey, webhookSecret } from './credentials.js';

const credentials = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret };

/** Lines of the error. */
function problems(environment: Record<string, string | undefined>): string[] {
  try {
    readConfiguration(environment);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

test('the credentials are enough', () => {
  expect(readConfiguration(credentials)).toEqual({
    appId: 12,
    privateKey: privateKey.trim(),
    webhookSecrets: [webhookSecret],
    jobs: { directory: '.hindsight' },
    port: 3000,
    host: '0.0.0.0',
    apiUrl: 'https://api.github.com',
    logLevel: 'info',
  });
});

test('an empty variable counts as one that is not set', () => {
  expect(readServerSettings({ PORT: '', HOST: '', GHE_HOST: '' })).toMatchObject({ port: 3000, host: '0.0.0.0' });
  expect(isUnconfigured({ APP_ID: '', PRIVATE_KEY: '' })).toBe(true);
  expect(isUnconfigured({ WEBHOOK_SECRET: 'x' })).toBe(false);
});

test.each([
  [{ GHE_HOST: 'github.example.com' }, 'https://github.example.com/api/v3'],
  [{ GITHUB_API_URL: 'http://localhost:1234/' }, 'http://localhost:1234'],
  [{ GITHUB_API_URL: 'https://a.example/api/v3', GHE_HOST: 'b.example' }, 'https://a.example/api/v3'],
])('%j leads to %s', (environment, apiUrl) => {
  expect(readServerSettings(environment).apiUrl).toBe(apiUrl);
});

describe('the private key', () => {
  test.each([
    ['as it is', privateKey],
    ['with line ends written out', privateKey.replaceAll('\n', '\\n')],
    ['as base64', Buffer.from(privateKey).toString('base64')],
  ])('%s', (_name, PRIVATE_KEY) => {
    expect(readConfiguration({ ...credentials, PRIVATE_KEY }).privateKey).toBe(privateKey.trim());
  });

  test('from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hindsight-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const PRIVATE_KEY_PATH = join(folder, 'key.pem');
    await writeFile(PRIVATE_KEY_PATH, privateKey);
    expect(readConfiguration({ ...credentials, PRIVATE_KEY: '', PRIVATE_KEY_PATH }).privateKey).toBe(privateKey.trim());
  });
});

test.each<[Record<string, string>, string]>([
  [{ PORT: 'http' }, 'PORT: expected a port from 0 to 65535, got "http"'],
  [{ PORT: '70000' }, 'PORT: expected a port from 0 to 65535, got "70000"'],
  [{ HOST: 'a b' }, 'HOST: expected an address to listen on, got "a b"'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, got "loud"'],
  [
    { GITHUB_API_URL: 'github' },
    'GITHUB_API_URL: expected the REST address without a user, such as https://HOST/api/v3, got "github"',
  ],
  [
    { GHE_HOST: 'https://x' },
    'GHE_HOST: expected the name of a GitHub Enterprise Server without https://, got "https://x"',
  ],
  [
    { APP_ID: 'hindsight' },
    "APP_ID: expected the app's number, as its settings page shows it, got 9 characters of something else",
  ],
  [
    { PRIVATE_KEY: 'top secret' },
    'PRIVATE_KEY: expected a private key in PEM form, got 10 characters of something else',
  ],
  [{ PRIVATE_KEY: '' }, "PRIVATE_KEY: expected the app's private key in PEM form, or PRIVATE_KEY_PATH, got nothing"],
  [
    { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere' },
    'PRIVATE_KEY_PATH: expected a file that can be read, got ENOENT for "/nowhere"',
  ],
  [{ WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET: expected the webhook secret of the app, got nothing'],
  [
    { WEBHOOK_SECRET: '   ' },
    'WEBHOOK_SECRET: expected the webhook secret of the app, got 3 characters of something else',
  ],
])('%j is an error that says what was expected', (given, problem) => {
  expect(problems({ ...credentials, ...given })).toEqual([problem]);
});

test('all that is wrong is said at once', () => {
  const wrong = { PORT: 'x', APP_ID: 'y', METRICS_PORT: 'z', DATABASE_URL: 'mysql://a:hidden@b' };
  expect(problems(wrong).map((line) => line.split(':')[0])).toEqual([
    'PORT',
    'APP_ID',
    'WEBHOOK_SECRET',
    'DATABASE_URL',
    'METRICS_PORT',
    'PRIVATE_KEY',
  ]);
});

test('metrics are read on this machine only, unless another address is named', () => {
  const metrics = (given: object) => readConfiguration({ ...credentials, ...given }).metrics;
  expect(metrics({ METRICS_HOST: '0.0.0.0' })).toBeUndefined();
  expect(metrics({ METRICS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(metrics({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })).toEqual({ host: '0.0.0.0', port: 9464 });
  expect(problems({ ...credentials, METRICS_PORT: 'yes' })).toEqual([
    'METRICS_PORT: expected a port from 0 to 65535, got "yes"',
  ]);
});

test('no secret is repeated, however wrong it is', () => {
  const hidden = ' \thidden';
  const names = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS', 'DATABASE_URL'];
  const text = problems(Object.fromEntries(names.map((name) => [name, hidden]))).join('\n');
  expect(text).toContain('DATABASE_URL: expected');
  expect(text).not.toContain('hidden');
});

test.each([
  ['the key where its file belongs', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: privateKey }],
  ['the key in base64 where its file belongs', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: btoa(privateKey) }],
  ['a secret where the number belongs', { APP_ID: privateKey }],
  ['a token in the address', { GITHUB_API_URL: `https://${privateKey.slice(40, 60)}@github.example.com` }],
])('nor one in the wrong place: %s', (_name, given) => {
  const [problem = ''] = problems({ ...credentials, ...given });
  expect(problem).toContain('expected');
  expect(problem).not.toContain(privateKey.slice(40, 60));
  expect(problem).not.toContain(btoa(privateKey).slice(40, 60));
});

test('the secret before this one counts for as long as it is named', () => {
  const given = { ...credentials, WEBHOOK_SECRET_PREVIOUS: 'the old one' };
  expect(readConfiguration(given).webhookSecrets).toEqual([webhookSecret, 'the old one']);
  expect(readConfiguration({ ...given, WEBHOOK_SECRET_PREVIOUS: '' }).webhookSecrets).toEqual([webhookSecret]);
});

test('jobs are kept in a directory, or in PostgreSQL', () => {
  expect(readConfiguration(credentials).jobs).toEqual({ directory: '.hindsight' });
  expect(readConfiguration({ ...credentials, HINDSIGHT_DATA: '/var/lib/hindsight' }).jobs).toEqual({
    directory: '/var/lib/hindsight',
  });
  const url = 'postgres://hindsight:secret@db/hindsight';
  expect(readConfiguration({ ...credentials, DATABASE_URL: url }).jobs).toEqual({ url });
  expect(() => readConfiguration({ ...credentials, DATABASE_URL: 'mysql://hindsight:secret@db' })).toThrow(
    'DATABASE_URL: expected the address of a PostgreSQL database, postgres://USER:PASSWORD@HOST/NAME, got 27 characters of something else',
  );
});
