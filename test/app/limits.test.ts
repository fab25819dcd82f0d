import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { ReadChange } from '../../src/review/review-host.js';
import { analysis, finding, incident, right } from '../review/world.js';
import { startWorld, until, writes } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** One finding on each of the given lines of a.go. */
const findingsOn = (lines: readonly number[]) => async (_: ReadChange) =>
  analysis(
    lines.map((line, index) => {
      const at = right('a.go', line);
      const fingerprint = index.toString(16).padStart(16, '0');
      return finding({ at, fingerprint, likeness: fingerprint, placement: { on: 'line', location: at } });
    }),
    { analysed: ['a.go'] },
  );

const lines = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function opened(analyse: ReturnType<typeof findingsOn>, linesOfFile: number) {
  world = await startWorld({ incidents: [incident], analyse });
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module a\n' } });
  const pull = await repository.openPull({ files: { 'a.go': '// line\n'.repeat(linesOfFile) } });
  return { repository, pull };
}

test('of ten findings one cannot be placed: nine are comments on their lines, and none is lost', async () => {
  const { pull } = await opened(findingsOn([...lines(9), 500]), 20);
  const check = await pull.completedCheck('Hindsight');
  const { threads, reviews } = await pull.view();
  expect(threads.filter(({ subject }) => subject === 'line')).toHaveLength(9);
  expect(threads.filter(({ subject }) => subject === 'file')).toHaveLength(1);
  expect(reviews.filter(({ commentIds }) => commentIds.length > 1)).toHaveLength(1);
  expect(check.annotations).toHaveLength(10);
});

test('sixty annotations go in two batches, and the run is completed by the last', async () => {
  const { pull } = await opened(findingsOn(lines(60)), 60);
  const check = await pull.completedCheck('Hindsight');
  expect(check.annotations).toHaveLength(60);
  expect(new Set(check.annotations.map(({ startLine }) => startLine)).size).toBe(60);
  const updates = world.github.requests.filter(({ operation }) => operation === 'checks/update');
  expect(updates.map(({ body }) => (body as { status?: string }).status)).toEqual([undefined, 'completed']);
});

test('the same delivery twice writes once', async () => {
  const { pull } = await opened(findingsOn([1]), 20);
  await world.github.redeliver(world.github.deliveries[0]?.guid ?? '');
  await pull.completedCheck('Hindsight');
  await until(() => world.said('skipped').some(({ kind }) => kind === 'reviewed'));
  expect(writes(world.github)).toEqual(['checks/create', 'pulls/create-review', 'checks/update']);
});

test('a hundred files in twenty packages cost at most eight requests', async () => {
  world = await startWorld({ incidents: await loadIncidents(), analyse: analyseChange });
  const package_ = (index: number) => `p${Math.floor(index / 5)}`;
  const files = (text: string) =>
    Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `${package_(index)}/f${index}.go`,
        `package ${package_(index)}\n\nfunc f${index}() int {\n\treturn ${text}\n}\n`,
      ]),
    );
  const repository = await world.github.createRepository({
    files: { 'go.mod': 'module a\n\ngo 1.22\n', ...files('1') },
  });
  const pull = await repository.openPull({ files: files('2') });
  expect(await pull.completedCheck('Hindsight', 30_000)).toMatchObject({ conclusion: 'success' });
  await until(() => world.said('reviewed').length === 1);
  expect(world.github.requests.map(({ operation }) => operation).length).toBeLessThanOrEqual(8);
});
