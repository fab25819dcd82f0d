import type { Octokit } from 'octokit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LocalGitHub,
  type LocalPull,
  type LocalRepository,
  startLocalGitHub,
} from '../../src/localhost/local-github.js';
import { hello, octokitOf, refusalOf } from './client.js';

let github: LocalGitHub;
let repository: LocalRepository;
let pull: LocalPull;
let octokit: Octokit;

beforeEach(async () => {
  github = await startLocalGitHub();
  repository = await github.createRepository({ files: { 'a.go': 'package a\n' } });
  pull = await repository.openPull({ files: { 'a.go': 'package a\n\n// More.\n' } });
  octokit = await octokitOf(github);
});

afterEach(() => github.close());

const annotations = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    path: 'a.go',
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: 'warning' as const,
    message: `Number ${index + 1}`,
  }));

const create = (more: object = {}) =>
  octokit.rest.checks.create({ ...hello, name: 'Hindsight', head_sha: pull.headSha, status: 'in_progress', ...more });

const update = (id: number | bigint, more: object) =>
  octokit.rest.checks.update({ ...hello, check_run_id: Number(id), ...more });

test('a run goes from in progress to completed; annotations of each update are appended', async () => {
  const { data } = await create();
  expect(data).toMatchObject({ status: 'in_progress', conclusion: null, app: { id: github.app.id } });
  const output = { title: 'One finding', summary: 'It would leak.' };
  await update(data.id, { output: { ...output, annotations: annotations(50) } });
  await update(data.id, { conclusion: 'failure', output: { ...output, annotations: annotations(10) } });
  const [run] = (await pull.view()).checkRuns;
  expect(run).toMatchObject({ name: 'Hindsight', status: 'completed', conclusion: 'failure', title: 'One finding' });
  expect(run?.annotations).toHaveLength(60);
  const listed = await octokit.paginate(octokit.rest.checks.listAnnotations, {
    ...hello,
    check_run_id: data.id,
    per_page: 50,
  });
  expect(listed.map((annotation) => annotation.message).at(-1)).toBe('Number 10');
  expect(await pull.completedCheck('Hindsight')).toEqual(run);
  expect(github.violations).toEqual([]);
});

test('the newest run of a name and an app is listed, and older ones on demand', async () => {
  await create();
  const { data: second } = await create();
  await create({ name: 'Other' });
  const list = async (more: object) => {
    const { data } = await octokit.rest.checks.listForRef({ ...hello, ref: pull.headSha, ...more });
    return data.check_runs.map(({ id }) => id);
  };
  expect(await list({ check_name: 'Hindsight', app_id: github.app.id })).toEqual([second.id]);
  expect(await list({ filter: 'all' })).toHaveLength(3);
  expect(await list({ app_id: 1 })).toEqual([]);
  expect(await list({ status: 'completed' })).toEqual([]);
  expect(github.violations).toEqual([]);
});

test('a run on a commit that does not exist is refused', async () => {
  expect(await refusalOf(create({ head_sha: '0'.repeat(40) }))).toMatchObject({ status: 422 });
  expect(github.violations).toEqual([]);
});

test('only the app that made a run may change it', async () => {
  const { data } = await create();
  github.app.id = 1; // as if it were another app
  octokit = await octokitOf(github);
  const { status, message } = await refusalOf(update(data.id, { conclusion: 'success' }));
  expect({ status, message }).toEqual({
    status: 403,
    message: 'Invalid app_id `1` - check run can only be modified by the GitHub App that created it.',
  });
});

// What GitHub's description says is checked by the contract: the answer is loud, and the violation on record.
const output = { title: 'Title', summary: 'Summary' };

test.each([
  [
    '51 annotations',
    { output: { ...output, annotations: annotations(51) } },
    'request.body/output/annotations',
    'must NOT have more than 50 items',
  ],
  [
    'a summary over 65,535 characters',
    { output: { ...output, summary: 'x'.repeat(65_536) } },
    'request.body/output/summary',
    'must NOT have more than 65535 characters',
  ],
  ['a title without summary', { output: { title: 'Title' } }, 'request.body/output/summary', 'a value'],
  [
    'completed without conclusion',
    { status: 'completed' },
    'request.body/conclusion',
    'a conclusion, since the run is completed',
  ],
  [
    'a made-up conclusion',
    { conclusion: 'failed' },
    'request.body/conclusion',
    'one of action_required, cancelled, failure, neutral, success, skipped, stale, timed_out',
  ],
  ['a misspelt property', { detail_url: 'http://127.0.0.1/' }, 'request.body/detail_url', 'no such property'],
])('%s is out of contract', async (_, body, pointer, expected) => {
  expect(await refusalOf(create(body))).toMatchObject({ status: 400 });
  expect(github.violations).toMatchObject([{ operation: 'checks/create', pointer, expected }]);
});
