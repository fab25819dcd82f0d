// npm run start-test: how long the app takes until it takes webhooks, and its memory when it then has nothing to do, in both modes.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalGitHub } from '../../dist/localhost/local-github.js';
import { findPostgres, startPostgres } from './postgres-server.mjs';
import { runApp } from './running-app.mjs';

const idleMilliseconds = 10_000;

const github = await startLocalGitHub();
console.log(`Node ${process.version}, load of the last minute ${loadavg()[0].toFixed(1)}`);
const directory = await mkdtemp(join(tmpdir(), 'hindsight-start-'));
await startTwice('embedded', { HINDSIGHT_DATA: directory });
await rm(directory, { recursive: true, force: true });
const programs = await findPostgres();
if (programs) {
  const server = await startPostgres(programs);
  await startTwice('PostgreSQL', { DATABASE_URL: await server.createDatabase('hindsight') });
  await server.stop();
}
await github.close();

async function startTwice(name, jobs) {
  for (const time of ['the very first', 'each further']) {
    const app = await runApp({ github, jobs, reconcile: false });
    const started = await app.figures();
    await new Promise((resolve) => setTimeout(resolve, idleMilliseconds));
    const { rss, maxRss } = await app.figures();
    const [idle, most] = [rss, maxRss].map((bytes) => Math.round(bytes / 2 ** 20));
    console.log(
      `${name}, ${time}: ${(app.startMilliseconds / 1000).toFixed(1)} s, processor time ${started.cpu.toFixed(1)} s, idle ${idle} MB, at most ${most} MB`,
    );
    await app.stop();
  }
}
