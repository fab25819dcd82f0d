import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import type { FileMap, PullOptions } from '../../src/localhost/world.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { startWorld, until } from './world.js';

const incidents = (await loadIncidents()).filter(({ family }) => family === 'double-close' || family === 'handle-leak');

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const closesTwice = (name: string, above = '') =>
  `package odd\n\nfunc ${name}() {\n\tdone := make(chan struct{})\n\tclose(done)\n${above}\tclose(done)\n}\n`;

/** A pull request in a repository with this configuration, reviewed with the real analysis unless another is given. */
async function opened(config: string, head: FileMap, options: PullOptions = {}, analyse = analyseChange) {
  world = await startWorld({ analyse, incidents });
  const files = { 'go.mod': 'module example.com/odd\n\ngo 1.22\n', '.github/hindsight.yml': config };
  const repository = await world.github.createRepository({ files });
  return repository.openPull({ ...options, files: head });
}

test('a draft is reviewed where the configuration wants that', async () => {
  const pull = await opened('drafts: review\n', { 'a.go': closesTwice('twice') }, { draft: true });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
});

test('a failure of our own passes where the configuration wants that, with a title that says so', async () => {
  const broken = async () => {
    throw new Error('broken');
  };
  const pull = await opened('on-error: pass\n', { 'a.go': closesTwice('twice') }, {}, broken);
  expect(await pull.completedCheck('Hindsight')).toMatchObject({
    conclusion: 'success',
    title: 'Hindsight could not review this: the analysis failed',
  });
});

test('more findings than comments are wanted: the rest stands once in the check', async () => {
  const files = { 'a.go': closesTwice('one'), 'b.go': closesTwice('two'), 'c.go': closesTwice('three') };
  const pull = await opened('comments:\n  limit: 1\n', files);
  const check = await pull.completedCheck('Hindsight');
  expect(check.annotations).toHaveLength(3);
  expect((await pull.view()).threads).toHaveLength(1);
});

test('a comment carries a suggestion that can be applied where the repair is mechanical', async () => {
  const leak =
    'package odd\n\nimport "os"\n\nfunc size(path string) (int64, error) {\n\tf, err := os.Open(path)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tinfo, err := f.Stat()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn info.Size(), nil\n}\n';
  const pull = await opened('', { 'a.go': leak });
  await pull.completedCheck('Hindsight');
  const [thread] = (await pull.view()).threads;
  expect(thread).toMatchObject({ path: 'a.go', startLine: 6, line: 9 });
  expect(thread?.comments[0]?.body).toContain(
    '```suggestion\n\tf, err := os.Open(path)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tdefer f.Close()\n```',
  );
});

test('an ignore without a reason is reported on its line and silences nothing', async () => {
  const [slug] = incidents.filter(({ family }) => family === 'double-close').map(({ slug }) => slug);
  const pull = await opened('', { 'a.go': closesTwice('twice', `\t//hindsight:ignore ${slug}\n`) });
  const check = await pull.completedCheck('Hindsight');
  await until(() => world.said('reviewed').length === 1);
  expect(check.conclusion).toBe('failure');
  expect(check.annotations.map(({ startLine, level }) => `${startLine} ${level}`)).toContain('6 warning');
});
