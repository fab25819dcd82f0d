// Kills the app with SIGKILL at each step of a review, starts it again, and compares what is on GitHub in the end with an undisturbed run.
import { isDeepStrictEqual } from 'node:util';
import { startLocalGitHub } from '../../dist/localhost/local-github.js';
import { base, defect, halfRepair, isConcluded, readable } from './crashed-pulls.mjs';
import { startProxy } from './killing-proxy.mjs';
import { runApp } from './running-app.mjs';

const waitMilliseconds = 300_000;
/** A job that is hit again and again must not be given up: that would be right, and is not what is tested. */
const retries = 50;

/**
 * `inTurn`: the next pull request is opened when the one before has its verdict, so that each kill hits a known step of one review; else right after the start,
 * and kills hit whatever runs. `kinds` are those of `events`; `only` picks the requests that are killed at. Gives `{ cycles, steps, wrong, violations, startMilliseconds }`.
 */
export async function crashCycles({ cycles, minutes = Number.POSITIVE_INFINITY, jobs, inTurn, kinds = Object.keys(events), only = /./, say = () => {} }) {
  const end = performance.now() + minutes * 60_000;
  const github = await startLocalGitHub();
  const proxy = await startProxy(github.url);
  const repository = await github.createRepository({ files: base });
  const start = async () => {
    const app = await runApp({ github, apiUrl: proxy.url, jobs, retries, reconcile: false });
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    return app;
  };
  let app = await start();
  const startMilliseconds = [];
  const steps = new Map();
  try {
    const undisturbed = await undisturbedRun(repository, github);
    const points = killPoints(undisturbed, kinds, only);
    const pulls = [];
    for (let cycle = 0; cycle < cycles && performance.now() < end; cycle++) {
      const { kind, nth, when } = points[cycle % points.length];
      const before = kind === 'opened' ? undefined : await reviewed(repository, github);
      const hit = proxy.nth(nth, when);
      const pull = before ?? (await repository.openPull({ files: defect }));
      await events[kind](pull, repository);
      const step = await Promise.race([hit, verdict(pull, github, kind).then(() => 'not reached')]);
      proxy.disarm();
      await app.kill();
      app = await start();
      startMilliseconds.push(app.startMilliseconds);
      steps.set(stepName(kind, step), (steps.get(stepName(kind, step)) ?? 0) + 1);
      pulls.push({ pull, kind, step });
      if (inTurn) await verdict(pull, github, kind);
      if ((cycle + 1) % 10 === 0) say(`${cycle + 1} of ${cycles} cycles`);
    }
    for (const { pull, kind } of pulls) await verdict(pull, github, kind);
    const wrong = [];
    for (const { pull, kind, step } of pulls) {
      const got = await readable(pull);
      if (!isDeepStrictEqual(got, undisturbed[kind].readable)) wrong.push({ pull: pull.number, kind, step, got, wanted: undisturbed[kind].readable });
    }
    return { cycles: pulls.length, steps, wrong, violations: github.violations, startMilliseconds };
  } finally {
    await app.kill();
    await proxy.close();
    await github.close();
  }
}

/** What happens to a pull request: it was opened just now, or it is reviewed and then pushed to, or "Re-run all checks" is pressed on it. */
const events = {
  async opened() {},
  pushed: (pull) => pull.push(halfRepair),
  'asked again': (pull, repository) => repository.rerequestSuite(pull.headSha),
};

/** What a reader sees when nobody has disturbed it, and which requests that took. */
async function undisturbedRun(repository, github) {
  await reviewed(repository, github); // the first of a process asks for a token as well
  const runs = {};
  for (const kind of Object.keys(events)) {
    const before = kind === 'opened' ? undefined : await reviewed(repository, github);
    const from = github.requests.length;
    const pull = before ?? (await repository.openPull({ files: defect }));
    await events[kind](pull, repository);
    await verdict(pull, github, kind);
    const requests = github.requests.slice(from).map(({ method, path }) => `${method} ${path}`);
    runs[kind] = { readable: await readable(pull), requests };
  }
  return runs;
}

/** Every request of each, before GitHub has it and after. */
function killPoints(undisturbed, kinds, only) {
  return kinds.flatMap((kind) =>
    undisturbed[kind].requests.flatMap((request, index) =>
      only.test(request) ? ['before', 'after'].map((when) => ({ kind, nth: index + 1, when })) : [],
    ),
  );
}

const stepName = (kind, step) => `${kind}: ${step.replace(/[0-9a-f]{40}|\d+/g, 'N').replace(/\?.*/, '')}`;

async function reviewed(repository, github) {
  const pull = await repository.openPull({ files: defect });
  await verdict(pull, github);
  return pull;
}

async function verdict(pull, github, kind) {
  await until(() => isConcluded(pull, kind === 'asked again' ? 2 : 1), `a verdict on #${pull.number}`);
  await settled(github);
}

/** Until nothing is on its way any more. */
async function settled(github) {
  let seen = -1;
  while (seen !== github.requests.length) {
    seen = github.requests.length;
    await late(150);
  }
}

const late = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(condition, what) {
  const end = performance.now() + waitMilliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${waitMilliseconds} ms`);
    await late(100);
  }
}
