import { Octokit } from 'octokit';
import type { Log } from '../../src/github/github-client.js';
import { createGitHubHost, type GitHubHostOptions } from '../../src/github/github-host.js';
import { createObjectCache } from '../../src/github/object-cache.js';
import { Contract, type Violation } from '../../src/localhost/contract.js';
import type { ReviewHost } from '../../src/review/review-host.js';
import type { ReviewJob } from '../../src/review/review-job.js';
import type { ReviewPlan } from '../../src/review/review-plan.js';

export const contract = new Contract();

export const job: ReviewJob = {
  installation: 1,
  owner: 'octocat',
  repo: 'hello',
  pull: 7,
  headSha: 'b'.repeat(40),
  baseSha: 'a'.repeat(40),
  delivery: 'd-1',
};
export const mergeBase = 'c'.repeat(40);

export interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely
  body: any;
}

export interface World {
  host: ReviewHost;
  /** From which the host was made. */
  options: GitHubHostOptions;
  sent: Sent[];
  /** Requests that GitHub's description does not know in this form. */
  violations: Violation[];
  logged: string[];
}

/** Settings of an Octokit that notes each request and holds it against GitHub's description. Waiting and second tries are off. */
export function recorder() {
  const sent: Sent[] = [];
  const violations: Violation[] = [];
  const settings = {
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: {
      fetch: (url: string, init: RequestInit) => {
        const { pathname, searchParams } = new URL(url);
        const request = {
          method: init.method ?? 'GET',
          path: pathname,
          query: Object.fromEntries(searchParams),
          ...(typeof init.body === 'string' ? { body: JSON.parse(init.body) } : {}),
        };
        violations.push(...contract.checkRequest(request));
        sent.push({ body: undefined, ...request });
        return fetch(url, init);
      },
    },
  };
  return { settings, sent, violations };
}

/** The adapter, signed in with a token. */
export function world(): World {
  const { settings, sent, violations } = recorder();
  return { ...hostOn(new Octokit({ ...settings, auth: 'ghs_secret' }), 42), sent, violations };
}

export function hostOn(octokit: Octokit, appId: number): Pick<World, 'host' | 'options' | 'logged'> {
  const logged: string[] = [];
  const note = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: note, warn: note };
  const options = { octokit, appId, checkName: 'hindsight', objects: createObjectCache(), log };
  return { host: createGitHubHost(options), options, logged };
}

export function plan(changes: Partial<ReviewPlan> = {}): ReviewPlan {
  return {
    post: [],
    edit: [],
    findings: [],
    check: { conclusion: 'success', title: 'Nothing known', summary: 'All fine.', annotations: [] },
    ...changes,
  };
}

export const operations = (sent: readonly Sent[]) =>
  sent.map(({ method, path, body }) =>
    path === '/graphql' ? (/(?:query|mutation) (\w+)/.exec(body.query)?.[1] ?? '?') : `${method} ${path}`,
  );
