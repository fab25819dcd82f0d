import { App, Octokit } from 'octokit';
import { afterEach, expect, test } from 'vitest';
import { type LocalGitHub, startLocalGitHub } from '../../src/localhost/local-github.js';

let github: LocalGitHub;
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

test('first', async () => {
  const t0 = performance.now();
  github = await startLocalGitHub();
  console.log('start', performance.now() - t0);
  const repository = await github.createRepository({ files: { 'go.mod': 'module x\n', 'a/a.go': 'package a\n\nfunc A() {\n}\n' } });
  const pull = await repository.openPull({ files: { 'a/a.go': 'package a\n\nfunc A() {\n\tprintln()\n}\n' } });
  console.log('world', performance.now() - t0);
  const app = new App({
    appId: github.app.id,
    privateKey: github.app.privateKey,
    Octokit: Octokit.defaults((o: object) => ({ ...o, baseUrl: github.url, throttle: { enabled: false }, retry: {enabled: false} })),
  });
  const octokit = await app.getInstallationOctokit(github.app.installationId);
  const files = await octokit.rest.pulls.listFiles({ owner: 'octocat', repo: 'hello', pull_number: 1 });
  console.log(files.data);
  await octokit.rest.pulls.createReview({
    owner: 'octocat', repo: 'hello', pull_number: 1, event: 'COMMENT', body: 'hi',
    comments: [{ path: 'a/a.go', line: 4, side: 'RIGHT', body: 'no' }],
  });
  const one = await octokit.rest.pulls.get({ owner: 'octocat', repo: 'hello', pull_number: 1 });
  console.log(Object.keys(one.data).length);
  const q = await octokit.graphql(`query($o:String!){repository(owner:$o,name:"hello"){a:object(expression:"main:a/a.go"){...on Blob{text}} pullRequest(number:1){reviewThreads(first:10){nodes{line path comments(first:5){nodes{author{login} viewerDidAuthor body}}}}}}}`, { o: 'octocat' });
  console.log(JSON.stringify(q));
  const run = await octokit.rest.checks.create({ owner: 'octocat', repo: 'hello', name: 'Hindsight', head_sha: pull.headSha, status: 'in_progress' });
  await octokit.rest.checks.update({ owner: 'octocat', repo: 'hello', check_run_id: run.data.id, conclusion: 'failure', output: { title: 't', summary: 's' } });
  console.log(JSON.stringify(await pull.view(), null, 1));
  await pull.push({ 'a/a.go': 'package a\n\n// hi\nfunc A() {\n\tprintln()\n}\n' });
  console.log((await pull.view()).threads[0]);
  console.log('total', performance.now() - t0, github.requests.map((r) => `${r.method} ${r.path} ${r.status}`));
});
