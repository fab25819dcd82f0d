import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadChange } from '../../src/review/review-host.js';
import { type Files, memoryObjects, serveObjects } from './memory-objects.js';
import { job, mergeBase, operations, type World, world } from './world.js';

const github = 'https://api.github.com';
const comparison = `GET /repos/octocat/hello/compare/${job.baseSha}...${job.headSha}`;
const fileList = 'GET /repos/octocat/hello/pulls/7/files';

let one: World;

beforeEach(() => {
  nock.disableNetConnect();
  one = world();
});

afterEach(() => {
  const unasked = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect({ unasked, violations: one.violations }).toEqual({ unasked: [], violations: [] });
});

function compared(files: object[] = []) {
  nock(github)
    .get(comparison.slice(4))
    .query({ per_page: 1 })
    .reply(200, { merge_base_commit: { sha: mergeBase }, commits: [], files });
}

function listed(files: object[], page: number) {
  nock(github).get(fileList.slice(4)).query({ per_page: 100, page }).reply(200, files);
}

const modified = (filename: string, changes: object = {}) => ({
  filename,
  status: 'modified',
  additions: 1,
  deletions: 1,
  patch: '@@ -1,2 +1,2 @@\n-old\n+new\n same',
  ...changes,
});

async function read(files: object[], base: Files = {}, head: Files = {}): Promise<ReadChange> {
  compared(files);
  const objects = memoryObjects({ [mergeBase]: base, [job.headSha]: head });
  serveObjects(objects);
  return one.host.readChange(job);
}

describe('the change', () => {
  test('comes from the patches, against the merge base and not the tip of the base branch', async () => {
    compared([
      modified('a/b.go'),
      modified('new.go', { status: 'added', deletions: 0, patch: '@@ -0,0 +1 @@\n+new' }),
      modified('gone.go', { status: 'removed', additions: 0, patch: '@@ -1 +0,0 @@\n-old' }),
      modified('after.go', { status: 'renamed', previous_filename: 'before.go' }),
      modified('copy.go', { status: 'copied', previous_filename: 'a/b.go' }),
    ]);
    const { change } = await one.host.readChange(job);
    const diff = { hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }], added: [1], removed: [1] };
    expect(change).toMatchObject({
      mergeBase,
      head: job.headSha,
      files: [
        { basePath: 'a/b.go', headPath: 'a/b.go', diff },
        { headPath: 'new.go', diff: { added: [1], removed: [] } },
        { basePath: 'gone.go', diff: { added: [], removed: [1] } },
        { basePath: 'before.go', headPath: 'after.go', diff },
        { headPath: 'copy.go', diff },
      ],
    });
    expect(change.files[1]).not.toHaveProperty('basePath');
    expect(change.files[2]).not.toHaveProperty('headPath');
    expect(change.files[4]).not.toHaveProperty('basePath');
    expect(operations(one.sent)).toEqual([comparison]);
  });

  test('of more files than a comparison shows is read page by page', async () => {
    const files = Array.from({ length: 430 }, (_, index) => modified(`f${index}.go`));
    compared(files.slice(0, 300));
    for (const page of [1, 2, 3, 4, 5]) listed(files.slice((page - 1) * 100, page * 100), page);
    const { change } = await one.host.readChange(job);
    expect(change.files.map(({ headPath }) => headPath)).toEqual(files.map(({ filename }) => filename));
  });

  test('of as many files as GitHub ever lists says that there may be more', async () => {
    const files = Array.from({ length: 3_000 }, (_, index) => modified(`f${index}.go`));
    compared(files.slice(0, 300));
    for (let page = 1; page <= 30; page++) listed(files.slice((page - 1) * 100, page * 100), page);
    const { change } = await one.host.readChange(job);
    expect(change.files).toHaveLength(3_001);
    expect(change.files.at(-1)).toEqual({
      diff: { unknown: 'GitHub lists 3000 files of a pull request, and this one has as many or more' },
    });
  });

  test('is rebuilt from the blobs where the patch is missing, even when GitHub counts no change', async () => {
    const { change } = await read(
      [
        modified('a.go', { patch: undefined }),
        modified('b.go', { patch: undefined, additions: 0, deletions: 0 }),
        modified('new/name.go', {
          patch: undefined,
          status: 'renamed',
          previous_filename: 'old/name.go',
          additions: 0,
        }),
        modified('c.go', { additions: 5 }),
        modified('logo.png', { patch: undefined }),
        modified('d.go', { patch: undefined }),
      ],
      { 'a.go': 'a\nb\n', 'b.go': 'b\n', 'old/name.go': 'same\n', 'c.go': 'c\n', 'd.go': { binary: true } },
      {
        'a.go': 'a\nB\n',
        'b.go': 'B\n',
        'new/name.go': 'same\n',
        'c.go': 'C\n',
        'd.go': 'd\n',
        'logo.png': { binary: true },
      },
    );
    expect(change.files.map(({ diff }) => diff)).toMatchObject([
      { added: [2], removed: [2] },
      { added: [1], removed: [1] },
      { added: [], removed: [], hunks: [] },
      { added: [1], removed: [1] },
      { unknown: 'GitHub shows no diff of it' },
      { unknown: 'binary' },
    ]);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects']);
  });

  test('without a common ancestor is an error that says so', async () => {
    nock(github)
      .get(comparison.slice(4))
      .query(true)
      .reply(404, { message: `No common ancestor between ${job.baseSha} and ${job.headSha}.` });
    await expect(one.host.readChange(job)).rejects.toThrow(/expected success, got status 404 "No common ancestor/);
  });
});

