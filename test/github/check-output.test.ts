import { expect, test } from 'vitest';
import { checkAnnotation, checkOutput, checkTextBytesMax } from '../../src/github/check-output.js';
import { splitAtBytes } from '../../src/github/cut-text.js';

const check = { conclusion: 'failure' as const, title: 'One', summary: 'Two', annotations: [] };
const comment = { fingerprint: '0123456789abcdef', path: 'a`b.go', body: 'It leaks.' };

test('a short page is left as it is', () => {
  expect(checkOutput(check, [])).toEqual({ title: 'One', summary: 'Two' });
});

test('comments without a place stand in the details, with path, line and reason', () => {
  const location = { path: 'a`b.go', line: 3, endLine: 4, side: 'LEFT' as const };
  const { summary, text } = checkOutput(check, [{ comment: { ...comment, location }, reason: 'status 422' }]);
  expect(summary).toBe('Two');
  expect(text).toBe(
    '### ``a`b.go``, line 3\n\nGitHub did not take this comment on the pull request: status 422.\n\nIt leaks.',
  );
});

test('what is too long for the summary goes on in the details, and what is too long for these ends with a pointer', () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `finding ${index} äöü`);
  const one = checkOutput({ ...check, summary: lines.join('\n') }, []);
  expect(one).toEqual({ title: 'One', summary: lines.join('\n') });

  const long = [...lines, ...lines].join('\n');
  const two = checkOutput({ ...check, summary: long }, []);
  expect(Buffer.byteLength(two.summary)).toBeLessThanOrEqual(checkTextBytesMax);
  expect(two.summary).toMatch(/Continued below, under the details\.$/);
  expect(two.summary.replace(/\n\n… Continued.*$/, '') + two.text).toBe(long);

  const three = checkOutput({ ...check, summary: long + long }, []);
  expect(Buffer.byteLength(three.text ?? '')).toBeLessThanOrEqual(checkTextBytesMax);
  expect(three.text).toMatch(/`hindsight review` on the command line shows all of it\.$/);
});

test('a text is cut between characters and, where lines are short, between lines', () => {
  expect(splitAtBytes('äöü', 3)).toEqual(['ä', 'öü']);
  expect(splitAtBytes('😀😀', 7)).toEqual(['😀', '😀']);
  expect(splitAtBytes('one\ntwo\nthree', 10)).toEqual(['one\ntwo', '\nthree']);
  expect(splitAtBytes('abc', 3)).toEqual(['abc', '']);
  expect(splitAtBytes('abc', 0)).toEqual(['', 'abc']);
});

test('annotations are cut at their limits', () => {
  const annotation = checkAnnotation({
    path: 'a.go',
    startLine: 1,
    endLine: 2,
    level: 'warning',
    title: 't'.repeat(300),
    message: 'm'.repeat(70_000),
  });
  expect(annotation.title).toHaveLength(253); // an ellipsis has three bytes
  expect(Buffer.byteLength(annotation.message)).toBeLessThanOrEqual(64_000);
});
