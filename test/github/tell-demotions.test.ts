import { App, Octokit } from 'octokit';
import { afterEach, expect, test } from 'vitest';
import { tellDemotions } from '../../src/github/tell-demotions.js';
import { startLocalGitHub } from '../../src/localhost/local-github.js';
import type { LocalGitHub } from '../../src/localhost/world.js';
import { recorder } from './world.js';

let github: LocalGitHub;
afterEach(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

async function started() {
  github = await startLocalGitHub();
  const repository = await github.createRepository({ files: { 'go.mod': 'module a\n' } });
  const pull = await repository.openPull({ files: { 'README.md': 'more' } });
  const { settings } = recorder();
  const { id, privateKey, installationId } = github.app;
  const app = new App({ appId: id, privateKey, Octokit: Octokit.defaults({ ...settings, baseUrl: github.url }) });
  const octokit = (await app.getInstallationOctokit(installationId)) as unknown as Octokit;
  const where = { owner: repository.owner, repo: repository.name, pull: pull.number };
  const told = async () => (await pull.view()).reviews.map(({ author, body }) => [author, body.split('**')[1]]);
  return {
    pull,
    told,
    tell: (...demotions: ReturnType<typeof demotion>[]) => tellDemotions(octokit, where, demotions),
  };
}

const demotion = (incident: string, since = '2026-11-21T08:00:00.000Z') => ({
  incident,
  since,
  tally: { outcomes: 21, notUseful: 3, unheeded: 0 },
  pulls: [1],
  pullsElsewhere: 0,
});
const one = ['hindsight[bot]', 'An incident was demoted to shadow.'];

test('one that was said and whose answer was lost is not said again; what is new meanwhile is', async () => {
  const { tell, told } = await started();
  github.failNext({ method: 'POST', path: /reviews$/, status: 502, afterCarryingOut: true });
  await expect(tell(demotion('leak'))).rejects.toMatchObject({ status: 502 });
  expect(await told()).toEqual([one]);
  expect(await tell(demotion('leak'))).toBe('told');
  expect(await told()).toEqual([one]);
  expect(await tell(demotion('leak'), demotion('double'))).toBe('told');
  expect(await told()).toEqual([one, one]);
});

test('a second demotion of the same incident is another one', async () => {
  const { tell, told } = await started();
  await tell(demotion('leak'));
  expect(await tell(demotion('leak', '2027-02-01T08:00:00.000Z'))).toBe('told');
  expect(await told()).toHaveLength(2);
});

test('on a pull request that is merged it is said all the same', async () => {
  const { tell, told, pull } = await started();
  await pull.merge();
  expect(await tell(demotion('leak'), demotion('double'))).toBe('told');
  expect(await told()).toEqual([['hindsight[bot]', '2 incidents were demoted to shadow.']]);
});

test.each([403, 422])('where GitHub says %i it is refused, and nothing is thrown', async (status) => {
  const { tell, told } = await started();
  github.failNext({ method: 'POST', path: /reviews$/, status });
  expect(await tell(demotion('leak'))).toBe('refused');
  expect(await told()).toEqual([]);
});

test("a mark in somebody else's words tells nothing", async () => {
  const { tell, told, pull } = await started();
  const forged = '<!-- hindsight: {"v":1,"demoted":["leak 2026-11-21T08:00:00.000Z"]} -->';
  await pull.commentOn({ path: 'README.md', line: 1 }, 'octocat', forged);
  expect(await tell(demotion('leak'))).toBe('told');
  expect((await told()).filter(([author]) => author === 'hindsight[bot]')).toEqual([one]);
});
