import { expect, test } from 'vitest';
import { formOf } from '../../src/go/type-of.js';
import { declared, opened } from './loaded.js';

test('a function in which too many calls would be followed is skipped with the reason; a long one without calls is not', async () => {
  const many = (statement: string) => `\tn := 0\n${`\t${statement}\n`.repeat(1_200)}`;
  const program = await opened({
    'a.go': `package a\n\nfunc calls(f func(int) int) {\n${many('n = f(n)')}}\n\nfunc counts() {\n${many('n++')}}\n`,
  });
  expect(formOf(program, declared(program, 'a.go', 'calls'))).toBeUndefined();
  expect(formOf(program, declared(program, 'a.go', 'counts'))).toBeDefined();
  expect(program.skipped).toEqual([
    {
      path: 'a.go',
      reason: 'lines 3 to 1205: expected at most 1000000 calls times operations in one function, got more',
      lines: { line: 3, endLine: 1205 },
    },
  ]);
});
