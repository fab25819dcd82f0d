import { describe, expect, test } from 'vitest';
import { newRepositoriesMax } from '../../../src/app/events/installation.js';
import { workOf } from '../../../src/app/events/work-of.js';
import { externalIdOf } from '../../../src/github/external-id.js';
import { payload } from '../credentials.js';

const head = 'a'.repeat(40);
const base = 'b'.repeat(40);
const { installation, repository } = payload;
const common = { installation, repository, sender: { login: 'mona' } };
const work = (name: string, given: object) => workOf({ id: 'd-1', name, payload: { ...common, ...given } });
const job = {
  installation: 5,
  owner: 'octocat',
  repo: 'hello',
  delivery: 'd-1',
  repositoryUrl: 'https://github.com/octocat/hello',
};

describe('merge_group', () => {
  const headRef = `refs/heads/gh-readonly-queue/release/1.2/pr-104-${base}`;
  const group = { head_sha: head, head_ref: headRef, base_sha: base, base_ref: 'refs/heads/release/1.2' };
  const review = { ...job, pull: 104, headSha: head, baseSha: base };
  const mergeGroup = { headRef, baseRef: 'refs/heads/release/1.2' };

  test('asks for a review of its own range', () => {
    expect(work('merge_group', { action: 'checks_requested', merge_group: group })).toEqual({
      review: { ...review, mergeGroup },
    });
  });

  test('that is gone takes its review with it', () => {
    expect(work('merge_group', { action: 'destroyed', reason: 'dequeued', merge_group: group })).toEqual({
      review: { ...review, mergeGroup: { ...mergeGroup, gone: 'dequeued' } },
    });
  });

  test('asked for again at its check run is the same group', () => {
    const external_id = externalIdOf({ ...review, mergeGroup });
    expect(work('check_run', { action: 'rerequested', check_run: { head_sha: head, external_id } })).toEqual({
      review: { ...review, mergeGroup, again: 'd-1' },
    });
  });
});

describe('check_run', () => {
  const run = { head_sha: head, external_id: `pull/7/${head}`, pull_requests: [] };
  const review = { ...job, pull: 7, headSha: head, again: 'd-1' };

  test('rerequested asks for a new review of the pull request that the run names', () => {
    expect(work('check_run', { action: 'rerequested', check_run: run })).toEqual({ review });
  });

  test('our own button does the same, another one is handed on', () => {
    const pressed = (identifier: string) =>
      work('check_run', { action: 'requested_action', check_run: run, requested_action: { identifier } });
    expect(pressed('review-again')).toEqual({ review });
    expect(pressed('accept')).toMatchObject({ button: { identifier: 'accept', by: { login: 'mona' } } });
  });

  test('created and completed, which come for every run of every app, ask for nothing', () => {
    for (const action of ['created', 'completed'])
      expect(work('check_run', { action, check_run: run })).toMatchObject({ kind: 'nothing to review' });
  });

  test.each(['', 'something else', 'pull/7', `pull/7/${head}0x`])(
    'with the external id "%s" is not ours',
    (external_id) => {
      const given = { action: 'rerequested', check_run: { ...run, external_id } };
      expect(work('check_run', given)).toMatchObject({ kind: 'nothing to review' });
    },
  );
});

test('check_suite.rerequested names a commit, and pull requests where GitHub knows them', () => {
  const suite = { head_sha: head, pull_requests: [{ number: 7 }] };
  expect(work('check_suite', { action: 'rerequested', check_suite: suite })).toEqual({
    reviewSuite: { ...job, headSha: head, pulls: [7] },
  });
  expect(work('check_suite', { action: 'requested', check_suite: suite })).toMatchObject({ kind: 'nothing to review' });
});

test('a comment of a person is handed on, one of a bot is not', () => {
  const written = (type: string) =>
    work('pull_request_review_comment', {
      action: 'created',
      pull_request: { number: 7 },
      comment: { id: 9, in_reply_to_id: 8, body: 'Why?', user: { login: 'mona', type } },
    });
  expect(written('User')).toEqual({
    comment: { ...job, pull: 7, comment: { id: 9, inReplyTo: 8, author: { login: 'mona' }, body: 'Why?' } },
  });
  expect(written('Bot')).toMatchObject({ kind: 'nothing to review' });
});

describe('an installation', () => {
  const installed = { id: 5, html_url: 'https://github.com/settings/installations/5' };
  const named = [{ full_name: 'octocat/hello' }, { full_name: 'octocat/world' }];
  const repositories = [
    { owner: 'octocat', repo: 'hello' },
    { owner: 'octocat', repo: 'world' },
  ];

  test.each([
    ['installation', { action: 'created', repositories: named }],
    ['installation_repositories', { action: 'added', repositories_added: named }],
  ])('%s has its new repositories looked through', (name, given) => {
    expect(work(name, { ...given, installation: installed })).toEqual({
      catchUp: { installation: 5, repositories, delivery: 'd-1', webUrl: 'https://github.com' },
    });
  });

  test('on very many repositories is looked through in part', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ full_name: `octocat/r${index}` }));
    const given = work('installation', { action: 'created', installation: installed, repositories: many });
    expect('catchUp' in given && given.catchUp.repositories).toHaveLength(newRepositoriesMax);
  });

  test('that goes asks for nothing', () => {
    const given = { action: 'deleted', installation: installed, repositories: named };
    expect(work('installation', given)).toMatchObject({ kind: 'nothing to review' });
  });
});
