import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.js';
import { planReview } from '../../src/review/plan-review.js';
import { analysed, goFile, leak, opening } from './analysed.js';
import { change } from './world.js';

const today = '2026-06-15';
const reason = '-- closed by the caller';

/** A function that leaks, with a comment above it, above the line, or behind it. */
const commented = {
  above: (comment: string) => opening('f').replace('\th, err', `\t${comment}\n\th, err`),
  behind: (comment: string) => opening('f').replace('lib.Open()', `lib.Open() ${comment}`),
  doc: (comment: string) => `// f lists.\n${comment}\n${opening('f')}`,
};

interface Given {
  base?: string;
  head: string;
  config?: Record<string, unknown>;
}

/** What is said of a change from one function to another. */
async function said({ base, head, config = {} }: Given) {
  const files = (text: string | undefined): Record<string, string> =>
    text === undefined ? {} : { 'a.go': goFile(text) };
  const analysis = await analysed(files(base), files(head), { config });
  const plan = planReview({
    analysis,
    change,
    incidents: [leak],
    posted: [],
    decisions: { triaged: [], today },
    config: mergeConfig(config),
  });
  const { findings, ignored = [], ignoreProblems = [], check } = plan;
  return {
    findings: findings.length,
    ignored: ignored.length,
    problems: ignoreProblems.map(({ line, message }) => `${line}: ${message.replace('//hindsight:ignore: ', '')}`),
    check,
  };
}

const all = { ignores: { count: 'all' } };

describe('a comment that ignores an incident', () => {
  it.each([
    ['on the line above', commented.above(`//hindsight:ignore leak ${reason}`)],
    ['on the line', commented.behind(`//hindsight:ignore leak ${reason}`)],
    ['in the doc comment', commented.doc(`//hindsight:ignore leak ${reason}`)],
    ['by its family', commented.above(`//hindsight:ignore handle-leak ${reason}`)],
    ['until a day that is not over', commented.above(`//hindsight:ignore leak ${reason} until=${today}`)],
    ['above another comment', commented.above(`//hindsight:ignore leak ${reason}\n\t// opened here`)],
  ])('silences it: %s', async (_name, head) => {
    const { findings, ignored, problems, check } = await said({ head, config: all });
    expect({ findings, ignored, problems }).toEqual({ findings: 0, ignored: 1, problems: [] });
    expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing to report' });
    expect(check.summary).not.toContain('No change here would let');
    expect(check.summary).toContain('### Ignored in the code');
    expect(check.summary).toContain('closed by the caller');
  });

  it.each([
    ['two lines above', commented.above(`//hindsight:ignore leak ${reason}\n\tlib.Use()`)],
    ['in a string', commented.above(`x := \`//hindsight:ignore leak ${reason}\`\n\tlib.Use(x)`)],
    ['above another function', `//hindsight:ignore leak ${reason}\nfunc g() {}\n\n${opening('f')}`],
    ['that speaks of it', commented.above('// see hindsight:ignore in the docs')],
  ])('leaves others alone: %s', async (_name, head) => {
    const { findings, ignored } = await said({ head, config: all });
    expect({ findings, ignored }).toEqual({ findings: 1, ignored: 0 });
  });

  it.each([
    [
      'without a reason',
      '//hindsight:ignore leak',
      'expected a reason after the name, as in "-- closed by the caller", got none',
    ],
    [
      'with a reason that is only a date',
      '//hindsight:ignore leak -- until=2030-01-01',
      'expected a reason after the name',
    ],
    ['of an unknown incident', `//hindsight:ignore leek ${reason}`, 'got "leek"; did you mean "leak"?'],
    ['of nothing', '//hindsight:ignore', 'expected the name of an incident after //hindsight:ignore, got nothing'],
    ['with a date that is none', `//hindsight:ignore leak ${reason} until=2030-02-30`, 'got until="2030-02-30"'],
    [
      'that is over',
      `//hindsight:ignore leak ${reason} until=2026-06-14`,
      'expected a day that is not over, got until=2026-06-14',
    ],
    ['with a space', `// hindsight:ignore leak ${reason}`, 'without a space after the slashes'],
  ])('is reported and counts for nothing: %s', async (_name, comment, message) => {
    const { findings, problems, check } = await said({ head: commented.above(comment), config: all });
    expect(findings).toBe(1);
    expect(problems).toEqual([expect.stringContaining(message)]);
    expect(problems[0]).toMatch(/^6: /);
    expect(check.annotations.at(-1)).toMatchObject({ path: 'a.go', startLine: 6, level: 'warning' });
  });

  it('is reported where it is in vain, and only where that was looked at', async () => {
    const sound = opening('f', 'defer h.Close()').replace('\th, err', `\t//hindsight:ignore leak ${reason}\n\th, err`);
    const inVain = await said({ head: sound });
    expect(inVain.problems).toEqual(['6: expected leak here, which was not found: the comment can go']);
    expect(inVain.check.conclusion).toBe('success');
    const elsewhere = await said({ base: sound, head: `${sound}\n\nfunc g() {}` });
    expect(elsewhere.problems).toEqual([]);
    const notLookedFor = await said({ head: sound, config: { mode: 'off' } });
    expect(notLookedFor.problems).toEqual([]);
  });

  it('fails the check where it is wrong and the configuration wants that', async () => {
    const head = 'func f() {\n\t//hindsight:ignore leak\n}';
    const { check } = await said({ head, config: { ignores: { problems: 'block' } } });
    expect(check).toMatchObject({
      conclusion: 'failure',
      title: '1 comment that ignores an incident is wrong',
      annotations: [{ level: 'failure' }],
    });
  });
});

describe('a comment that the pull request itself adds', () => {
  const head = commented.above(`//hindsight:ignore leak ${reason}`);

  it('does not count, and is listed with its reason', async () => {
    const { findings, ignored, check } = await said({ head });
    expect({ findings, ignored, conclusion: check.conclusion }).toEqual({
      findings: 1,
      ignored: 0,
      conclusion: 'failure',
    });
    expect(check.summary).toContain('| `a.go:6` | `leak` | closed by the caller |  | does not count; added here |');
    expect(check.summary).toContain('does not silence its own findings');
  });

  it('counts when it stood there before', async () => {
    const sound = head.replace('\treturn h.List()', '\tdefer h.Close()\n\treturn h.List()');
    const { findings, ignored, check } = await said({ base: sound, head });
    expect({ findings, ignored, conclusion: check.conclusion }).toEqual({
      findings: 0,
      ignored: 1,
      conclusion: 'success',
    });
    expect(check.summary).toContain('| `leak` | closed by the caller |  | counts |');
  });

  it('does not count when only its text is new', async () => {
    const base = head
      .replace('leak --', 'double-close --')
      .replace('\treturn h.List()', '\tdefer h.Close()\n\treturn h.List()');
    expect(await said({ base, head })).toMatchObject({ findings: 1, ignored: 0 });
  });
});
