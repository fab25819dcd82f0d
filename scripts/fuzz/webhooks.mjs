// One payload of each webhook that is read, with the fields that are read: https://docs.github.com/en/webhooks/webhook-events-and-payloads
const head = 'a'.repeat(40);
const base = 'b'.repeat(40);
const common = {
  installation: { id: 5 },
  repository: {
    name: 'hello',
    full_name: 'octocat/hello',
    owner: { login: 'octocat' },
    html_url: 'https://github.com/octocat/hello',
  },
  sender: { login: 'mona', type: 'User' },
};
const group = {
  head_sha: head,
  head_ref: `refs/heads/gh-readonly-queue/main/pr-104-${base}`,
  base_sha: base,
  base_ref: 'refs/heads/main',
};
const run = { head_sha: head, external_id: `pull/7/${head}`, pull_requests: [] };
const installed = { id: 5, html_url: 'https://github.com/settings/installations/5' };

export const webhooks = Object.entries({
  pull_request: {
    action: 'opened',
    pull_request: {
      number: 7,
      draft: false,
      state: 'open',
      updated_at: '2024-12-14T10:00:00Z',
      head: { sha: head },
      base: { sha: base },
    },
    changes: { base: { ref: { from: 'main' } } },
  },
  merge_group: { action: 'checks_requested', reason: 'dequeued', merge_group: group },
  check_run: { action: 'requested_action', check_run: run, requested_action: { identifier: 'accept' } },
  check_suite: { action: 'rerequested', check_suite: { head_sha: head, pull_requests: [{ number: 7 }] } },
  pull_request_review_comment: {
    action: 'created',
    pull_request: { number: 7 },
    comment: { id: 9, in_reply_to_id: 8, body: '/hindsight accept', user: { login: 'mona', type: 'User' } },
  },
  installation: { action: 'created', installation: installed, repositories: [{ full_name: 'octocat/hello' }] },
  installation_repositories: {
    action: 'added',
    installation: installed,
    repositories_added: [{ full_name: 'octocat/hello' }],
  },
}).map(([name, payload]) => ({ name, payload: { ...common, ...payload } }));
