import { afterEach, expect, test } from 'vitest';
import { kindOfRequest } from '../../src/app/github-requests.js';
import { createMetrics } from '../../src/app/metrics.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import type { ReviewPlan } from '../../src/review/review-plan.js';
import { finding, incident } from '../review/world.js';
import { closes, opens, startWorld, until, use } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>> | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** The app with its metrics on any free port. The variables of the world itself are kept. */
async function started(given: Parameters<typeof startWorld>[0] = {}) {
  const running = await startWorld({ ...given, variables: { METRICS_PORT: '0' } });
  world = running;
  const read = async () => {
    const response = await fetch(running.app.metricsUrl ?? 'no metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    return response.text();
  };
  /** The lines of one metric, in order. */
  const lines = async (name: string) => (await read()).split('\n').filter((line) => line.startsWith(`${name}{`));
  return { ...running, read, lines };
}

test('a pull request is seen in every figure that it belongs to, and by no name of its own', async () => {
  const { github, read, lines } = await started();
  const repository = await github.createRepository({ files: { 'mtu.go': `${closes}${use}` } });
  const pull = await repository.openPull({ files: { 'mtu.go': `${opens}${use}` } });
  await pull.completedCheck('Hindsight');
  await until(async () => (await lines('hindsight_review_duration_seconds_count')).length > 0);
  expect(await lines('hindsight_deliveries_total')).toContain(
    'hindsight_deliveries_total{event="pull_request",outcome="queued"} 1',
  );
  expect(await lines('hindsight_findings_total')).toEqual(['hindsight_findings_total{incident="leak",said="new"} 1']);
  expect(await lines('hindsight_review_duration_seconds_count')).toEqual([
    'hindsight_review_duration_seconds_count{outcome="failure"} 1',
  ]);
  const requests = await lines('hindsight_github_requests_total');
  expect(requests).toContain('hindsight_github_requests_total{kind="token",method="POST",status="201"} 1');
  expect(requests).toContain('hindsight_github_requests_total{kind="check-runs",method="POST",status="201"} 1');
  expect(requests.join('\n')).not.toContain('kind="other"');
  expect(await lines('hindsight_jobs')).toContain('hindsight_jobs{queue="review",state="waiting"} 0');
  expect(await lines('hindsight_oldest_job_seconds')).toContain('hindsight_oldest_job_seconds{queue="review"} 0');
  const text = await read();
  expect(text).toContain('hindsight_job_store_up 1');
  expect(text).toMatch(/hindsight_github_rate_limit_remaining\{installation="\d+",resource="core"\} \d+/);
  for (const name of [repository.owner, repository.name, 'mtu.go', 'mtu/']) expect(text).not.toContain(name);
});

test('the same finding at the next push is a standing one', async () => {
  const { github, lines } = await started();
  const repository = await github.createRepository({ files: { 'mtu.go': `${closes}${use}` } });
  const pull = await repository.openPull({ files: { 'mtu.go': `${opens}${use}` } });
  await pull.completedCheck('Hindsight');
  await pull.push({ 'other.go': 'package mtu\n' });
  await pull.completedCheck('Hindsight');
  await until(async () => (await lines('hindsight_findings_total')).length === 2);
  expect(await lines('hindsight_findings_total')).toEqual([
    'hindsight_findings_total{incident="leak",said="new"} 1',
    'hindsight_findings_total{incident="leak",said="standing"} 1',
  ]);
});

test("the name of a repository's own incident stays out", async () => {
  const metrics = createMetrics([incident]);
  const findings = [finding({ incident: 'outage-of-a-customer' }), finding({})];
  const plan = { findings, post: [], edit: [], check: { conclusion: 'failure' } };
  metrics.reviewEnded({ reviewed: plan as unknown as ReviewPlan }, 1);
  const text = await metrics.registry.metrics();
  expect(text).toContain('hindsight_findings_total{incident="own",said="standing"} 1');
  expect(text).toContain('hindsight_findings_total{incident="leak",said="standing"} 1');
  expect(text).not.toContain('outage');
});

test('an analysis that breaks is counted by its step, and its job as a dead letter', async () => {
  const { github, lines } = await started({
    analyse: async () => {
      throw new Error('broken');
    },
  });
  const repository = await github.createRepository({ files: { 'mtu.go': `${closes}${use}` } });
  const pull = await repository.openPull({ files: { 'mtu.go': `${opens}${use}` } });
  await pull.completedCheck('Hindsight');
  expect(await lines('hindsight_review_failures_total')).toEqual(['hindsight_review_failures_total{step="analyse"} 1']);
  expect(await lines('hindsight_jobs_given_up_total')).toEqual(['hindsight_jobs_given_up_total{kind="review"} 1']);
});

test('what is not signed is counted, and an event that somebody made up makes no label', async () => {
  const { app, lines } = await started();
  const headers = { 'x-github-event': 'made-up', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
  await fetch(`${app.url}/api/github/webhooks`, { method: 'POST', body: '{}', headers });
  expect(await lines('hindsight_deliveries_total')).toEqual([
    'hindsight_deliveries_total{event="other",outcome="not signed"} 1',
  ]);
});

test('metrics are nowhere unless asked for, and never on the port that GitHub reaches', async () => {
  world = await startWorld();
  expect(world.app.metricsUrl).toBeUndefined();
  expect((await fetch(`${world.app.url}/metrics`)).status).toBe(404);
  await world.close();
  const { app } = await started();
  expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
  expect((await fetch(new URL('/', app.metricsUrl))).status).toBe(404);
});

test('/readyz says why a webhook could not be kept, while /healthz goes on; the metrics say it too', async () => {
  let broken = false;
  const { app, read } = await started({
    jobs: (watch) => {
      const store = openMemoryJobs(watch);
      const figures = () => (broken ? Promise.reject(new Error('postgres://user:secret@db')) : store.figures());
      return { ...store, figures };
    },
  });
  const ready = await fetch(`${app.url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, 'ok\n']);
  broken = true;
  await until(async () => (await fetch(`${app.url}/readyz`)).status === 503);
  expect(await (await fetch(`${app.url}/readyz`)).text()).toBe('the job store does not answer\n');
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  const text = await read();
  expect(text).toContain('hindsight_job_store_up 0');
  expect(text).not.toContain('hindsight_jobs{');
});

test('without incidents the app is not ready', async () => {
  const { app } = await started({ incidents: [] });
  const response = await fetch(`${app.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, 'no incidents are loaded\n']);
});

test.each([
  ['https://api.github.com/repos/octo/graphql/pulls/7/files?page=2', 'pulls'],
  ['https://github.example.com/api/v3/repos/octo/hello/check-runs', 'check-runs'],
  ['https://github.example.com/api/graphql', 'graphql'],
  ['https://api.github.com/app/installations/5/access_tokens', 'token'],
  ['https://api.github.com/app/hook/deliveries', 'app'],
  ['https://api.github.com/installation/repositories', 'installation'],
  ['https://api.github.com/repos/octo/hello/secret-name', 'other'],
  ['nonsense', 'other'],
])('%s is a request of the kind %s', (url, kind) => {
  expect(kindOfRequest(url)).toBe(kind);
});
