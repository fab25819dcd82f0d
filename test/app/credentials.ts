import { createHmac, generateKeyPairSync } from 'node:crypto';

export const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

export const webhookSecret = 'a secret of the tests';

/** All that the app needs; port 0 takes any. */
export const environment = {
  APP_ID: '1',
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: webhookSecret,
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
};

export function signatureOf(body: string, secret = webhookSecret): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export const payload = {
  action: 'opened',
  installation: { id: 5 },
  repository: { name: 'hello', owner: { login: 'octocat' }, html_url: 'https://github.com/octocat/hello' },
  pull_request: {
    number: 7,
    draft: false,
    state: 'open',
    updated_at: '2024-12-14T10:00:00Z',
    head: { sha: 'a'.repeat(40) },
    base: { sha: 'b'.repeat(40) },
  },
};