describe('the source trees', () => {
  const base: Files = {
    'go.mod': 'module m',
    'p/a.go': 'package p // old',
    'p/b.go': 'package p // b',
    'q/q.go': 'package q',
  };
  const head: Files = { ...base, 'p/a.go': 'package p // new', 'p/c.go': 'package p // c' };

  test('cost one request for the directories of both sides and all that is read of them', async () => {
    const { base: before, head: after } = await read([modified('p/a.go')], base, head);
    const [listedBefore, listedAfter] = await Promise.all([before.list(['', 'p', 'none']), after.list(['', 'p'])]);
    expect([...listedBefore.keys()]).toEqual(['', 'p']);
    expect(listedAfter.get('p')?.map(({ name, kind }) => [name, kind])).toEqual([
      ['a.go', 'file'],
      ['b.go', 'file'],
      ['c.go', 'file'],
    ]);
    expect(listedAfter.get('')?.find(({ name }) => name === 'q')?.kind).toBe('directory');
    const texts = await Promise.all([
      before.read(['p/a.go', 'p/b.go', 'p/c.go', 'p', 'go.mod']),
      after.read(['p/a.go', 'p/b.go', 'p/c.go']),
    ]);
    const shown = texts.map((read) => [...read].map(([path, text]) => [path, 'text' in text ? text.text : text]));
    expect(shown).toEqual([
      [
        ['p/a.go', 'package p // old'],
        ['p/b.go', 'package p // b'],
        ['go.mod', 'module m'],
      ],
      [
        ['p/a.go', 'package p // new'],
        ['p/b.go', 'package p // b'],
        ['p/c.go', 'package p // c'],
      ],
    ]);
    expect(texts[0].get('p/b.go')?.id).toBe(texts[1].get('p/b.go')?.id);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects']);
    const { variables } = one.sent[1]?.body ?? {};
    expect(Object.values(variables)).not.toContain(`${mergeBase}:p/b.go`);
  });

  test('read a directory before its files, whichever side and call comes first', async () => {
    const { base: before, head: after } = await read([modified('p/a.go')], base, head);
    expect((await before.read(['p/a.go'])).get('p/a.go')).toMatchObject({ text: 'package p // old' });
    expect((await after.list(['p'])).get('p')).toHaveLength(3);
    expect((await after.read(['q/q.go', 'none/x.go'])).size).toBe(1);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects', 'ReadObjects']);
  });

  test('fetch by id what came without a text', async () => {
    const { base: before } = await read([], base, { 'p/x.go': 'package p' });
    expect((await before.read(['p/a.go'])).get('p/a.go')).toMatchObject({ text: 'package p // old' });
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects', 'ReadObjects']);
  });

  test('read a text that GraphQL cut off from the blob itself, once, and refuse what is too large', async () => {
    const large = `package p // ${'é'.repeat(520_000)}`;
    const huge = { bytes: 5_000_000 };
    const { head: after, base: before } = await read([], { 'a.go': large }, { 'a.go': large, 'b.go': huge });
    const { blobId } = memoryObjects({});
    nock(github)
      .get(`/repos/octocat/hello/git/blobs/${blobId(large)}`)
      .reply(200, { content: Buffer.from(large).toString('base64').replace(/.{60}/g, '$&\n'), encoding: 'base64' });
    const [atHead, atBase] = await Promise.all([after.read(['a.go', 'b.go']), before.read(['a.go'])]);
    expect(atHead.get('a.go')).toEqual({ id: blobId(large), text: large });
    expect(atBase.get('a.go')).toEqual({ id: blobId(large), text: large });
    expect(atHead.get('b.go')).toEqual({
      id: blobId(huge),
      unreadable: 'too large: 5000000 bytes, at most 4194304 are read',
    });
  });

  test('say why a file is not text', async () => {
    const { head: after } = await read(
      [],
      {},
      {
        'binary.go': { binary: true },
        'link.go': { symlink: 'target.go' },
        'latin.go': { bytes: 600_000 },
      },
    );
    const { blobId } = memoryObjects({});
    nock(github)
      .get(`/repos/octocat/hello/git/blobs/${blobId({ bytes: 600_000 })}`)
      .reply(200, { content: Buffer.from([0x70, 0xe9]).toString('base64'), encoding: 'base64' });
    const texts = await after.read(['binary.go', 'link.go', 'latin.go']);
    expect([...texts].map(([path, text]) => [path, 'unreadable' in text && text.unreadable])).toEqual([
      ['binary.go', 'binary'],
      ['link.go', 'not a regular file, or of a name that is not UTF-8'],
      ['latin.go', 'not UTF-8'],
    ]);
    expect((await after.list([''])).get('')?.find(({ name }) => name === 'link.go')?.kind).toBe('other');
  });

  test('take odd names as they are, and ask for none that git cannot hold', async () => {
    const odd = 'we"ird) { id } $x\\ \'é😀:^{tree}/-#@{u}.go';
    const { head: after } = await read([], {}, { [odd]: 'package odd', 'a\n.go': 'package n' });
    expect((await after.read([odd])).get(odd)).toMatchObject({ text: 'package odd' });
    // It came with its directory; by its own name it could not be asked for.
    expect((await after.read(['a\n.go'])).get('a\n.go')).toMatchObject({ text: 'package n' });
    expect((await after.read(['a\n/b.go'])).get('a\n/b.go')).toHaveProperty('unreadable');
    const query: string = one.sent[1]?.body.query;
    expect(query).not.toMatch(/weird|we"ird|tree\}/);
    const impossible = ['../a.go', './a.go', '/a.go', 'p//a.go', 'p/../a.go', '', 'a\0.go', '\ud800.go'];
    expect((await after.read(impossible)).size).toBe(0);
    expect((await after.list(impossible.filter((path) => path !== ''))).size).toBe(0);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects', 'ReadObjects']);
  });

  test('split a query that is too much for GitHub, and do without texts at last', async () => {
    compared();
    const objects = memoryObjects({ [mergeBase]: base, [job.headSha]: head });
    nock(github)
      .persist()
      .post('/graphql')
      .reply((_, body) => {
        const { query } = body as { query: string };
        if ((query.match(/object\(/g) ?? []).length > 1 || /oid object/.test(query))
          return [502, { message: 'Bad Gateway' }];
        return [200, objects.answer(body as Parameters<typeof objects.answer>[0])];
      });
    const { head: after } = await one.host.readChange(job);
    expect((await after.read(['p/a.go', 'p/c.go'])).size).toBe(2);
  });

  test('forget a failure: whoever asks again asks GitHub again', async () => {
    const { head: after } = await read([], base, head);
    nock.cleanAll();
    nock(github)
      .post('/graphql')
      .reply(200, { errors: [{ type: 'FORBIDDEN', message: 'no access' }] });
    await expect(after.list(['p'])).rejects.toThrow(
      'GitHub refused to read 2 git objects: expected data from GraphQL, got the errors "FORBIDDEN no access"',
    );
    serveObjects(memoryObjects({ [mergeBase]: base, [job.headSha]: head }));
    expect((await after.list(['p'])).get('p')).toHaveLength(3);
  });

  test('share a query up to its limit: 42 directories, not files, fill one', async () => {
    const many: Files = Object.fromEntries(
      Array.from({ length: 80 }, (_, index) => [`p${index}/a.go`, `package p${index}`]),
    );
    const { head: after, base: before } = await read([], many, many);
    const directories = Array.from({ length: 80 }, (_, index) => `p${index}`);
    const sizes = (await Promise.all([after.list(directories), before.list(directories)])).map(({ size }) => size);
    expect(sizes).toEqual([80, 80]);
    expect(operations(one.sent).slice(1)).toEqual(['ReadObjects', 'ReadObjects']);
  });

  test('read what is no Go file by itself, in the same query', async () => {
    const { head: after, base: before } = await read([modified('p/a.go')], base, head);
    const wanted = ['p/a.go', 'go.mod', 'p/go.mod', 'go.work'];
    const [atBase, atHead] = await Promise.all([before.read(wanted), after.read(wanted)]);
    expect([[...atBase.keys()], [...atHead.keys()]]).toEqual([
      ['p/a.go', 'go.mod'],
      ['p/a.go', 'go.mod'],
    ]);
    expect(operations(one.sent).slice(1)).toEqual(['ReadObjects']);
    expect(Object.values(one.sent[1]?.body.variables)).not.toContain(`${job.headSha}:`);
  });
});
