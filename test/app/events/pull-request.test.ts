import { describe, expect, test } from 'vitest';
import { reviewedActions } from '../../../src/app/events/pull-request.js';
import { workOf } from '../../../src/app/events/work-of.js';
import { payload } from '../credentials.js';

const event = (given: object = payload, name = 'pull_request') => workOf({ id: 'd-1', name, payload: given });
const pull = (given: object) => ({ ...payload, pull_request: { ...payload.pull_request, ...given } });

const job = {
  installation: 5,
  owner: 'octocat',
  repo: 'hello',
  pull: 7,
  headSha: 'a'.repeat(40),
  baseSha: 'b'.repeat(40),
  delivery: 'd-1',
  repositoryUrl: 'https://github.com/octocat/hello',
  updatedAt: '2024-12-14T10:00:00Z',
};

test.each(reviewedActions.filter((action) => action !== 'edited'))(
  'pull_request.%s asks for a review of the head',
  (action) => {
    expect(event({ ...payload, action })).toEqual({ review: job });
  },
);

test('another base asks for a new verdict on the same head, another title for nothing', () => {
  const edited = (changes: object) => event({ ...payload, action: 'edited', changes });
  expect(edited({ base: { ref: { from: 'main' } } })).toEqual({ review: { ...job, again: 'd-1' } });
  expect(edited({ title: { from: 'Old' } })).toMatchObject({ kind: 'nothing to review' });
});

test('a draft is left to the configuration', () => {
  expect(event(pull({ draft: true }))).toEqual({ review: { ...job, draft: true } });
});

test('a closed pull request takes the place of its job that waits', () => {
  const closed = { ...payload, action: 'closed', pull_request: { ...payload.pull_request, state: 'closed' } };
  expect(event(closed)).toEqual({ review: job });
});

test('keys that we do not use may be there and may be anything', () => {
  expect(event({ ...payload, sender: null, number: 'x' })).toHaveProperty('review.pull', 7);
});

test.each<[string, unknown, string]>([
  [
    'an action that changes no code',
    { ...payload, action: 'labeled' },
    'pull_request.labeled changes nothing to review',
  ],
  ['a closed pull request', pull({ state: 'closed' }), 'the pull request is closed'],
  [
    'no installation',
    { ...payload, installation: undefined },
    'the webhook belongs to no installation of the app, so nothing could be read',
  ],
])('%s is skipped with the reason', (_name, given, skip) => {
  expect(event(given as object)).toMatchObject({ skip });
});

test('another event is skipped', () => {
  expect(event(payload, 'push')).toMatchObject({ skip: 'the event push asks for no review' });
});

describe('a payload of another shape is skipped, and the reason names fields and no values', () => {
  test.each<[string, unknown, string]>([
    ['empty', {}, 'action, repository, pull_request'],
    ['nothing', null, 'the whole'],
    ['a commit that is none', pull({ head: { sha: 'secret' } }), 'pull_request.head.sha'],
    ['a number that is none', pull({ number: '7; secret' }), 'pull_request.number'],
    [
      'an address that could run',
      { ...payload, repository: { ...payload.repository, html_url: 'javascript:secret' } },
      'repository.html_url',
    ],
  ])('%s', (_name, given, fields) => {
    expect(event(given as object)).toEqual({ kind: 'unexpected payload', skip: `unexpected payload: ${fields}` });
  });
});

test('one that was merged says so at its head; one that was only closed does not', () => {
  const closed = (merged: boolean | null) =>
    event({ ...payload, action: 'closed', pull_request: { ...payload.pull_request, state: 'closed', merged } });
  const { installation, owner, repo, pull: number, headSha, delivery } = job;
  expect(closed(true)).toEqual({ review: job, merged: { installation, owner, repo, pull: number, headSha, delivery } });
  expect(closed(false)).toEqual({ review: job });
  expect(closed(null)).toEqual({ review: job });
});
