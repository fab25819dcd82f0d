import { Octokit } from 'octokit';
import type { Log } from '../../src/github/github-client.js';
import { createGitHubHost } from '../../src/github/github-host.js';
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
  octokit: Octokit;
  sent: Sent[];
  /** Requests that GitHub's description does not know in this form. */
  violations: Violation[];
  logged: string[];
}

/** The adapter on an Octokit that notes each request and holds it against GitHub's description. Waiting and second tries are off. */
export function world(options: { baseUrl?: string; token?: string; appId?: number } = {}): World {
  const sent: Sent[] = [];
  const violations: Violation[] = [];
  const logged: string[] = [];
  const log: Log = {
    info: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
    warn: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
  };
  const octokit = new Octokit({
    ...(options.baseUrl ? { baseUrl: options.baseUrl } : {}),
    auth: options.token ?? 'ghs_secret',
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
  });
  const host = createGitHubHost({ octokit, appId: options.appId ?? 42, checkName: 'hindsight', log });
  return { host, octokit, sent, violations, logged };
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
