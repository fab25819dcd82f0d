import { expect, test } from 'vitest';
import { appManifest, readAppFile, webUrl } from '../../src/app/app-manifest.js';
import { handledEvents } from '../../src/app/events/work-of.js';

test('app.yml asks for these permissions and no others', () => {
  expect(readAppFile().default_permissions).toEqual({
    metadata: 'read',
    contents: 'read',
    pull_requests: 'write',
    checks: 'write',
    merge_queues: 'read',
  });
});

test('app.yml subscribes to the events that are handled', () => {
  // These two come to every app, and a manifest that asks for them is refused: https://github.com/tuist/tuist/pull/10709
  const asked = handledEvents.filter((event) => event !== 'installation' && event !== 'installation_repositories');
  expect(readAppFile().default_events).toEqual(asked.toSorted());
});

test('the manifest is private and sends webhooks to where they are taken', () => {
  const manifest = appManifest('https://hindsight.example.com/base/', 'http://127.0.0.1:3000/registered');
  expect(manifest).toMatchObject({
    public: false,
    hook_attributes: { url: 'https://hindsight.example.com/base/api/github/webhooks', active: true },
    redirect_url: 'http://127.0.0.1:3000/registered',
  });
});

test.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://api.octocorp.ghe.com', 'https://octocorp.ghe.com'],
  ['https://github.example.com/api/v3', 'https://github.example.com'],
  ['http://localhost:1234', 'http://localhost:1234'],
])('%s is read at %s', (api, web) => {
  expect(webUrl(api)).toBe(web);
});
