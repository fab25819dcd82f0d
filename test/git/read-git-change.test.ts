import { expect, onTestFinished, test } from 'vitest';
import { type GitRange, readGitChange } from '../../src/git/read-git-change.js';
import { file, numbered, randomBelow, randomEdit } from '../diff/texts.js';
import { TestRepository } from './test-repository.js';

async function read(range: GitRange) {
  const change = await readGitChange(range);
  onTestFinished(() => change.close());
  return change;
}

test('the merge base counts, not the tip of the base branch', async () => {
  const repository = TestRepository.create();
  const fork = repository.write({ 'a.go': 'one\ntwo\n' }).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  const head = repository.write({ 'a.go': 'one\ntwo\nthree\n' }).commit();
  repository.git('checkout', '--quiet', 'main');
  repository.write({ 'b.go': 'later\n' }).commit();
  const { change, ...trees } = await read({ repo: repository.directory, base: 'main', head: 'topic' });
  expect(change).toEqual({
    mergeBase: fork,
    head,
    files: [{ basePath: 'a.go', headPath: 'a.go', diff: expect.objectContaining({ added: [3], removed: [] }) }],
  });
  expect((await trees.base.read(['b.go'])).size).toBe(0);
});

test('a head that base contains is the way back', async () => {
  const repository = TestRepository.create();
  const head = repository.write({ 'a.go': 'one\n' }).commit();
  const base = repository.write({ 'a.go': 'one\ntwo\n' }).commit();
  const { change } = await read({ repo: repository.directory, base, head });
  expect(change).toMatchObject({ mergeBase: base, head, files: [{ diff: { removed: [2] } }] });
  expect((await read({ repo: repository.directory, base, head: base })).change.files).toEqual([]);
});

test('a work tree, a directory in it and a bare clone give the same change', async () => {
  const repository = TestRepository.create();
  const base = repository.write({ 'a.go': 'a\n', 'deep/b.go': 'b\n' }).commit();
  const head = repository.write({ 'a.go': 'A\n', 'deep/b.go': 'B\n' }).commit();
  const bare = `${repository.directory}/bare.git`;
  repository.git('clone', '--quiet', '--bare', repository.directory, bare);
  const [first, ...others] = await Promise.all(
    [repository.directory, `${repository.directory}/deep`, bare].map((repo) => read({ repo, base, head })),
  );
  expect(first!.change.files.map(({ headPath }) => headPath)).toEqual(['a.go', 'deep/b.go']);
  for (const other of others) expect(other.change).toEqual(first!.change);
});

test('only files that bear on Go code are listed', async () => {
  const repository = TestRepository.create();
  const base = repository.commit();
  const names = ['README.md', 'a.go', 'go.mod', 'go.sum', 'go.work', 'x/go.mod', 'x/y/b_test.go', 'x/cargo.mod'];
  const head = repository.write(Object.fromEntries(names.map((name) => [name, 'x\n']))).commit();
  const { change } = await read({ repo: repository.directory, base, head });
  expect(change.files.map(({ headPath }) => headPath)).toEqual([
    'a.go',
    'go.mod',
    'go.work',
    'x/go.mod',
    'x/y/b_test.go',
  ]);
});

test('hostile names do not confuse the diff', async () => {
  const repository = TestRepository.create();
  const names = [
    'with space.go',
    'quo"te\\.go',
    'line\nfeed.go',
    'fake\ndiff --git a/x.go b/x.go\n@@ -1 +1 @@\n.go',
    '-dash.go',
    '--output=oops.go',
    ':(exclude)a.go',
    'größe/日本.go',
    'tab\there.go',
    'a b/ b/a.go',
    '\u001b[31mred.go',
  ];
  const base = repository.write(Object.fromEntries(names.map((name) => [name, 'one\ntwo\n']))).commit();
  const head = repository.write(Object.fromEntries(names.map((name) => [name, 'one\nTWO\n']))).commit();
  const { change, ...trees } = await read({ repo: repository.directory, base, head });
  expect(change.files.map(({ headPath }) => headPath).sort()).toEqual([...names].sort());
  for (const changed of change.files) expect(changed.diff).toMatchObject({ added: [2], removed: [2] });
  const texts = await trees.head.read(names);
  expect(names.map((name) => texts.get(name))).toEqual(
    names.map(() => expect.objectContaining({ text: 'one\nTWO\n' })),
  );
});

test('renames are followed, with and without edits', async () => {
  const repository = TestRepository.create();
  const lines = numbered(20);
  const moved = lines.map((line) => `moved ${line}`);
  const base = repository.write({ 'old name.go': file(lines), 'a/moved.go': file(moved) }).commit();
  repository.remove('old name.go', 'a/moved.go');
  const head = repository.write({ 'new/näme.go': file(lines.toSpliced(9, 1)), 'b/moved.go': file(moved) }).commit();
  const { change } = await read({ repo: repository.directory, base, head });
  expect(change.files).toEqual([
    { basePath: 'a/moved.go', headPath: 'b/moved.go', diff: { hunks: [], added: [], removed: [], seams: [] } },
    {
      basePath: 'old name.go',
      headPath: 'new/näme.go',
      diff: expect.objectContaining({ removed: [10], seams: [{ oldStart: 10, oldEnd: 10, newBefore: 9 }] }),
    },
  ]);
});

