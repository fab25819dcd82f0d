import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const docs = resolve(import.meta.dirname, '../docs');

test('every test that docs/security.md names is there, and every danger names one', async () => {
  const page = await readFile(resolve(docs, 'security.md'), 'utf8');
  const named = [...page.matchAll(/^- \[([^\]]+)\]\(\.\.\/([^)]+)\): "(.+)"$/gm)];
  expect(named.length).toBe(page.match(/^- \[test\//gm)?.length);
  for (const [, label = '', path = '', name = ''] of named) {
    expect(label).toBe(path);
    const source = await readFile(resolve(docs, '..', path), 'utf8');
    expect(
      ["'", '"', '`'].some((quote) => source.includes(quote + name + quote)),
      `"${name}" in ${path}`,
    ).toBe(true);
  }
  const sections = page.split(/^## /m).slice(1);
  const without = sections.filter((section) => !section.includes('- [test/')).map((section) => section.split('\n')[0]);
  expect(without).toEqual(['What is not held off']);
});
