import { expect, test } from 'vitest';
import { GitError } from '../../src/git/git-error.js';
import { IncidentError } from '../../src/incidents/incident-error.js';
import { finding, review, run } from './stub-ports.js';

test('0 when nothing blocks, 1 when something does, and the change is closed', async () => {
  expect(await run(review)).toMatchObject({ exitCode: 0, err: '', closed: 1 });
  expect(await run(review, { findings: [finding({ blocks: false })] })).toMatchObject({ exitCode: 0, closed: 1 });
  expect(await run(review, { findings: [finding()] })).toMatchObject({ exitCode: 1, err: '', closed: 1 });
});

test('the options reach git as they are', async () => {
  const ranges: unknown[] = [];
  const readChange = async (range: unknown): Promise<never> => {
    ranges.push(range);
    throw new GitError('unknown-revision', 'no');
  };
  await run(['review', '--repo', 'some dir', '--base=-x', '--head', 'v1'], { ports: { readChange } });
  await run(['review', '--base', 'a', '--head', 'b'], { ports: { readChange } });
  expect(ranges).toEqual([
    { repo: 'some dir', base: '-x', head: 'v1' },
    { repo: '.', base: 'a', head: 'b' },
  ]);
});

const fails = (error: unknown) => async (): Promise<never> => {
  throw error;
};

test.each([
  [
    'git cannot read',
    { readChange: fails(new GitError('no-merge-base', 'expected x, got y')) },
    /expected x, got y\n$/,
    0,
  ],
  [
    'an incident is wrong',
    { loadIncidents: fails(new IncidentError([{ file: 'i.yml', message: 'bad' }])) },
    /i\.yml: bad/,
    1,
  ],
  ['an object is gone', { analyse: fails(new GitError('unreadable-object', 'it is gone')) }, /it is gone\n$/, 1],
  [
    'a bug',
    { plan: fails(new TypeError('x is undefined')) },
    /an error of Hindsight itself: TypeError: x is undefined\n +at /,
    1,
  ],
  ['a hostile message', { readChange: fails(new GitError('git-failed', 'a\u001b[2Jb')) }, /a\ufffd\[2Jb/, 0],
])('2 when %s, with the reason', async (_name, ports, reason, closed) => {
  const result = await run(review, { ports });
  expect(result).toMatchObject({ exitCode: 2, out: '', closed });
  expect(result.err).toMatch(/^hindsight: could not review: /);
  expect(result.err).toMatch(reason);
});

test.each([
  ['an unknown format', [...review, '--format', 'xml'], /Allowed choices are text, json, github/],
  ['an unknown option', [...review, '--fromat', 'json'], /unknown option '--fromat'.*\n.*--format/],
  ['a missing option', ['review', '--base', 'main'], /required option '--head <rev>' not specified/],
  ['an extra argument', [...review, 'more'], /too many arguments/],
  ['an unknown command', ['revue'], /unknown command 'revue'/],
  ['no command', [], /Usage: hindsight/],
])('2 for %s, with a word on what is expected', async (_name, args, words) => {
  const result = await run(args);
  expect(result).toMatchObject({ exitCode: 2, out: '' });
  expect(result.err).toMatch(words);
});

test('help and version', async () => {
  const help = await run(['review', '--help']);
  expect(help).toMatchObject({ exitCode: 0, err: '' });
  expect(help.out).toMatch(/--format <format>.*"text", "json", "github"/);
  expect(help.out).toMatch(/2 {2}could not review/);
  expect((await run(['--help'])).out).toMatch(/review \[options\]/);
  expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
