import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Incident } from '../../src/incidents/incident.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { incidentPage } from '../../src/incidents/incident-page.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'incident-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const incident = {
  title: 'A handle is never closed',
  project: 'example/agent',
  date: '2024-12-14',
  links: { report: 'https://example.com/1', fix: 'https://example.com/3', introduced: 'https://example.com/2' },
  family: 'handle-leak',
  severity: 'error',
  detector: { name: 'handle-leak' },
  comment: 'Close `{{handle}}`.\n\nPlease.\n',
} as Incident;

it('tells the story and shows the defect beside its repair', async () => {
  await write({
    'before/a/a.go': 'package a\n\nx := open() // want handle:"x"\n1\n2\n3\n4\nuse(x)\n',
    'after/a/a.go': 'package a\n\nx := open()\n1\n2\n3\n4\ndefer x.Close()\nuse(x)\n',
    'after/a/fine.go': 'package a\n',
  });
  const page = incidentPage(incident, await readExample(folder));
  expect(page).toContain('# A handle is never closed');
  expect(page).toContain(
    '[report](https://example.com/1), [change that brought it in](https://example.com/2), [fix](https://example.com/3)',
  );
  expect(page).toContain('> Close `‹handle›`.\n>\n> Please.');
  expect(page).toContain('[a/a.go:3](before/a/a.go#L3)');
  expect(page).toContain('```diff\n x := open()\n 1\n 2\n 3\n 4\n+defer x.Close()\n use(x)\n```');
  expect(page).toContain('- [a/fine.go](after/a/fine.go)');
});

it.each([
  ['no mark', { 'before/a.go': 'x', 'after/a.go': 'y' }, 'before: expected at least one // want mark, got none'],
  [
    'a mark in after/',
    { 'before/a.go': 'x // want a:"b"', 'after/a.go': '\nx // want a:"b"' },
    'a.go:2: expected no mark in after/',
  ],
  ['no after/', { 'before/a.go': 'x // want a:"b"' }, 'after: expected 1 to 100 files, got 0'],
])('refuses an example with %s', async (_what, files, message) => {
  await write(files);
  await expect(readExample(folder)).rejects.toThrow(message);
});
