import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import type { FileMap, Limits } from '../../src/localhost/local-github.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { startWorld, until } from './world.js';

const incidents = (await loadIncidents()).filter(({ family }) => family === 'double-close' || family === 'handle-leak');

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const goMod = 'module example.com/odd\n\ngo 1.22\n';
const closesTwice = (name = 'twice') =>
  `func ${name}() {\n\tdone := make(chan struct{})\n\tclose(done)\n\tclose(done)\n}\n`;
const closesOnce = (name = 'twice') => `func ${name}() {\n\tdone := make(chan struct{})\n\tclose(done)\n}\n`;
const file = (...parts: string[]) => ['package odd\n', ...parts].join('\n');

interface Given {
  base?: FileMap;
  head: FileMap;
  fork?: string;
  limits?: Partial<Limits>;
}

/** What is said in the end about a pull request that turns `base` into `head`. */
async function reviewed({ base = {}, head, fork, limits }: Given) {
  world = await startWorld({ analyse: analyseChange, incidents }, limits ? { limits } : {});
  const repository = await world.github.createRepository({ files: { 'go.mod': goMod, ...base } });
  const pull = await repository.openPull({ files: head, ...(fork === undefined ? {} : { fork }) });
  const check = await pull.completedCheck('Hindsight', 60_000);
  return { check, view: await pull.view(), pull, repository };
}

test('from a fork', async () => {
  const { check, view } = await reviewed({ head: { 'a.go': file(closesTwice()) }, fork: 'mona' });
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(view.threads).toMatchObject([{ path: 'a.go', line: 6 }]);
});

test('a file that is renamed and edited is compared with what it was', async () => {
  const old = file(closesTwice('known'), '// The same in both.\n'.repeat(20));
  const { check, view } = await reviewed({
    base: { 'old.go': old },
    head: { 'old.go': null, 'new.go': `${old}\n${closesTwice('fresh')}` },
  });
  expect(check.title).toBe('1 change would let a known incident happen again');
  expect(view.threads).toMatchObject([{ path: 'new.go' }]);
});

test('a patch that GitHub leaves out is made from the two texts', async () => {
  const { check, view } = await reviewed({
    head: { 'a.go': file(closesTwice()) },
    limits: { patchLinesPerFile: 2 },
  });
  expect(check).toMatchObject({ conclusion: 'failure' });
  // "Path diff too large" for a line, and a comment on the file in its place.
  expect(view.threads).toMatchObject([{ path: 'a.go', subject: 'file' }]);
});

test('more than 300 files are all looked at', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 310 }, (_, index) => [`p${index % 5}/f${index}.go`, `package p${index % 5}\n`]),
  );
  const { check } = await reviewed({ head: { ...many, 'z.go': file(closesTwice()) } });
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'z.go' }] });
  expect(check.summary).toContain('311 Go files analysed');
});

test('more files than GitHub lists are never taken for all of them', async () => {
  const many = Object.fromEntries(Array.from({ length: 3_001 }, (_, index) => [`docs/${index}.md`, 'x\n']));
  const { check } = await reviewed({ head: many });
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check.summary).toContain('GitHub lists 3000 files of a pull request');
}, 60_000);

test('a diff of more than 20,000 lines', async () => {
  const long = `${'// A line among many.\n'.repeat(21_000)}`;
  const { check } = await reviewed({ head: { 'a.go': file(long, closesTwice()) } });
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'a.go' }] });
});

test('a binary file that is called .go holds the check and is no finding', async () => {
  const { check, view } = await reviewed({ head: { 'a.go': Buffer.from('package odd\n\0\0\0') } });
  expect(check).toMatchObject({
    conclusion: 'failure',
    title: 'Hindsight could not review all of this: 1 part of the change could not be analysed',
  });
  expect(check.summary).toContain('binary');
  expect(view.threads).toEqual([]);
});

test('images, submodules and symbolic links are nobody’s Go code', async () => {
  const { check } = await reviewed({
    base: { 'a.go': file(closesOnce()) },
    head: {
      'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2]),
      'third/party': { submodule: 'a'.repeat(40) },
      'link.go': { symlink: 'a.go' },
    },
  });
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(check.summary).toContain('a symbolic link or a submodule');
});

