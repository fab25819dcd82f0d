import { expect, onTestFinished, test } from 'vitest';
import { BatchParser } from '../../src/git/batch-parser.js';
import { blobBytesMax } from '../../src/git/git-objects.js';
import { readGitChange } from '../../src/git/read-git-change.js';
import { TestRepository } from './test-repository.js';

async function headOf(repository: TestRepository) {
  const change = await readGitChange({ repo: repository.directory, base: 'HEAD', head: 'HEAD' });
  onTestFinished(() => change.close());
  return change.head;
}

test('lists directories with kinds and ids, and leaves out what is no directory', async () => {
  const repository = TestRepository.create();
  repository.write({ 'a.go': 'a\n', 'pkg/deep/b.go': 'b\n', 'pkg/deep.go': 'c\n' }).commit();
  const tree = await headOf(repository);
  const id = (name: string) => repository.git('rev-parse', `HEAD:${name}`);
  const listed = await tree.list(['', 'pkg', 'pkg/deep', 'pkg/deep.go', 'missing', 'pkg/..', 'pkg/']);
  expect(Object.fromEntries(listed)).toEqual({
    '': [
      { name: 'a.go', kind: 'file', id: id('a.go') },
      { name: 'pkg', kind: 'directory', id: id('pkg') },
    ],
    pkg: [
      { name: 'deep.go', kind: 'file', id: id('pkg/deep.go') },
      { name: 'deep', kind: 'directory', id: id('pkg/deep') },
    ],
    'pkg/deep': [{ name: 'b.go', kind: 'file', id: id('pkg/deep/b.go') }],
  });
});

test('reads many files at once, and leaves out what is no file', async () => {
  const repository = TestRepository.create();
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`d/${index}.go`, `text ${index}\n`]));
  repository.write({ ...files, 'large.go': 'x'.repeat(200_000) }).commit();
  const tree = await headOf(repository);
  const texts = await tree.read([...Object.keys(files), 'd', 'missing.go', 'd/1.go/x', 'large.go']);
  expect(texts.size).toBe(301);
  for (const [path, text] of Object.entries(files)) expect(texts.get(path)).toMatchObject({ text });
  expect(texts.get('large.go')).toMatchObject({ text: 'x'.repeat(200_000) });
});

test('large and binary files say why they have no text', async () => {
  const repository = TestRepository.create();
  const full = 'x'.repeat(blobBytesMax);
  repository.write({ 'large.go': `${full}x`, 'full.go': full, 'binary.go': 'a\0b', 'empty.go': '' }).commit();
  const tree = await headOf(repository);
  const texts = await tree.read(['large.go', 'binary.go', 'full.go', 'empty.go']);
  expect(texts.get('large.go')).toMatchObject({
    unreadable: expect.stringMatching(/4194305 bytes, more than 4194304/),
  });
  expect(texts.get('binary.go')).toMatchObject({ unreadable: expect.stringMatching(/NUL byte/) });
  expect(texts.get('full.go')).toMatchObject({ text: full });
  expect(texts.get('empty.go')).toMatchObject({ text: '' });
});

test('answers of git are put together however they are cut', () => {
  const id = 'a'.repeat(40);
  const output = Buffer.from(
    `${id} blob 3\na\nb\nx missing\n${id} blob 0\n\n${id} blob 9\n123456789\nHEAD ambiguous\n`,
  );
  for (let size = 1; size <= output.length; size++) {
    const got: string[] = [];
    const parser = new BatchParser(8, (answer) => {
      got.push(answer.state === 'found' ? (answer.content?.toString() ?? `${answer.bytes} bytes`) : answer.state);
    });
    for (let at = 0; at < output.length; at += size) parser.push(output.subarray(at, at + size));
    expect(got).toEqual(['a\nb', 'missing', '', '9 bytes', 'ambiguous']);
  }
});
