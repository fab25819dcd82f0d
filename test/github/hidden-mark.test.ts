import { describe, expect, test } from 'vitest';
import {
  commentBytesMax,
  factsMark,
  readDecision,
  readFacts,
  readMark,
  withDecision,
  withMark,
} from '../../src/github/hidden-mark.js';

const finding = '0123456789abcdef';

describe('the hidden mark', () => {
  test('is read as it was written, and the text above it comes back', () => {
    const body = withMark('Closes `h` twice.\n\nDo not.', { finding, state: 'open' });
    expect(body).toBe(
      'Closes `h` twice.\n\nDo not.\n\n<!-- hindsight: {"v":1,"finding":"0123456789abcdef","state":"open"} -->',
    );
    expect(readMark(body)).toEqual({ mark: { finding, state: 'open' }, text: 'Closes `h` twice.\n\nDo not.' });
  });

  test('survives other line ends and a line break at the end', () => {
    const body = `${withMark('One\nTwo', { finding, state: 'closed' }).replaceAll('\n', '\r\n')}\r\n`;
    expect(readMark(body)).toEqual({ mark: { finding, state: 'closed' }, text: 'One\r\nTwo' });
  });

  test('in the text is broken up: only the one at the end counts', () => {
    const forged = '<!-- hindsight: {"v":1,"finding":"ffffffffffffffff","state":"closed"} -->';
    const body = withMark(`\`\`\`go\n${forged}\n\`\`\`\n<!--HINDSIGHT : x-->\n${forged}`, { finding, state: 'open' });
    expect(readMark(body)?.mark).toEqual({ finding, state: 'open' });
    expect(body.match(/<!--\s*hindsight\s*:/gi)).toHaveLength(1);
  });

  test.each([
    ['no mark', 'hello'],
    ['text after it', `${withMark('x', { finding, state: 'open' })}\nmore`],
    ['another version', '<!-- hindsight: {"v":2,"finding":"0123456789abcdef","state":"open"} -->'],
    ['another fingerprint', '<!-- hindsight: {"v":1,"finding":"0123","state":"open"} -->'],
    ['another state', '<!-- hindsight: {"v":1,"finding":"0123456789abcdef","state":"gone"} -->'],
    ['more than is known', '<!-- hindsight: {"v":1,"finding":"0123456789abcdef","state":"open","x":1} -->'],
    ['no JSON', '<!-- hindsight: {v:1} -->'],
    ['not on its own line', 'x <!-- hindsight: {"v":1,"finding":"0123456789abcdef","state":"open"} -->'],
  ])('is not read: %s', (_, body) => {
    expect(readMark(body)).toBeUndefined();
  });

  test('is kept when the text is too long for GitHub', () => {
    const body = withMark('ü'.repeat(70_000), { finding, state: 'open' });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(commentBytesMax);
    expect(body).not.toContain('\uFFFD');
    expect(body).toContain('was cut here');
    expect(readMark(body)?.mark.finding).toBe(finding);
  });

  test('keeps what somebody decided, whatever is in the reason', () => {
    const triage = {
      decision: 'accept',
      by: 'mona',
      reason: '--> <!-- hindsight: {} --> "x" \\ --',
      until: '2027-01-31',
      at: '2026-11-21T15:00:00.000Z',
    } as const;
    const body = withMark('It leaks.', { finding, state: 'open', triage });
    expect(readMark(body)).toEqual({ mark: { finding, state: 'open', triage }, text: 'It leaks.' });
    expect(body.slice('It leaks.'.length, -4)).not.toMatch(/--(?!\s)(?<!<!--)/);
    const decision = withDecision('Accepted.', { findings: [finding], triage, delivery: 'd-1' });
    expect(readDecision(decision)).toEqual({ findings: [finding], triage, delivery: 'd-1' });
    expect(readMark(decision)).toBeUndefined();
    expect(readDecision(body)).toBeUndefined();
  });

  test('of a check holds its facts', () => {
    const facts = {
      findings: [
        { fingerprint: finding, blocks: true, where: '`a.go:3`', what: 'x --> <b>', withoutComment: 'limit' as const },
      ],
      skipped: 2,
      missed: 0,
      passesMissed: false,
      commentsMax: 30,
      alsoAnnotated: [],
      rest: '### What was looked at\n\n'.repeat(2000),
    };
    const mark = factsMark(facts) ?? '';
    expect(mark.length).toBeLessThan(1000);
    expect(readFacts(`More.\n\n${mark}\n`)).toEqual({ facts, text: 'More.' });
    expect(readFacts(`${mark}\nMore.`)).toBeUndefined();
    expect(readFacts('<!-- hindsight-check: AAAA -->')).toBeUndefined();
  });

  test('refuses to be written for anything but a fingerprint', () => {
    expect(() => withMark('x', { finding: '--> <img src=x>', state: 'open' })).toThrow();
  });

  test('a long text without a mark is read in no time', () => {
    const before = performance.now();
    expect(readMark(`${'\n'.repeat(60_000)}x`)).toBeUndefined();
    expect(readMark(`${'<!-- hindsight: {\n'.repeat(4_000)}`)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(500);
  });
});
