import { expect, it } from 'vitest';
import { didYouMean } from '../../src/incidents/closest-name.js';

const known = ['title', 'severity', 'links'];

it.each([
  ['severty', '; did you mean "severity"?'],
  ['Title', '; did you mean "title"?'],
  ['link', '; did you mean "links"?'],
  ['colour', ''],
  ['', ''],
  [7, ''],
  ['x'.repeat(10_000), ''],
])('%s', (written, answer) => expect(didYouMean(written, known)).toBe(answer));
