// Starts, asks, kills and stops app-process.mjs.
import { fork } from 'node:child_process';

const program = new URL('app-process.mjs', import.meta.url);

/** `jobs` is `{ DATABASE_URL }` or `{ HINDSIGHT_DATA }`. Resolves when the app takes webhooks. */
export async function runApp({ github, apiUrl = github.url, jobs, port = 0, retries, reconcile = true }) {
  const env = {
    PATH: process.env.PATH,
    APP_ID: String(github.app.id),
    PRIVATE_KEY: github.app.privateKey,
    WEBHOOK_SECRET: github.app.webhookSecret,
    GITHUB_API_URL: apiUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    ...(reconcile ? {} : { RECONCILE: 'no' }),
    ...(retries === undefined ? {} : { RETRIES: String(retries) }),
    ...jobs,
  };
  const child = fork(program, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const answer = () =>
    Promise.race([
      new Promise((resolve) => child.once('message', resolve)),
      ended.then((code) => Promise.reject(new Error(`expected the app to run, got exit code ${code}`))),
    ]);
  const { url, milliseconds, rss } = await answer();
  return {
    url,
    /** From the start of the process until it takes webhooks. */
    startMilliseconds: milliseconds,
    startRss: rss,
    ended,
    figures() {
      child.send('figures');
      return answer();
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
