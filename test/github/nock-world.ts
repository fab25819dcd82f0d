import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ReadChange } from '../../src/review/review-host.js';
import { type Files, memoryObjects, serveObjects } from './memory-objects.js';
import { job, mergeBase, type Sent, type World, world } from './world.js';

export const github = 'https://api.github.com';
export const comparison = `GET /repos/octocat/hello/compare/${job.baseSha}...${job.headSha}`;
export const checkRuns = `/repos/octocat/hello/commits/${job.headSha}/check-runs`;
export const checkRun = '/repos/octocat/hello/check-runs/99';

/** A new world for each test of a file, where a request that nobody foresaw fails, and so does an answer that nobody asked for. */
export function nockedWorld(): World & { sentTo(path: string): Sent['body'][] } {
  let one: World;
  beforeEach(() => {
    nock.disableNetConnect();
    one = world();
  });
  afterEach(() => {
    const unasked = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect({ unasked, violations: one.violations }).toEqual({ unasked: [], violations: [] });
  });
  return {
    get host() {
      return one.host;
    },
    get options() {
      return one.options;
    },
    get sent() {
      return one.sent;
    },
    get violations() {
      return one.violations;
    },
    get logged() {
      return one.logged;
    },
    sentTo: (path) => one.sent.filter((request) => request.path === path).map(({ body }) => body),
  };
}

/** Answers to the GraphQL queries by their names, as long as the test runs. */
export function graphql(answers: Record<string, (variables: Record<string, string>) => unknown>) {
  nock(github)
    .persist()
    .post('/graphql')
    .reply(200, (_, body) => {
      const { query, variables } = body as { query: string; variables: Record<string, string> };
      const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      return answers[name]?.(variables) ?? { errors: [{ type: 'NOT_FOUND', message: `no answer to ${name}` }] };
    });
}

export const states = { ReadPull: () => threads() };

export function threads(...nodes: object[]) {
  return {
    data: {
      repository: {
        pullRequest: {
          state: 'OPEN',
          headRefOid: job.headSha,
          reviewThreads: {
            pageInfo: { hasNextPage: false, endCursor: null },
            nodes: nodes.map((node) => ({
              id: 'thread1',
              isResolved: false,
              viewerCanResolve: false,
              viewerCanUnresolve: false,
              comments: { totalCount: 1, nodes: [node] },
            })),
          },
          reviews: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
        },
      },
    },
  };
}

/** Our check run is there, in progress; it takes its verdict once. */
export function checkInProgress() {
  const inProgress = {
    id: 99,
    status: 'in_progress',
    external_id: `pull/7/${job.headSha}`,
    output: { annotations_count: 0 },
  };
  nock(github)
    .persist()
    .get(checkRuns)
    .query({ app_id: 42, check_name: 'hindsight', filter: 'all', per_page: 100 })
    .reply(200, { total_count: 1, check_runs: [inProgress] });
}

export function checkCompleted() {
  nock(github).patch(checkRun).reply(200, { id: 99 });
}

export function compared(files: object[] = []) {
  nock(github)
    .get(comparison.slice(4))
    .query({ per_page: 1 })
    .reply(200, { merge_base_commit: { sha: mergeBase }, commits: [], files });
}

export const modified = (filename: string, changes: object = {}) => ({
  filename,
  status: 'modified',
  additions: 1,
  deletions: 1,
  patch: '@@ -1,2 +1,2 @@\n-old\n+new\n same',
  ...changes,
});

/** What the host reads of a pull request with these files on both sides. */
export async function readFrom(one: World, files: object[], base: Files = {}, head: Files = {}): Promise<ReadChange> {
  compared(files);
  serveObjects(memoryObjects({ [mergeBase]: base, [job.headSha]: head }));
  return one.host.readChange(job);
}
