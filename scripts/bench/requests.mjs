import { fileURLToPath } from 'node:url';
import { checkName, startApp } from '../../dist/app/app.js';
import { startLocalGitHub } from '../../dist/localhost/local-github.js';
import { openMemoryJobs } from '../../dist/queue/memory-jobs.js';
import { fleet } from './scenarios.mjs';

/** A busy machine may take long; what is counted does not depend on it. */
const millisecondsMax = 300_000;
const demo = fileURLToPath(new URL('../../fixtures/pulls/netlink-handle-per-call', import.meta.url));

/**
 * Requests that the app makes for one pull request on the GitHub of this machine, from the webhook to the verdict. Gives rows
 * `{ name, requests, graphql, goal }`; `rows` are pull requests of clones.
 */
export async function countRequests(rows) {
  const counted = [
    await count('the pull request of the demo', { base: { directory: `${demo}/base` }, head: { directory: `${demo}/head` } }, 12),
    await count('100 files in 20 packages', sidesOf(fleet(20, 5, () => true)), 10),
  ];
  for (const { id, repo, base, head } of rows) counted.push(await count(id, { objectsFrom: repo, base, head }, 12));
  return counted;
}

async function count(name, { objectsFrom, base, head }, goal) {
  const github = await startLocalGitHub();
  // Without the search at the start for what was missed: it is made once for all, and not for a pull request.
  const app = await startApp({ env: environmentOf(github), throttle: false, jobs: openMemoryJobs, reconcile: false });
  try {
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    const repository = await github.createRepository(objectsFrom === undefined ? { files: base } : { objectsFrom });
    if (objectsFrom !== undefined) await repository.setBranch('main', base);
    const pull = await repository.openPull(objectsFrom === undefined ? { files: head } : { headSha: head });
    await pull.completedCheck(checkName, millisecondsMax);
    const operations = github.requests.map(({ operation }) => operation);
    const [violation] = github.violations;
    if (violation) throw new Error(`expected requests as GitHub describes them, got ${violation.operation}: ${violation.got}`);
    return { name, requests: operations.length, graphql: operations.filter((each) => each === 'graphql').length, goal };
  } finally {
    await app.close();
    await github.close();
  }
}

/** All that the app needs; of what is set on this machine nothing is used. */
export function environmentOf({ app, url }) {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: url,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
}

function sidesOf(files) {
  const side = (which) => Object.fromEntries(files.map((file) => [file.path, file[which]]));
  return { base: side('before'), head: side('after') };
}
