import { expect, test } from 'vitest';
import type { Opened, ReviewHost } from '../../src/review/review-host.js';
import type { ReviewJob } from '../../src/review/review-job.js';
import type { ReviewPlan } from '../../src/review/review-plan.js';
import { type ReviewPorts, reviewPull, tellFailure } from '../../src/review/review-pull.js';
import type { Skip } from '../../src/review/skip.js';
import { analysis, change, finding, incident, posted, repositoryUrl } from './world.js';

const job: ReviewJob = {
  installation: 1,
  owner: 'octocat',
  repo: 'hello',
  pull: 7,
  headSha: change.head,
  baseSha: change.mergeBase,
  delivery: 'd-1',
  repositoryUrl,
};

const nothing = { comments: [], triaged: [] };
const noTree = { list: async () => new Map(), read: async () => new Map() };

/** Ports that note what is done through them; each part can be replaced. */
function ports(given: Partial<ReviewHost> & Partial<Pick<ReviewPorts, 'analyse'>> = {}) {
  const done: string[] = [];
  const plans: ReviewPlan[] = [];
  const logged: [fields: object, message: string][] = [];
  const { analyse, ...host } = given;
  const note =
    <Arguments extends unknown[], Answer>(name: string, act: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments) => {
      done.push(name);
      return act(...given);
    };
  const all: ReviewPorts = {
    incidents: [incident],
    analyse: note('analyse', analyse ?? (async () => analysis([finding()]))),
    log: {
      info: (fields, message) => logged.push([fields, message]),
      error: (fields, message) => logged.push([fields, message]),
    },
    host: {
      open: note('open', host.open ?? (async () => ({ state: 'started' }))),
      readChange: note('readChange', host.readChange ?? (async () => ({ change, base: noTree, head: noTree }))),
      readPosted: note('readPosted', host.readPosted ?? (async () => nothing)),
      readTrusted: note('readTrusted', host.readTrusted ?? (async () => [])),
      carryOut: note('carryOut', async (job: ReviewJob, plan: ReviewPlan) => {
        plans.push(plan);
        return host.carryOut?.(job, plan);
      }),
    },
  };
  return { all, done, plans, logged };
}

const fails = async () => {
  throw new Error('expected x, got "secret code"');
};

test('reads, analyses, plans and carries out', async () => {
  const { all, done, plans, logged } = ports();
  const outcome = await reviewPull(job, all);
  expect(done).toEqual(['open', 'readChange', 'readPosted', 'readTrusted', 'analyse', 'carryOut']);
  expect(outcome).toEqual({ reviewed: plans[0] });
  expect(plans[0]?.check.conclusion).toBe('failure');
  expect(plans[0]?.check.summary).toContain(`${repositoryUrl}/blob/`);
  expect(logged).toEqual([[expect.objectContaining({ conclusion: 'failure', findings: 1, posted: 1 }), 'reviewed']]);
});

test('reads the change and what was said before at the same time', async () => {
  let release = () => {};
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { all } = ports({
    async readChange() {
      await both;
      return { change, base: noTree, head: noTree };
    },
    async readPosted() {
      release();
      return nothing;
    },
  });
  expect(await reviewPull(job, all)).toHaveProperty('reviewed');
});

test('what was said before is not said again', async () => {
  const { all, plans } = ports({ readPosted: async () => ({ comments: [posted()], triaged: [] }) });
  await reviewPull(job, all);
  expect(plans[0]?.post).toEqual([]);
});

test('a head that is reviewed already is left alone', async () => {
  const { all, done } = ports({ open: async () => ({ state: 'finished' }) });
  expect(await reviewPull(job, all)).toEqual({ kind: 'reviewed', skip: 'this head is reviewed already' });
  expect(done).toEqual(['open']);
});

const closed: Skip = { kind: 'closed', skip: 'the pull request is closed' };

test('a head that is gone is left alone, with the reason', async () => {
  const { all, done, logged } = ports({ open: async () => ({ state: 'gone', why: closed }) });
  expect(await reviewPull(job, all)).toEqual(closed);
  expect(done).toEqual(['open']);
  expect(logged).toEqual([[{ kind: 'closed', reason: 'the pull request is closed' }, 'skipped']]);
});

test.each([
  ['open', { open: fails }],
  ['read', { readChange: fails }],
  ['read', { readPosted: fails }],
  ['analyse', { analyse: fails }],
  ['plan', { analyse: async () => analysis([finding({ incident: 'not loaded' })]) }],
  ['carry out', { carryOut: fails }],
] as const)('a failure during %s is said, and the check stays in progress for another try', async (during, given) => {
  const { all, logged } = ports(given);
  expect(await reviewPull(job, all)).toEqual({
    failed: expect.any(Error),
    during,
    failure: { reason: expect.any(String), onError: 'block' },
  });
  expect(logged).toMatchObject([[{ during }, 'the review failed']]);
});

test('a failure that is told ends the check, and is not taken for a finding', async () => {
  const { all, plans } = ports();
  await tellFailure(job, all.host);
  expect(plans).toHaveLength(1);
  expect(plans[0]).toMatchObject({
    post: [],
    edit: [],
    findings: [],
    check: {
      conclusion: 'failure',
      title: 'Hindsight could not review this: the review broke off every time',
      annotations: [],
    },
  });
  expect(plans[0]?.check.summary).toContain('not a finding about this change');
  expect(plans[0]?.check.summary).toContain('`d-1`');
});

test('a failure of our own says why, and passes where the repository wants that', async () => {
  const { all, plans } = ports();
  await tellFailure(job, all.host, { reason: 'the analysis failed', onError: 'pass' });
  expect(plans[0]?.check).toMatchObject({
    conclusion: 'success',
    title: 'Hindsight could not review this: the analysis failed',
    ownFailure: true,
  });
  expect(plans[0]?.check.summary).toContain('nothing of it was reviewed');
});

test.each<Opened>([{ state: 'finished' }, { state: 'gone', why: { kind: 'closed', skip: 'closed' } }])(
  'a failure is not told where nobody waits: $state',
  async (opened) => {
    const { all, plans } = ports({ open: async () => opened });
    await tellFailure(job, all.host);
    expect(plans).toEqual([]);
  },
);

test('nothing is written when another process has taken the review over', async () => {
  const { all, done } = ports();
  const outcome = await reviewPull(job, { ...all, stillOurs: async () => false });
  expect(outcome).toMatchObject({ skip: 'another process has taken the review over' });
  expect(done).not.toContain('carryOut');
});

test('neither code nor tokens get into the log with an error', async () => {
  const token = `ghs_${'x'.repeat(36)}`;
  const httpError = Object.assign(new Error(`Validation Failed: {"body":"secret code"}`), {
    name: 'HttpError',
    status: 422,
    request: { method: 'POST', url: `https://api.github.com/x?access_token=${token}`, body: 'secret code' },
  });
  const errors = [
    httpError,
    new Error(`expected a key, got "secret code" and 'secret code' and ${token}\nsecret code`),
    new SyntaxError('Unexpected token s, secret code is not valid JSON'),
    'secret code',
  ];
  for (const error of errors) {
    const { all, logged } = ports({
      async analyse() {
        throw error;
      },
    });
    await reviewPull(job, all);
    expect(JSON.stringify(logged)).not.toMatch(/secret code|ghs_x/);
  }
  const { all, logged } = ports({
    async analyse() {
      throw httpError;
    },
  });
  await reviewPull(job, all);
  expect(logged[0]?.[0]).toMatchObject({ error: 'HttpError', status: 422, request: 'POST https://api.github.com/x' });
});
