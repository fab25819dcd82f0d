import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const docs = resolve(import.meta.dirname, '../docs');

test.each([
  ['security.md', ['What is not held off']],
  ['gate.md', []],
])('every test that docs/%s names is there, and every section names one', async (name, withoutTests) => {
  const page = await readFile(resolve(docs, name), 'utf8');
  const named = [...page.matchAll(/^- \[([^\]]+)\]\(\.\.\/([^)]+)\): "(.+)"$/gm)];
  expect(named.length).toBe(page.match(/^- \[test\//gm)?.length);
  for (const [, label = '', path = '', title = ''] of named) {
    expect(label).toBe(path);
    const source = await readFile(resolve(docs, '..', path), 'utf8');
    expect(
      ["'", '"', '`'].some((quote) => source.includes(quote + title + quote)),
      `"${title}" in ${path}`,
    ).toBe(true);
  }
  const sections = page.split(/^## /m).slice(1);
  const without = sections.filter((section) => !section.includes('- [test/')).map((section) => section.split('\n')[0]);
  expect(without).toEqual(withoutTests);
});
