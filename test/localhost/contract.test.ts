import { Octokit } from 'octokit';
import { expect, test } from 'vitest';
import operationsInUse from '../../src/localhost/contract/operations.json' with { type: 'json' };
import { Contract, type Violation } from '../../src/localhost/contract.js';
import { contractFetch } from '../../src/localhost/contract-fetch.js';
import { servedOperations } from '../../src/localhost/server.js';

const contract = new Contract();
const repository = '/repos/octocat/hello';

const check = (method: string, path: string, body?: unknown, query: Record<string, string> = {}): string[] =>
  contract
    .checkRequest({ method, path, query, ...(body !== undefined && { body }) })
    .map(({ pointer, expected, got }) => `${pointer}: expected ${expected}, got ${got}`);

const review = (comment: object, more: object = {}) =>
  check('POST', `${repository}/pulls/1/reviews`, {
    event: 'COMMENT',
    body: 'Seen',
    comments: [{ path: 'a.go', body: 'b', ...comment }],
    ...more,
  });

test('every operation in use is described and served, and no other', () => {
  expect(Object.keys(contract.description.operations)).toEqual(operationsInUse.rest);
  expect([...servedOperations].sort()).toEqual(operationsInUse.rest);
});

test('a path parameter may span slashes; the most literal path wins', () => {
  const match = (path: string) => contract.operationOf('GET', `${repository}/${path}`);
  expect(match('contents/net/dial.go')).toMatchObject({ id: 'repos/get-content', parameters: { path: 'net/dial.go' } });
  expect(match('commits/heads%2Fmain/check-runs')).toMatchObject({ parameters: { ref: 'heads/main' } });
  expect(match('compare/release/1.2...topic/a')).toMatchObject({ parameters: { basehead: 'release/1.2...topic/a' } });
  expect(match('pulls/1/files')?.id).toBe('pulls/list-files');
});

test.each([
  ['GET', '/user', 'request.path: expected an operation of src/localhost/contract/operations.json, got GET /user'],
  ['GET', `${repository}/pulls/one`, 'request.path/pull_number: expected must be integer, got "one"'],
  ['POST', `${repository}/check-runs`, 'request.body: expected a body, got nothing'],
])('%s %s is out of contract', (method, path, violation) => {
  expect(check(method, path)).toContain(violation);
});

test('queries are closed, and pages have a largest size', () => {
  const files = (query: Record<string, string>) => check('GET', `${repository}/pulls/1/files`, undefined, query);
  expect(files({ per_page: '100', page: '2' })).toEqual([]);
  expect(files({ perpage: '100' })).toEqual(['request.query/perpage: expected no such property, got "100"']);
  expect(files({ per_page: '101' })).toEqual(['request.query/per_page: expected 1 to 100, got "101"']);
});

test('bodies are closed, at every depth', () => {
  expect(review({ line: 3, side: 'RIGHT' })).toEqual([]);
  expect(review({ line: 3, startline: 2 })).toEqual([
    'request.body/comments/0/startline: expected no such property, got 2',
  ]);
  expect(review({ subject_type: 'file' })[0]).toBe(
    'request.body/comments/0/subject_type: expected no such property, got "file"',
  );
  const token = (permissions: object) => check('POST', '/app/installations/1/access_tokens', { permissions });
  expect(token({ checks: 'write' })).toEqual([]);
  expect(token({ check: 'write' })).toEqual(['request.body/permissions/check: expected no such property, got "write"']);
  expect(token({ checks: 'admin' })).toEqual([
    'request.body/permissions/checks: expected one of read, write, got "admin"',
  ]);
});

