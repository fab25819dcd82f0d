import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Incident } from '../../src/incidents/incident.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { incidentPage } from '../../src/incidents/incident-page.js';
import { type MeasuredPrecision, measuredCell, measuredText } from '../../src/incidents/measured-precision.js';

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

const finding = {
  repository: 'acme/net',
  head: '0123456789abcdef',
  path: 'a.go',
  line: 7,
  why: 'It is closed elsewhere.',
};
const measured: MeasuredPrecision = {
  measured: '2026-11-21',
  repositories: ['acme/net'],
  defects: 30,
  repairs: 20,
  pulls: 400,
  changedGoLines: 12_345,
  incidents: { [incident.slug]: { defects: 3, noisyRepairs: 1, ordinary: [{ ...finding, judgement: 'false' }] } },
};

it('says what was measured', () => {
  expect(
    measuredText(incident.slug, measured),
  ).toBe(`- 3 of 30 pull requests that bring back a known defect are stopped by this incident.
- 1 of 20 pull requests that repair one get a finding of it on the repaired code.
- 400 ordinary pull requests (12,345 changed lines of Go) get 1 finding of it: 0 true, 0 arguable, 1 false.

- [acme/net 012345678](https://github.com/acme/net/commit/0123456789abcdef) \`a.go\` 7: false. It is closed elsewhere.`);
  expect(measuredText('another', measured)).toContain('get 0 findings of it.');
  expect(measuredCell(incident.slug, measured)).toBe('3 known, 1 ordinary, 1 of these false');
  expect(measuredCell('another', measured)).toBe('0 known, 0 ordinary');
});

it('tells the story and shows the defect beside its repair', async () => {
  await write({
    'before/a/a.go': 'package a\n\nx := open() // want handle:"x"\n1\n2\n3\n4\nuse(x)\n',
    'after/a/a.go': 'package a\n\nx := open()\n1\n2\n3\n4\ndefer x.Close()\nuse(x)\n',
    'after/a/fine.go': 'package a\n',
  });
  const page = incidentPage(incident, await readExample(folder), measured);
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
