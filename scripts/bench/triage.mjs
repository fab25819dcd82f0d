import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkName, startApp } from '../../dist/app/app.js';
import { startLocalGitHub } from '../../dist/localhost/local-github.js';
import { environmentOf } from './requests.mjs';

const demo = fileURLToPath(new URL('../../fixtures/pulls/netlink-handle-per-call', import.meta.url));
const millisecondsMax = 300_000;
const pollMilliseconds = 10;
/** People do not reply in the second after the last one was followed. */
const betweenMilliseconds = 1_500;
/** Pull requests of the same installation that are opened in the moment of a reply. */
const othersOpened = 3;

/**
 * Milliseconds from a reply on github.com to the changed conclusion, with the app as it runs in production: Octokit's own pace of one write per second,
 * and the embedded store of jobs. Gives rows `{ name, times }`.
 */
export async function timeTriage(repeats) {
  const data = mkdtempSync(join(tmpdir(), 'hindsight-bench-'));
  const github = await startLocalGitHub();
  const app = await startApp({ env: { ...environmentOf(github), HINDSIGHT_DATA: data }, reconcile: false });
  try {
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    const repository = await github.createRepository({ files: { directory: `${demo}/base` }, roles: { mona: 'write' } });
    const world = { repository, pull: await reviewed(repository) };
    const idle = await timed(world, repeats, async () => undefined);
    const busy = await timed(world, repeats, async () => {
      for (let index = 0; index < othersOpened; index++) await repository.openPull({ files: { directory: `${demo}/head` } });
    });
    return [
      { name: 'nothing else to do', times: idle },
      { name: `${othersOpened} reviews of the same installation at the same time`, times: busy },
    ];
  } finally {
    await app.close();
    await github.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function reviewed(repository) {
  const pull = await repository.openPull({ files: { directory: `${demo}/head` } });
  await pull.completedCheck(checkName, millisecondsMax);
  return pull;
}

/** Accepts and takes back by turns. */
async function timed({ repository, pull }, repeats, meanwhile) {
  const { threads } = await pull.view();
  const [comment] = threads[0].comments;
  const times = [];
  for (let index = 0; index < repeats * 2; index++) {
    const runs = () => repository.checkRuns(pull.headSha);
    const before = runs().length;
    await sleep(betweenMilliseconds);
    await meanwhile();
    const begun = performance.now();
    await pull.reply(comment.id, 'mona', index % 2 === 0 ? '/hindsight accept it ends with the process' : '/hindsight undo');
    while (runs().length === before) {
      if (performance.now() - begun > millisecondsMax) throw new Error('expected a changed check in five minutes, got none');
      await sleep(pollMilliseconds);
    }
    times.push(performance.now() - begun);
  }
  return times;
}
