import { expect, test } from 'vitest';
import { readConfiguration } from '../../src/app/configuration.js';
import { createProbot } from '../../src/app/create-probot.js';
import { startLocalGitHub } from '../../src/localhost/local-github.js';
import { logInto } from './world.js';

test('writes of one installation wait for each other, and not for those of another', async () => {
  const github = await startLocalGitHub();
  const asked: string[] = [];
  const configuration = readConfiguration({
    APP_ID: String(github.app.id),
    PRIVATE_KEY: github.app.privateKey,
    WEBHOOK_SECRET: 'secret',
  });
  const json = { headers: { 'content-type': 'application/json' } };
  const probot = createProbot(configuration, {
    log: logInto([]),
    async fetch(url, init) {
      const [, installation] = /installations\/(\d+)\/access_tokens/.exec(String(url)) ?? [];
      if (installation !== undefined) {
        const token = { token: `ghs_${installation}`, expires_at: new Date(Date.now() + 3_600_000), permissions: {} };
        return new Response(JSON.stringify(token), { ...json, status: 201 });
      }
      asked.push(JSON.parse(String(init?.body)).query);
      return new Response(JSON.stringify({ data: {} }), json);
    },
  });
  await probot.ready();
  const [one, other] = [await probot.auth(1), await probot.auth(2)];
  const first = ['{ a }', '{ b }', '{ c }'].map((query) => one.graphql(query));
  await first[0];
  await Promise.all([...first, other.graphql('{ d }')]);
  expect(asked).toEqual(['{ a }', '{ d }', '{ b }', '{ c }']);
  await github.close();
});
