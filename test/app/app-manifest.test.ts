import { expect, test } from 'vitest';
import { appManifest, readAppFile, webUrl } from '../../src/app/app-manifest.js';
import { reviewedActions } from '../../src/app/pull-request-event.js';

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
  expect(readAppFile().default_events).toEqual(['pull_request']);
  expect(reviewedActions).toContain('ready_for_review');
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