test.each([
  ['with CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text: string) => `\uFEFF${text}`],
])('a file %s', async (_, written) => {
  const { check, view } = await reviewed({ head: { 'a.go': written(file(closesTwice())) } });
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(view.threads).toMatchObject([{ path: 'a.go', line: 6 }]);
});

test('an empty file, and a pull request that changes nothing', async () => {
  expect((await reviewed({ head: { 'empty.go': '' } })).check).toMatchObject({ conclusion: 'success' });
  const nothing = await world.github.createRepository({ name: 'nothing', files: { 'go.mod': goMod } });
  const pull = await nothing.openPull();
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
});

test('only deletions', async () => {
  const { check } = await reviewed({
    base: { 'a.go': file(closesTwice()), 'b.go': file(closesOnce('once')) },
    head: { 'a.go': null, 'b.go': file() },
  });
  expect(check).toMatchObject({ conclusion: 'success', title: 'No known incident comes back' });
});

test('Go that does not parse holds the check with its lines; the rest of the file is reviewed', async () => {
  const { check, view } = await reviewed({ head: { 'a.go': file('func broken() {\n\tx := = 1\n}\n', closesTwice()) } });
  expect(check.title).toBe('1 change would let a known incident happen again');
  expect(check.summary).toMatch(/lines 3 to 5: this declaration does not parse \| part of the change/);
  expect(view.threads).toHaveLength(1);
});

test('a go.work with several modules: what another module opens is known', async () => {
  const { check } = await reviewed({
    head: {
      'go.work': 'go 1.22\n\nuse (\n\t./one\n\t./two\n)\n',
      'one/go.mod': 'module example.com/one\n\ngo 1.22\n',
      'one/one.go': 'package one\n\nimport "os"\n\nfunc Open() (*os.File, error) {\n\treturn os.Open("a")\n}\n',
      'two/go.mod': 'module example.com/two\n\ngo 1.22\n',
      'two/two.go': `package two

import "example.com/one"

func Read(fails func() error) error {
	file, err := one.Open()
	if err != nil {
		return err
	}
	if err := fails(); err != nil {
		return err
	}
	return file.Close()
}
`,
    },
  });
  expect(check).toMatchObject({ annotations: [{ path: 'two/two.go' }] });
});

test('branches without a common ancestor', async () => {
  world = await startWorld({ analyse: analyseChange, incidents });
  const repository = await world.github.createRepository({ files: { 'go.mod': goMod } });
  const orphan = await repository.commitOrphan('orphan', { 'a.go': file(closesTwice()) });
  const pull = await repository.openPull({ headSha: orphan });
  expect(await pull.completedCheck('Hindsight')).toMatchObject({
    conclusion: 'failure',
    title: 'Hindsight could not review this: its branches have no common ancestor',
  });
});

/** A world in which the analysis waits until it is let go. */
async function held() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  world = await startWorld({
    incidents,
    async analyse(...given) {
      await gate;
      return analyseChange(...given);
    },
  });
  const repository = await world.github.createRepository({ files: { 'go.mod': goMod } });
  const pull = await repository.openPull({ files: { 'a.go': file(closesTwice()) } });
  await until(() => repository.checkRuns(pull.headSha).some(({ status }) => status === 'in_progress'));
  return { repository, pull, release };
}

test('a head that is force-pushed away while it is reviewed gets no verdict and no comment', async () => {
  const { repository, pull, release } = await held();
  const old = pull.headSha;
  await pull.push({ 'a.go': file(closesOnce()) }, { forceFrom: pull.baseSha });
  release();
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'success' });
  expect(repository.checkRuns(old)).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
  expect((await pull.view()).threads).toEqual([]);
});

test('a pull request that is closed while it is reviewed gets no verdict and no comment', async () => {
  const { repository, pull, release } = await held();
  await pull.close();
  release();
  await until(() => world.said('skipped').some(({ kind }) => kind === 'closed'));
  expect(repository.checkRuns(pull.headSha)).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
  expect((await pull.view()).threads).toEqual([]);
});

test('a push storm ends in one verdict on the newest head, and no run is left in progress', async () => {
  const { repository, pull, release } = await held();
  const heads = [pull.headSha];
  for (let push = 1; push < 20; push++) heads.push(await pull.push({ 'README.md': `${push}\n` }));
  release();
  expect(await pull.completedCheck('Hindsight')).toMatchObject({ conclusion: 'failure' });
  const runs = heads.flatMap((head) => repository.checkRuns(head));
  expect(runs.filter(({ conclusion }) => conclusion === 'failure')).toHaveLength(1);
  expect(runs.filter(({ status }) => status !== 'completed')).toEqual([]);
  expect((await pull.view()).threads).toHaveLength(1);
});
