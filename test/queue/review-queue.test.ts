import { expect, test } from 'vitest';
import { pullKey, reviewJobs } from '../../src/queue/review-queue.js';
import type { ReviewJob } from '../../src/review/review-job.js';

const job: ReviewJob = {
  installation: 1,
  owner: 'octocat',
  repo: 'Hello',
  pull: 7,
  headSha: 'b'.repeat(40),
  baseSha: 'a'.repeat(40),
  delivery: 'd-1',
  updatedAt: '2026-01-01T10:00:00Z',
};
const mergeGroup = { headRef: 'refs/heads/gh-readonly-queue/main/pr-7-abc', baseRef: 'refs/heads/main' };

test('a merge group waits by itself, beside the pull request that it was made for', () => {
  expect(pullKey(job)).toBe('octocat/hello#7');
  expect(pullKey({ ...job, mergeGroup })).not.toBe(pullKey(job));
});

test('what is kept comes back as it was', () => {
  const { baseSha: _, ...without } = job;
  for (const each of [job, without, { ...job, again: 'd-2', mergeGroup: { ...mergeGroup, gone: 'merged' } }])
    expect(reviewJobs.schema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
});

test('a request for a commit of before does not take the place of the newest head that waits', () => {
  const { updatedAt: _, ...untimed } = job;
  const again = { ...untimed, again: 'd-2' };
  expect(reviewJobs.isOlder({ ...again, headSha: 'c'.repeat(40) }, job)).toBe(true);
  expect(reviewJobs.isOlder(again, job)).toBe(false);
  expect(reviewJobs.isOlder(job, again)).toBe(false);
});
