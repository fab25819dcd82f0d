import { expect, it } from 'vitest';
import { markDifferences, takeMarks } from '../../src/incidents/wanted-marks.js';

const marked = 'package a\n\nx := open() // want handle:"^x$" acquire:"open\\(\\"?"\n// wanted elsewhere\n';

it('takes marks out and keeps every line', () => {
  const { text, marks } = takeMarks('a.go', marked);
  expect(text).toBe('package a\n\nx := open()\n// wanted elsewhere\n');
  expect(marks).toMatchObject([{ path: 'a.go', line: 3, facts: [{ name: 'handle' }, { name: 'acquire' }] }]);
});

it.each(['// want', '// want handle', '// want handle:"("', '// want handle:"x" and more', "// want handle:'x'"])(
  'refuses %s',
  (mark) => expect(() => takeMarks('a.go', `x ${mark}`)).toThrow('a.go:1: expected a mark such as'),
);

it('is silent when reported and wanted agree', () => {
  const { marks } = takeMarks('a.go', marked);
  expect(markDifferences(marks, [{ path: 'a.go', line: 3, names: { handle: 'x', acquire: 'open()' } }])).toEqual([]);
});

it('reads like a diff when they do not', () => {
  const { marks } = takeMarks('a.go', marked);
  expect(markDifferences(marks, [{ path: 'a.go', line: 4, names: { handle: 'x', acquire: 'open()' } }])).toEqual([
    '- expected a.go:3 handle:"^x$" acquire:"open\\("?"',
    '+ reported a.go:4 handle:"x" acquire:"open()"',
  ]);
});

it('takes one report for one mark', () => {
  const { marks } = takeMarks('a.go', marked);
  const reported = { path: 'a.go', line: 3, names: { handle: 'x', acquire: 'open()' } };
  expect(markDifferences(marks, [reported, reported])).toHaveLength(1);
});
