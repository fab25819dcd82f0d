import { expect, test } from 'vitest';
import type { ObjectAnswer, ObjectWish } from '../../src/github/git-objects.js';
import { cachedObjects, createObjectCache } from '../../src/github/object-cache.js';

const commit = 'a'.repeat(40);
const repository = { owner: 'acme', repo: 'agent' };
const blob = (text: string): ObjectAnswer => {
  return { __typename: 'Blob', oid: commit, byteSize: text.length, isBinary: false, isTruncated: false, text };
};

function reader(answer: (wish: ObjectWish) => ObjectAnswer) {
  const asked: string[] = [];
  const read = async (wish: ObjectWish) => {
    asked.push(`${wish.wanted} ${wish.expression}`);
    return answer(wish);
  };
  return { asked, read };
}

test('what never changes is asked for once, also by the next review', async () => {
  const { asked, read } = reader(() => blob('package a'));
  const cache = createObjectCache();
  for (let review = 0; review < 2; review++) {
    const readObject = cachedObjects(cache, repository, read);
    expect(await readObject({ expression: `${commit}:a.go`, wanted: 'text' })).toEqual(blob('package a'));
    await readObject({ expression: commit, wanted: 'text' });
  }
  expect(asked).toEqual([`text ${commit}:a.go`, `text ${commit}`]);
});

test('a branch, another wish, another path, what was missing: asked for again', async () => {
  const { asked, read } = reader(({ expression }) => (expression.endsWith('gone') ? null : blob('x')));
  const readObject = cachedObjects(createObjectCache(), repository, read);
  const wishes: ObjectWish[] = [
    { expression: 'main:a.go', wanted: 'text' },
    { expression: 'main:a.go', wanted: 'text' },
    { expression: `${commit}:gone`, wanted: 'text' },
    { expression: `${commit}:gone`, wanted: 'text' },
    { expression: `${commit}:d`, wanted: 'entries' },
    { expression: `${commit}:d`, wanted: 'entries with texts' },
    { expression: `${commit}:D`, wanted: 'entries' },
  ];
  for (const wish of wishes) await readObject(wish);
  expect(asked).toHaveLength(wishes.length);
});

test('what one repository has shown is not shown to another', async () => {
  const { asked, read } = reader(() => blob('secret'));
  const cache = createObjectCache();
  const wish: ObjectWish = { expression: `${commit}:a.go`, wanted: 'text' };
  await cachedObjects(cache, repository, read)(wish);
  await cachedObjects(cache, { owner: 'Acme', repo: 'Agent' }, read)(wish);
  expect(asked).toHaveLength(1); // GitHub's names do not tell upper from lower case
  await cachedObjects(cache, { owner: 'other', repo: 'agent' }, read)(wish);
  expect(asked).toHaveLength(2);
});

test('it holds so many bytes and no more: what was not read for the longest time goes', async () => {
  const { asked, read } = reader(() => blob('x'.repeat(1000)));
  const readObject = cachedObjects(createObjectCache(7000), repository, read);
  const paths = ['a', 'b', 'c', 'd', 'd', 'a'];
  for (const path of paths) await readObject({ expression: `${commit}:${path}`, wanted: 'text' });
  expect(asked.map((each) => each.at(-1))).toEqual(['a', 'b', 'c', 'd', 'a']);
});
