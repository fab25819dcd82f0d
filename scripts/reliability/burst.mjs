// npm run burst [-- --deliveries 2000] [--at-once 20] [--embedded] [--postgres]: many signed deliveries at once. Counts what is acknowledged, how soon, what is lost,
// and what is written twice; on PostgreSQL with two processes.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalGitHub } from '../../dist/localhost/local-github.js';
import { percentile } from '../bench/statistics.mjs';
import { base, defect, isConcluded, readable } from './crashed-pulls.mjs';
import { findPostgres, startPostgres } from './postgres-server.mjs';
import { runApp } from './running-app.mjs';

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '2000' },
    pulls: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '20' },
    embedded: { type: 'boolean' },
    postgres: { type: 'boolean' },
  },
});
const both = !values.embedded && !values.postgres;
const deliveries = Number(values.deliveries);
const pullCount = Number(values.pulls);
const atOnce = Number(values['at-once']);
const waitMilliseconds = 20 * 60_000;

console.log(`${cpus().length} × ${cpus()[0]?.model}, load of the last minute ${loadavg()[0].toFixed(1)}`);
if (both || values.embedded) {
  const directory = await mkdtemp(join(tmpdir(), 'hindsight-burst-'));
  try {
    await burst('embedded, one process', { HINDSIGHT_DATA: directory }, 1);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
if (both || values.postgres) {
  const programs = await findPostgres();
  if (!programs) throw new Error('expected the programs of PostgreSQL on this machine, got none: npm run get-postgres');
  const server = await startPostgres(programs);
  try {
    await burst('PostgreSQL, two processes', { DATABASE_URL: await server.createDatabase('hindsight') }, 2);
  } finally {
    await server.stop();
  }
}

/** The deliveries are of `pullCount` pull requests: each is told of several times, as by pushes in a row. */
async function burst(name, jobs, processes) {
  const github = await startLocalGitHub({ limits: { requestsPerHour: 1_000_000 } });
  const repository = await github.createRepository({ files: base });
  const pulls = [];
  for (let number = 0; number < pullCount; number++) pulls.push(await repository.openPull({ files: defect }));
  const bodies = github.deliveries.map(({ body }) => body);
  const apps = [];
  for (let process = 0; process < processes; process++) apps.push(await runApp({ github, jobs, reconcile: false }));
  const idle = await Promise.all(apps.map((app) => app.figures()));

  const own = process.cpuUsage();
  const begun = performance.now();
  const { milliseconds, refused, took, cpu } = await send(github, apps, bodies);
  const acknowledged = await Promise.all(apps.map((app) => app.figures()));
  const ownUntilThen = seconds(process.cpuUsage(own));
  for (const pull of pulls) await until(() => isConcluded(pull));
  const done = performance.now();
  const ownInAll = seconds(process.cpuUsage(own));

  const wanted = JSON.stringify(await readable(pulls[0]));
  let different = 0;
  for (const pull of pulls) if (JSON.stringify(await readable(pull)) !== wanted) different++;
  const figures = await Promise.all(apps.map((app) => app.figures()));
  await Promise.all(apps.map((app) => app.stop()));
  const count = (operation) => github.requests.filter((request) => request.operation === operation && request.status < 300).length;
  const share = (part) => Math.round(percentile(milliseconds, part));
  console.log(`${name}: ${deliveries} deliveries for ${pullCount} pull requests, ${atOnce} at once`);
  console.log(`  start ${apps.map((app) => Math.round(app.startMilliseconds)).join(', ')} ms, idle ${idle.map(({ rss }) => megabytes(rss)).join(', ')} MB`);
  console.log(`  acknowledged ${milliseconds.length}, refused ${refused}, in ${Math.round(took)} ms: p50 ${share(0.5)}, p99 ${share(0.99)}, longest ${share(1)} ms`);
  const used = acknowledged.map((each, index) => (each.cpu - idle[index].cpu).toFixed(1));
  console.log(`  processor time until then: sender ${(cpu / 1000).toFixed(1)} s, GitHub's stand-in ${ownUntilThen.toFixed(1)} s, app ${used.join(' and ')} s; event loop p99 ${acknowledged.map(({ loop }) => Math.round(loop)).join(', ')} ms`);
  console.log(`  processor time in all: GitHub's stand-in ${ownInAll.toFixed(1)} s, app ${figures.map(({ cpu }, index) => (cpu - idle[index].cpu).toFixed(1)).join(' and ')} s`);
  console.log(`  all reviewed after ${Math.round((done - begun) / 1000)} s; reviews ${count('pulls/create-review')}, checks ${count('checks/create')}`);
  console.log(`  pull requests that differ from the first: ${different}; requests against GitHub's description: ${github.violations.length}`);
  console.log(`  memory ${figures.map(({ rss, maxRss }) => `${megabytes(rss)} MB, at most ${megabytes(maxRss)} MB`).join('; ')}`);
  await github.close();
}

/** Gives `{ milliseconds, refused, took, cpu }`. */
async function send(github, apps, bodies) {
  const sender = fork(new URL('send-deliveries.mjs', import.meta.url));
  const urls = apps.map(({ url }) => `${url}/api/github/webhooks`);
  sender.send({ urls, secret: github.app.webhookSecret, bodies, deliveries, atOnce });
  const [answer] = await once(sender, 'message');
  return answer;
}

function seconds({ user, system }) {
  return (user + system) / 1e6;
}

function megabytes(bytes) {
  return Math.round(bytes / 1024 / 1024);
}

async function until(condition) {
  const end = performance.now() + waitMilliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`expected all to be reviewed within ${waitMilliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
