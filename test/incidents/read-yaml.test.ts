import { expect, test } from 'vitest';
import { readYaml, yamlDigest } from '../../src/incidents/read-yaml.js';

test('a text that the build did not keep is parsed, with its lines', async () => {
  const read = await readYaml('title: x\nparams:\n  names: [a]\n');
  if ('faults' in read) throw new Error('expected data');
  expect(read.data).toEqual({ title: 'x', params: { names: ['a'] } });
  expect(read.lineOf(['params', 'names'])).toBe(3);
});

test('faults are told', async () => {
  expect(await readYaml('a: 1\na: 2\n')).toMatchObject({ faults: [{ line: 2 }] });
});

test('another text has another digest', () => {
  expect(yamlDigest('a: 1')).not.toBe(yamlDigest('a: 1 '));
});
