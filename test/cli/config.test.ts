import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finding, review, run } from './stub-ports.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hindsight-config-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function runWith(config: string) {
  const file = join(directory, 'hindsight.yml');
  await writeFile(file, config);
  const result = await run([...review, '--format', 'json', '--config', file], { findings: [finding()] });
  return { ...result, report: result.out && JSON.parse(result.out) };
}

test('in the mode block a finding fails the run', async () => {
  const { exitCode, report } = await runWith('incidents: { handle-leak: block }\n');
  expect(exitCode).toBe(1);
  expect(report).toMatchObject({ findings: [{ blocks: true }], shadow: [] });
});

test('in the mode comment it is said and does not fail the run', async () => {
  const { exitCode, report } = await runWith('incidents: { handle-leak: comment }\n');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ findings: [{ blocks: false }], shadow: [] });
});

test('in the mode shadow it is only recorded', async () => {
  const { exitCode, report } = await runWith('mode: block\nincidents: { handle-never-closed: shadow }\n');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ findings: [], shadow: [{ incident: 'handle-never-closed' }] });
});

test('a mistake in the file ends the run with its line', async () => {
  const { exitCode, err, out } = await runWith('incidents:\n  handle-leek: off\n');
  expect(exitCode).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(
    'hindsight.yml:2: incidents: expected an incident or a family of incidents, got "handle-leek"; did you mean "handle-leak"?',
  );
});

test('a file that is not there ends the run', async () => {
  const { exitCode, err } = await run([...review, '--config', join(directory, 'none.yml')]);
  expect(exitCode).toBe(2);
  expect(err).toContain('none.yml: expected a file that can be read, got ENOENT');
});
