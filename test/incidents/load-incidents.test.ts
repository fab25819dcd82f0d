import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'incidents-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function folder(files: Record<string, string>): Promise<string> {
  const top = await mkdtemp(join(directory, 'set-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
  return top;
}

it('loads the built-in incidents by name', async () => {
  const incidents = await loadIncidents();
  const slugs = incidents.map(({ slug }) => slug);
  expect(slugs).toContain('netlink-handle-opened-per-call-never-closed');
  expect(slugs).toEqual([...slugs].sort());
});

it('looks at folders only', async () => {
  expect(await loadIncidents(await folder({ 'README.md': 'nothing' }))).toEqual([]);
});

it('says what is wrong with every folder, not only with the first', async () => {
  const top = await folder({ 'one/incident.yml': '', 'two/incident.yml': 'title: 7', 'two/comment.md': 'x' });
  await expect(loadIncidents(top)).rejects.toThrow(
    /one\/comment\.md: expected this file[\s\S]*two\/incident\.yml:1: title: expected string, got 7/,
  );
});

it('does not read what is too large', async () => {
  const top = await folder({ 'one/incident.yml': `# ${'x'.repeat(70_000)}`, 'one/comment.md': 'x' });
  await expect(loadIncidents(top)).rejects.toThrow(
    'incident.yml: expected a text, got something else: it has 70002 bytes, more than 32768',
  );
});

it('does not follow links', async () => {
  const top = await folder({ 'one/incident.yml': '' });
  await symlink('/etc/hostname', join(top, 'one/comment.md'));
  await expect(loadIncidents(top)).rejects.toThrow(
    'comment.md: expected a text, got something else: it is a link or a folder',
  );
});
