import { expect, it } from 'vitest';
import { fillTemplate, placeholdersOf, strayBraceLines } from '../../src/incidents/comment-template.js';

it('finds every placeholder with its line', () => {
  expect(placeholdersOf('a {{handle}} b\nc {{exit}}{{handle}}')).toEqual([
    { name: 'handle', line: 1 },
    { name: 'exit', line: 2 },
    { name: 'handle', line: 2 },
  ]);
});

it.each(['{{ handle }}', '{{handle', 'handle}}', '{{Handle.name}}', '{{#if}}'])('takes %s for a mistake', (text) => {
  expect(strayBraceLines(`one\n${text}\nthree`)).toEqual([2]);
});

it('does not fill what a value brings in', () => {
  expect(fillTemplate('{{handle}} and {{exit}}', (name) => (name === 'handle' ? '{{exit}} $& $1' : 'x'))).toBe(
    '{{exit}} $& $1 and x',
  );
});
