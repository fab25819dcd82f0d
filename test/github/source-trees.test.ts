import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { type Files, memoryObjects, serveObjects } from './memory-objects.js';
import { compared, comparison, github, modified, nockedWorld, readFrom } from './nock-world.js';
import { job, mergeBase, operations } from './world.js';

const one = nockedWorld();

describe('the source trees', () => {
  const base: Files = {
    'go.mod': 'module m',
    'p/a.go': 'package p // old',
    'p/b.go': 'package p // b',
    'q/q.go': 'package q',
  };
  const head: Files = { ...base, 'p/a.go': 'package p // new', 'p/c.go': 'package p // c' };

  test('cost one request for the directories of both sides and all that is read of them', async () => {
    const { base: before, head: after } = await readFrom(one, [modified('p/a.go')], base, head);
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
    const { base: before, head: after } = await readFrom(one, [modified('p/a.go')], base, head);
    expect((await before.read(['p/a.go'])).get('p/a.go')).toMatchObject({ text: 'package p // old' });
    expect((await after.list(['p'])).get('p')).toHaveLength(3);
    expect((await after.read(['q/q.go', 'none/x.go'])).size).toBe(1);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects', 'ReadObjects']);
  });

  test('fetch by id what came without a text', async () => {
    const { base: before } = await readFrom(one, [], base, { 'p/x.go': 'package p' });
    expect((await before.read(['p/a.go'])).get('p/a.go')).toMatchObject({ text: 'package p // old' });
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects', 'ReadObjects']);
  });

  test('read a text that GraphQL cut off from the blob itself, once, and refuse what is too large', async () => {
    const large = `package p // ${'é'.repeat(520_000)}`;
    const huge = { bytes: 5_000_000 };
    const { head: after, base: before } = await readFrom(one, [], { 'a.go': large }, { 'a.go': large, 'b.go': huge });
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
    const { head: after } = await readFrom(
      one,
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
      ['link.go', 'a symbolic link or a submodule'],
      ['latin.go', 'not UTF-8'],
    ]);
    expect((await after.list([''])).get('')?.find(({ name }) => name === 'link.go')?.kind).toBe('other');
  });

  test('take odd names as they are, and ask for none that git cannot hold', async () => {
    const odd = 'we"ird) { id } $x\\ \'é😀:^{tree}/-#@{u}.go';
    const { head: after } = await readFrom(one, [], {}, { [odd]: 'package odd', 'a\n.go': 'package n' });
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
    const { head: after } = await readFrom(one, [], base, head);
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
    const { head: after, base: before } = await readFrom(one, [], many, many);
    const directories = Array.from({ length: 80 }, (_, index) => `p${index}`);
    const sizes = (await Promise.all([after.list(directories), before.list(directories)])).map(({ size }) => size);
    expect(sizes).toEqual([80, 80]);
    expect(operations(one.sent).slice(1)).toEqual(['ReadObjects', 'ReadObjects']);
  });

  test('read what is no Go file by itself, in the same query', async () => {
    const { head: after, base: before } = await readFrom(one, [modified('p/a.go')], base, head);
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