test('new, removed, empty and merely executable files', async () => {
  const repository = TestRepository.create();
  const base = repository.write({ 'gone.go': 'a\nb\n', 'run.go': 'x\n', 'empty-gone.go': '' }).commit();
  repository.remove('gone.go').makeExecutable('run.go');
  const head = repository.write({ 'new.go': 'package new\n', 'empty-gone.go': 'filled\n', 'void.go': '' }).commit();
  const { change } = await read({ repo: repository.directory, base, head });
  const nothing = { hunks: [], added: [], removed: [], seams: [] };
  expect(change.files).toEqual([
    { basePath: 'empty-gone.go', headPath: 'empty-gone.go', diff: expect.objectContaining({ added: [1] }) },
    { basePath: 'gone.go', diff: expect.objectContaining({ removed: [1, 2] }) },
    { headPath: 'new.go', diff: expect.objectContaining({ added: [1] }) },
    { basePath: 'run.go', headPath: 'run.go', diff: nothing },
    { headPath: 'void.go', diff: nothing },
  ]);
});

test('CRLF, a byte order mark, bytes that are not UTF-8 and a last line without end', async () => {
  const repository = TestRepository.create();
  const latin1 = Buffer.from('a\n\xe4\n', 'latin1');
  const base = repository.write({ 'crlf.go': 'a\r\nb\r\n', 'bom.go': '\ufeffa\n', 'latin1.go': latin1 }).commit();
  repository.write({ 'crlf.go': 'a\r\nB\r\n', 'bom.go': '\ufeffa\nb', 'latin1.go': Buffer.concat([latin1, latin1]) });
  const head = repository.write({ 'cr.go': 'a\rdiff --git a/x b/x\r@@ -1 +1 @@\n' }).commit();
  const { change, ...trees } = await read({ repo: repository.directory, base, head });
  expect(change.files.map(({ headPath, diff }) => [headPath, 'added' in diff && diff.added])).toEqual([
    ['bom.go', [2]],
    ['cr.go', [1]],
    ['crlf.go', [2]],
    ['latin1.go', [3, 4]],
  ]);
  expect((await trees.head.read(['bom.go', 'latin1.go'])).get('bom.go')).toMatchObject({ text: '\ufeffa\nb' });
});

test('symbolic links and submodules are no files', async () => {
  const repository = TestRepository.create();
  const base = repository.write({ 'real.go': 'a\n', 'becomes-link.go': 'a\n' }).link('was-link.go', 'real.go').commit();
  repository.remove('was-link.go', 'becomes-link.go').link('becomes-link.go', '/etc/passwd').link('link.go', 'real.go');
  repository.write({ 'was-link.go': 'b\n' }).git('add', '--all');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${base},module.go`);
  const head = repository.commitIndex();
  const { change, ...trees } = await read({ repo: repository.directory, base, head });
  expect(change.files).toEqual([
    { basePath: 'becomes-link.go', diff: expect.objectContaining({ removed: [1] }) },
    { headPath: 'was-link.go', diff: expect.objectContaining({ added: [1] }) },
  ]);
  const kinds = (await trees.head.list([''])).get('')?.map(({ name, kind }) => [name, kind]);
  expect(Object.fromEntries(kinds ?? [])).toEqual({
    'becomes-link.go': 'other',
    'link.go': 'other',
    'module.go': 'other',
    'real.go': 'file',
    'was-link.go': 'file',
  });
  expect([...(await trees.head.read(['link.go', 'module.go'])).values()]).toEqual([
    { elsewhere: true, id: expect.any(String), unreadable: expect.stringMatching(/symbolic link or a submodule/) },
    { elsewhere: true, id: base, unreadable: expect.stringMatching(/symbolic link or a submodule/) },
  ]);
});

test('neither configuration nor attributes nor variables change what is read', async () => {
  const repository = TestRepository.create();
  const base = repository.write({ 'a.go': file(numbered(30)), '.gitattributes': '*.go binary diff=custom\n' }).commit();
  const head = repository.write({ 'a.go': file(numbered(30).toSpliced(4, 1).toSpliced(20, 0, 'new')) }).commit();
  const range = { repo: repository.directory, base, head };
  const plain = (await read(range)).change;
  const settings = {
    'diff.external': '/bin/false',
    'diff.custom.textconv': '/bin/false',
    'diff.context': '0',
    'diff.noprefix': 'true',
    'diff.mnemonicPrefix': 'true',
    'diff.algorithm': 'patience',
    'diff.renames': 'false',
    'diff.suppressBlankEmpty': 'true',
    'diff.orderFile': 'missing',
    'color.ui': 'always',
    'core.fsmonitor': '/bin/false',
  };
  for (const [name, value] of Object.entries(settings)) repository.git('config', name, value);
  process.env.GIT_DIR = '/nowhere';
  process.env.GIT_EXTERNAL_DIFF = '/bin/false';
  onTestFinished(() => {
    delete process.env.GIT_DIR;
    delete process.env.GIT_EXTERNAL_DIFF;
  });
  expect((await read(range)).change).toEqual(plain);
  expect(plain.files[0]?.diff).toMatchObject({ removed: [5], added: [21] });
});

test('the diff agrees with the texts, whatever was edited', async () => {
  const repository = TestRepository.create();
  const base = numbered(80);
  const names = Array.from({ length: 25 }, (_, index) => `file${index + 1}.go`);
  const heads = names.map((_, index) => randomEdit(base, randomBelow(index + 1)));
  const baseCommit = repository.write(Object.fromEntries(names.map((name) => [name, file(base)]))).commit();
  const head = repository.write(Object.fromEntries(names.map((name, index) => [name, file(heads[index]!)]))).commit();
  const { change } = await read({ repo: repository.directory, base: baseCommit, head });
  expect(change.files).toHaveLength(25);
  for (const { headPath, diff } of change.files) {
    if ('unknown' in diff) throw new Error(diff.unknown);
    const kept = base.filter((_, index) => !diff.removed.includes(index + 1));
    expect(heads[names.indexOf(headPath!)]!.filter((_, index) => !diff.added.includes(index + 1))).toEqual(kept);
  }
});
