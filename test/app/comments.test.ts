import { afterEach, expect, test } from 'vitest';
import type { ReadChange } from '../../src/review/review-host.js';
import { analysis, finding, right } from '../review/world.js';
import { startWorld, until, writes } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** A finding on each line of `leaks.go`, in a pull request that adds it with so many lines. */
async function found(lines: number, place = (line: number) => line) {
  const analyse = async ({ change }: ReadChange) =>
    analysis(
      Array.from({ length: lines }, (_, index) => {
        const at = right('leaks.go', index + 1);
        const wanted = place(index + 1);
        return finding({
          at,
          fingerprint: (index + 1).toString(16).padStart(16, '0'),
          likeness: (index + 1).toString(16).padStart(16, 'f'),
          placement: { on: 'line', location: { ...at, line: wanted, endLine: wanted } },
        });
      }),
      { analysed: change.files.flatMap(({ headPath }) => headPath ?? []) },
    );
  world = await startWorld({ analyse });
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module leaks\n' } });
  const text = Array.from({ length: lines }, (_, index) => `// line ${index + 1}\n`).join('');
  const pull = await repository.openPull({ files: { 'leaks.go': text } });
  const check = await pull.completedCheck('Hindsight');
  await until(() => world.said('reviewed').length === 1);
  return { pull, repository, check, view: await pull.view() };
}

test('of ten findings one cannot be placed: nine stand on their lines in one review, it stands on the file', async () => {
  const { view, check } = await found(10, (line) => (line === 4 ? 400 : line));
  expect(view.threads.filter(({ subject }) => subject === 'line').map(({ line }) => line)).toEqual([
    1, 2, 3, 5, 6, 7, 8, 9, 10,
  ]);
  expect(view.threads.filter(({ subject }) => subject === 'file')).toHaveLength(1);
  expect(view.reviews.filter(({ body }) => body !== '')).toHaveLength(1);
  expect(check.annotations).toHaveLength(10);
  expect(writes(world.github)).toEqual([
    'checks/create',
    'pulls/create-review 422',
    'pulls/create-review',
    'pulls/create-review-comment',
    'checks/update',
  ]);
});

test('of forty findings thirty get a comment, in one review; all are in the check, and the next push says nothing new', async () => {
  const { pull, view, check } = await found(40);
  expect(view.reviews).toHaveLength(1);
  expect(view.threads.map(({ line }) => line)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(check.annotations).toHaveLength(40);
  expect(check.summary?.match(/only here/g)).toHaveLength(10);
  world.github.requests.length = 0;
  await pull.push({ 'README.md': 'more' });
  await pull.completedCheck('Hindsight');
  expect(writes(world.github)).toEqual(['checks/create', 'checks/update']);
});

test('the button accepts also those without a comment of their own', async () => {
  const { pull, repository, check } = await found(32);
  await repository.pressButton(check.id, 'accept-findings', 'octocat');
  await until(() => world.said('triaged').length === 1);
  expect(await pull.completedCheck('Hindsight')).toMatchObject({
    conclusion: 'success',
    title: 'Nothing blocks; 32 findings set aside',
    annotations: [],
  });
  expect((await pull.view()).reviews.at(-1)?.body).toContain('- and 12 more');
  await pull.push({ 'README.md': 'more' });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
});
