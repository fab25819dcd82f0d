import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GitError } from '../../src/git/git-error.js';
import { type GitChange, readGitChange } from '../../src/git/read-git-change.js';
import { TestRepository } from './test-repository.js';

async function failure(reading: Promise<unknown>): Promise<GitError> {
  const error = await reading.catch((caught: unknown) => caught);
  if (!(error instanceof GitError)) throw new Error(`expected a GitError, got ${String(error)}`);
  return error;
}

test('a directory without a repository, or none at all', async () => {
  const repo = mkdtempSync(join(tmpdir(), 'hindsight-empty-'));
  onTestFinished(() => rmSync(repo, { recursive: true }));
  for (const directory of [repo, join(repo, 'missing')]) {
    const error = await failure(readGitChange({ repo: directory, base: 'a', head: 'b' }));
    expect(error).toMatchObject({ kind: 'not-a-repository', message: expect.stringContaining(directory) });
  }
});

test.each(['nothing', '', '-x', '--all', 'main\nmain', 'main:a.go', '0'.repeat(40), 'main^{tree}'])(
  'the revision %j names no commit',
  async (base) => {
    const repository = TestRepository.create();
    repository.write({ 'a.go': 'a\n' }).commit();
    const error = await failure(readGitChange({ repo: repository.directory, base, head: 'main' }));
    expect(error.kind).toBe('unknown-revision');
    expect(error.message).toContain(`expected base to name a commit`);
    expect(error.message).toContain(JSON.stringify(base));
  },
);

test('a tag names its commit', async () => {
  const repository = TestRepository.create();
  const base = repository.commit();
  repository.git('tag', '--annotate', '--message=x', 'v1');
  const change = await readGitChange({ repo: repository.directory, base: 'v1', head: 'main' });
  onTestFinished(() => change.close());
  expect(change.change.mergeBase).toBe(base);
});

test('commits without a common ancestor', async () => {
  const repository = TestRepository.create();
  repository.write({ 'a.go': 'a\n' }).commit();
  repository.git('checkout', '--quiet', '--orphan', 'other');
  repository.write({ 'b.go': 'b\n' }).commit();
  const error = await failure(readGitChange({ repo: repository.directory, base: 'main', head: 'other' }));
  expect(error).toMatchObject({ kind: 'no-merge-base', message: expect.stringMatching(/got none.*--unshallow/) });
});

test('several merge bases: one of them is taken', async () => {
  const repository = TestRepository.create();
  const root = repository.write({ 'root.go': 'r\n' }).commit();
  const left = repository.write({ 'a.go': 'a\n' }).commit();
  repository.git('checkout', '--quiet', '-b', 'other', root);
  const right = repository.write({ 'b.go': 'b\n' }).commit();
  repository.git('merge', '--quiet', '--message=x', left);
  repository.git('checkout', '--quiet', 'main');
  repository.git('merge', '--quiet', '--message=x', '--no-ff', right);
  repository.write({ 'c.go': 'c\n' }).commit();
  const change = await readGitChange({ repo: repository.directory, base: 'other', head: 'main' });
  onTestFinished(() => change.close());
  expect([left, right]).toContain(change.change.mergeBase);
});

function cloneOf(origin: TestRepository, ...options: string[]): TestRepository {
  const clone = new TestRepository(mkdtempSync(join(tmpdir(), 'hindsight-clone-')));
  clone.git('clone', '--quiet', ...options, `file://${origin.directory}`, '.');
  return clone;
}

test('a shallow clone does not have the base', async () => {
  const origin = TestRepository.create();
  const base = origin.write({ 'a.go': 'a\n' }).commit();
  origin.write({ 'a.go': 'b\n' }).commit();
  const clone = cloneOf(origin, '--depth=1');
  const error = await failure(readGitChange({ repo: clone.directory, base, head: 'HEAD' }));
  expect(error.kind).toBe('unknown-revision');
});

test('a partial clone lacks the texts, and nothing is fetched', async () => {
  const origin = TestRepository.create();
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const base = origin.write({ 'a.go': 'a\n', 'same.go': 'same\n' }).commit();
  origin.write({ 'a.go': 'b\n' }).commit();
  const clone = cloneOf(origin, '--filter=blob:none', '--no-checkout');
  const error = await failure(readGitChange({ repo: clone.directory, base, head: 'HEAD' }));
  expect(error).toMatchObject({ kind: 'unreadable-object', message: expect.stringMatching(/partial clone needs/) });
});

test('an object that is gone is told when it is read', async () => {
  const repository = TestRepository.create();
  const base = repository.write({ 'a.go': 'a\n', 'same.go': 'same\n' }).commit();
  const head = repository.write({ 'a.go': 'b\n' }).commit();
  const id = repository.git('rev-parse', 'HEAD:same.go');
  rmSync(join(repository.directory, '.git/objects', id.slice(0, 2), id.slice(2)));
  const change: GitChange = await readGitChange({ repo: repository.directory, base, head });
  onTestFinished(() => change.close());
  expect((await change.head.read(['a.go'])).get('a.go')).toMatchObject({ text: 'b\n' });
  const error = await failure(change.head.read(['same.go']));
  expect(error).toMatchObject({ kind: 'unreadable-object', message: expect.stringContaining(id) });
});

test('no git on the PATH', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  onTestFinished(() => {
    process.env.PATH = path;
  });
  const error = await failure(readGitChange({ repo: '.', base: 'a', head: 'b' }));
  expect(error).toMatchObject({ kind: 'git-missing', message: expect.stringMatching(/git command on the PATH/) });
});
