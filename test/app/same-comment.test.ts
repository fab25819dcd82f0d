import { afterEach, expect, test } from 'vitest';
import type { Permissions } from '../../src/localhost/world.js';
import { opens, startWorld, use } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const broken = { 'mtu.go': opens + use };

async function opened(granted: Permissions = {}) {
  world = await startWorld();
  world.github.grant({ ...world.github.app.permissions, ...granted });
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module mtu\n' } });
  const pull = await repository.openPull({ files: broken });
  await pull.completedCheck('Hindsight');
  /** Of each comment what tells whether it is the same one, shown and untouched. */
  const comments = async () => {
    await pull.completedCheck('Hindsight');
    return (await pull.view()).threads.map(({ comments: [first] }) => [first?.id, first?.edited, first?.minimized]);
  };
  return { repository, pull, comments, first: await comments() };
}

test('a renamed file keeps its comment', async () => {
  const { pull, comments, first } = await opened();
  await pull.push({ 'mtu.go': null, 'link.go': opens + use });
  expect(await comments()).toEqual(first);
  await pull.push({ 'link.go': null, 'pkg/deep.go': opens + use });
  expect(await comments()).toEqual(first);
});

test('a force-push and moved lines keep the comment, though it is outdated for GitHub', async () => {
  const { repository, pull, comments, first } = await opened();
  const rewritten = opens.replace('h, err :=', 'h, err  :=').replace('func Find', '// Find finds.\n\nfunc Find');
  const sha = await repository.commit('elsewhere', { 'mtu.go': rewritten + use });
  await pull.forcePush(sha);
  expect(await comments()).toEqual(first);
  expect((await pull.view()).threads).toMatchObject([{ outdated: true }]);
});

test('the base branch moves on and the pull request is rebased: the same comment', async () => {
  const { repository, pull, comments, first } = await opened();
  const tip = await repository.commit('main', { 'README.md': 'more' });
  await pull.push(broken, { forceFrom: tip });
  expect(await comments()).toEqual(first);
});

test('a repaired comment is folded away; one that somebody has answered says so and stays in sight', async () => {
  const { pull, comments, first } = await opened();
  const id = Number(first[0]?.[0]);
  pull.reply(id, 'mona', 'Is that so?');
  const head = await pull.push({ 'mtu.go': `${opens}\tdefer h.Close()\n${use}` });
  expect(await comments()).toEqual([[id, true, undefined]]);
  const [thread] = (await pull.view()).threads;
  expect(thread?.comments).toHaveLength(2);
  expect(thread?.comments[0]?.body).toContain(`Repaired as of [\`${head.slice(0, 8)}\`]`);
});

test('a thread is resolved where the app was granted more than it asks for, and opened again', async () => {
  const { pull, comments } = await opened({ contents: 'write' });
  await pull.push({ 'mtu.go': `${opens}\tdefer h.Close()\n${use}` });
  expect((await comments())[0]?.[2]).toBe('resolved');
  expect((await pull.view()).threads).toMatchObject([{ resolved: true }]);
  await pull.push(broken);
  expect((await comments())[0]?.[2]).toBe(undefined);
  expect((await pull.view()).threads).toMatchObject([{ resolved: false }]);
});
