import { expect, test } from 'vitest';
import { closes, opens, startWorld, use } from './world.js';

test('with GHE_HOST a whole review is asked for below /api/v3 and /api/graphql of that host, and nowhere else', async () => {
  const asked: string[] = [];
  let home = '';
  const world = await startWorld({
    variables: { GITHUB_API_URL: '', GHE_HOST: 'github.example.com' },
    fetch: (input, init) => {
      const url = String(input);
      asked.push(url);
      const path = url.replace(/^https:\/\/github\.example\.com\/api(\/v3)?\//, '/');
      return fetch(`${home}${path}`, init);
    },
  });
  home = world.github.url;
  const repository = await world.github.createRepository({ files: { 'mtu.go': `${closes}${use}` } });
  const pull = await repository.openPull({ files: { 'mtu.go': `${opens}${use}` } });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  const isRest = (url: string) => url.startsWith('https://github.example.com/api/v3/') && !url.includes('graphql');
  const isGraphql = (url: string) => url === 'https://github.example.com/api/graphql';
  expect(asked.some(isRest)).toBe(true);
  expect(asked.some(isGraphql)).toBe(true);
  expect(asked.filter((url) => !isRest(url) && !isGraphql(url))).toEqual([]);
  await world.close();
  expect(world.github.violations).toEqual([]);
});
