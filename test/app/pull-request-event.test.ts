import { describe, expect, test } from 'vitest';
import { reviewedActions, toReviewJob } from '../../src/app/pull-request-event.js';
import { payload } from './credentials.js';

const event = (given: object = payload, name = 'pull_request') => toReviewJob({ id: 'd-1', name, payload: given });
const pull = (given: object) => ({ ...payload, pull_request: { ...payload.pull_request, ...given } });

test.each(reviewedActions)('pull_request.%s asks for a review of the head', (action) => {
  expect(event({ ...payload, action })).toEqual({
    installation: 5,
    owner: 'octocat',
    repo: 'hello',
    pull: 7,
    headSha: 'a'.repeat(40),
    baseSha: 'b'.repeat(40),
    delivery: 'd-1',
    repositoryUrl: 'https://github.com/octocat/hello',
    updatedAt: '2024-12-14T10:00:00Z',
  });
});

test('keys that we do not use may be there and may be anything', () => {
  expect(event({ ...payload, sender: null, number: 'x' })).toHaveProperty('pull', 7);
});

test.each<[string, unknown, string]>([
  [
    'an action that changes no code',
    { ...payload, action: 'labeled' },
    'pull_request.labeled changes nothing to review',
  ],
  ['a draft', pull({ draft: true }), 'the pull request is a draft: it is reviewed when it is ready for review'],
  ['a closed pull request', pull({ state: 'closed' }), 'the pull request is closed'],
  [
    'no installation',
    { ...payload, installation: undefined },
    'the webhook belongs to no installation of the app, so nothing could be read',
  ],
])('%s is skipped with the reason', (_name, given, skip) => {
  expect(event(given as object)).toEqual({ skip });
});

test('another event is skipped', () => {
  expect(event(payload, 'push')).toEqual({ skip: 'the event push asks for no review' });
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
    expect(event(given as object)).toEqual({ skip: `unexpected payload: ${fields}` });
  });
});