test('rules that the description states in prose only', () => {
  expect(review({ line: 3, side: 'right' })).toEqual([
    'request.body/comments/0/side: expected LEFT or RIGHT, got "right"',
  ]);
  expect(review({})).toEqual(['request.body/comments/0/line: expected a line, got nothing']);
  expect(review({ line: 3, position: 3 })).toEqual([
    'request.body/comments/0/position: expected line, since position is closing down, got 3',
  ]);
  expect(review({ line: 3 }, { body: '' })).toEqual([
    'request.body/body: expected a text, since the event is COMMENT, got ""',
  ]);
  const single = (more: object) =>
    check('POST', `${repository}/pulls/1/comments`, { path: 'a.go', body: 'b', commit_id: 'c', ...more });
  expect(single({ subject_type: 'file' })).toEqual([]);
  expect(single({ subject_type: 'file', line: 1 })).toEqual([
    'request.body/line: expected nothing beside subject_type file, got 1',
  ]);
  const annotate = (annotation: object) => {
    const annotations = [
      { path: 'a.go', start_line: 2, end_line: 2, annotation_level: 'failure', message: 'm', ...annotation },
    ];
    return check('POST', `${repository}/check-runs`, {
      name: 'Hindsight',
      head_sha: 'a',
      output: { title: 't', summary: 's', annotations },
    });
  };
  expect(annotate({})).toEqual([]);
  expect(annotate({ end_line: 1 })).toEqual([
    'request.body/output/annotations/0/end_line: expected at least start_line, 2, got 1',
  ]);
  expect(annotate({ annotation_level: 'error' })[0]).toContain('expected one of notice, warning, failure, got "error"');
  expect(annotate({ title: 'x'.repeat(256) })[0]).toContain('title: expected at most 255 characters');
});

test('GraphQL is checked against the schema, with its variables', () => {
  const query = (text: string, variables = {}) => check('POST', '/graphql', { query: text, variables });
  const good =
    'query($name: String!) { repository(owner: "octocat", name: $name) { pullRequest(number: 1) { reviews(first: 100) { totalCount } } } }';
  expect(query(good, { name: 'hello' })).toEqual([]);
  expect(query(good)[0]).toContain('Variable "$name" of required type "String!" was not provided.');
  expect(query(good, { name: 'hello', nam: 'x' })).toEqual([
    'request.body/variables/nam: expected a declared variable, got "x"',
  ]);
  expect(query(good.replace('totalCount', 'count'), { name: 'hello' })[0]).toContain('Cannot query field "count"');
  expect(query(good.replace('(first: 100)', ''), { name: 'hello' })[0]).toContain(
    'reviews needs first or last, from 1 to 100',
  );
  expect(query('query {')[0]).toContain('Syntax Error');
});

test('an answer that breaks the description is told', () => {
  const answer = (status: number, body: unknown) =>
    contract
      .checkResponse({ method: 'GET', path: `${repository}/git/blobs/1` }, { status, body })
      .map(({ pointer }) => pointer);
  const blob = { sha: '1', url: 'http://127.0.0.1/', node_id: 'B_1', size: 1, content: 'YQ==', encoding: 'base64' };
  expect(answer(200, blob)).toEqual([]);
  expect(answer(200, { ...blob, size: 'one' })).toEqual(['response.body/size']);
  expect(answer(200, { ...blob, sha: undefined })).toEqual(['response.body/sha']);
  expect(answer(418, {})).toEqual(['response.status']);
});

test('contractFetch sees what Octokit sends and gets, and lets it through', async () => {
  const violations: Violation[] = [];
  const sent: string[] = [];
  const fetch = async (url: string) => {
    sent.push(url);
    return Response.json({ id: 'not a number' }, { status: 201 });
  };
  const octokit = new Octokit({
    request: { fetch: contractFetch(contract, (violation) => violations.push(violation), fetch) },
  });
  const run = { owner: 'octocat', repo: 'hello', name: 'Hindsight', head_sha: 'a', details: 'x' };
  await octokit.rest.checks.create(run);
  expect(sent).toEqual(['https://api.github.com/repos/octocat/hello/check-runs']);
  const pointers = violations.map(({ operation, pointer }) => `${operation} ${pointer}`);
  expect(pointers).toContain('checks/create request.body/details');
  expect(pointers).toContain('checks/create response.body/id');
});

test('it also stands below the paths of an Enterprise Server', async () => {
  const violations: Violation[] = [];
  const fetch = contractFetch(
    contract,
    (violation) => violations.push(violation),
    async () => new Response(null, { status: 304 }),
  );
  await fetch('https://ghe.example.com/api/v3/repos/octocat/hello');
  await fetch('https://ghe.example.com/api/graphql', {
    method: 'POST',
    body: JSON.stringify({ query: '{ viewer { login } }' }),
  });
  expect(violations).toEqual([]);
});
