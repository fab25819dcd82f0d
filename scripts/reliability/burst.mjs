// npm run burst [-- --deliveries 2000] [--at-once 20] [--embedded] [--postgres]: many signed deliveries at once. Counts what is acknowledged, how soon, what is lost,
// and what is written twice; on PostgreSQL with two processes.
import { createHmac } from 'node:crypto';
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
  if (!programs) throw new Error('expected the programs of PostgreSQL on this machine, got none. Debian: apt-get install postgresql');
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
  const idle = await apps[0].figures();

  const begun = performance.now();
  const { milliseconds, refused } = await send(github, apps, bodies);
  const sent = performance.now();
  for (const pull of pulls) await until(() => isConcluded(pull));
  const done = performance.now();

  const wanted = JSON.stringify(await readable(pulls[0]));
  let different = 0;
  for (const pull of pulls) if (JSON.stringify(await readable(pull)) !== wanted) different++;
  const figures = await Promise.all(apps.map((app) => app.figures()));
  await Promise.all(apps.map((app) => app.stop()));
  const count = (operation) => github.requests.filter((request) => request.operation === operation && request.status < 300).length;
  const share = (part) => Math.round(percentile(milliseconds, part));
  console.log(`${name}: ${deliveries} deliveries for ${pullCount} pull requests, ${atOnce} at once`);
  console.log(`  start ${apps.map((app) => Math.round(app.startMilliseconds)).join(', ')} ms, idle ${megabytes(idle.rss)} MB`);
  console.log(`  acknowledged ${milliseconds.length}, refused ${refused}, in ${Math.round(sent - begun)} ms: p50 ${share(0.5)}, p99 ${share(0.99)}, longest ${share(1)} ms`);
  console.log(`  all reviewed after ${Math.round((done - begun) / 1000)} s; reviews ${count('pulls/create-review')}, checks ${count('checks/create')}`);
  console.log(`  pull requests that differ from the first: ${different}; requests against GitHub's description: ${github.violations.length}`);
  console.log(`  memory ${figures.map(({ rss, maxRss }) => `${megabytes(rss)} MB, at most ${megabytes(maxRss)} MB`).join('; ')}`);
  await github.close();
}

async function send(github, apps, bodies) {
  const milliseconds = [];
  let refused = 0;
  let next = 0;
  const sender = async () => {
    for (let index = next++; index < deliveries; index = next++) {
      const body = bodies[index % bodies.length];
      const from = performance.now();
      const response = await post(`${apps[index % apps.length].url}/api/github/webhooks`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'pull_request',
          'x-github-delivery': `burst-${index}`,
          'x-hub-signature-256': `sha256=${createHmac('sha256', github.app.webhookSecret).update(body).digest('hex')}`,
        },
      });
      if (response?.ok) milliseconds.push(performance.now() - from);
      else refused++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return { milliseconds, refused };
}

/** Undefined when no answer came: GitHub would write down a failed delivery, and send it again when it is asked to. */
async function post(url, request) {
  try {
    const response = await fetch(url, request);
    await response.arrayBuffer();
    return response;
  } catch {
    return undefined;
  }
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
