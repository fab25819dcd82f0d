import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/config/config-schema.js';
import type { Finding } from '../../src/review/finding.js';
import { analysis, finding, head, left, plan, posted, repositoryUrl, right } from './world.js';

const advice = { blocks: false } as const;
const fingerprint = '00000000000000bb';

describe('the check', () => {
  test.each<[string, Parameters<typeof plan>[0], string]>([
    ['nothing', {}, 'No known incident comes back'],
    ['one', { findings: [finding()] }, '1 change would let a known incident happen again'],
    ['two', { findings: [finding(), finding({ fingerprint })] }, '2 changes would let known incidents happen again'],
    ['advice', { findings: [finding(advice)] }, 'Nothing blocks; 1 finding to read'],
    [
      'skipped',
      { analysis: analysis([], { skipped: [{ path: 'a.go', reason: 'generated' }] }) },
      'No known incident comes back; 1 path not analysed',
    ],
  ])('has a plain title: %s', (_name, world, title) => {
    expect(plan(world).check.title).toBe(title);
  });

  test('tells what was found, what was looked at, what was not and how long it took', () => {
    const skipped = [{ path: 'pkg/zz_generated.go', reason: 'generated code' }];
    const { summary } = plan({
      analysis: analysis([finding()], { skipped, analysed: ['a.go', 'b.go'] }),
      posted: [posted({ url: 'https://github.com/octocat/hello/pull/1#discussion_r1' })],
    }).check;
    expect(summary).toBe(
      [
        '### What would happen again',
        '',
        '|  | where | what would happen again | comment |',
        '| --- | --- | --- | --- |',
        `| blocks | [\`pkg/mtu.go:12\`](${repositoryUrl}/blob/${head}/pkg/mtu.go#L12) in \`findMTU\` | [A handle is never closed](https://example.com/report) | [to the comment](https://github.com/octocat/hello/pull/1#discussion_r1) |`,
        '',
        '### What was looked at',
        '',
        '2 Go files analysed in 1.2 s.',
        '',
        '### What was not analysed',
        '',
        '| path | why not |  |',
        '| --- | --- | --- |',
        '| `pkg/zz_generated.go` | generated code |  |',
      ].join('\n'),
    );
  });

  test('adds up the parts of the time where no total is given', () => {
    expect(plan({ analysis: analysis([], { timings: { parse: 400, detect: 300 } }) }).check.summary).toContain(
      'in 700 ms',
    );
  });

  test('stays within what GitHub takes, however much there is to list', () => {
    const path = `${'ä'.repeat(150)}/`.repeat(20);
    const findings = Array.from({ length: 2000 }, (_, index) =>
      finding({
        fingerprint: index.toString(16).padStart(16, '0'),
        at: right(`${path}${index}.go`, 1),
        function: '✓'.repeat(1000),
      }),
    );
    const skipped = Array.from({ length: 3000 }, (_, index) => ({ path: `${path}${index}`, reason: '✓'.repeat(5000) }));
    const { summary } = plan({ analysis: analysis(findings, { skipped }) }).check;
    expect(Buffer.byteLength(summary)).toBeLessThan(65_535);
    expect(summary).toMatch(/and \d+ more findings/);
    expect(summary).toMatch(/and \d+ more paths/);
  });
});

describe('annotations', () => {
  const annotated = (given: Partial<Finding>) =>
    plan({ findings: [finding(given)] }).check.annotations.map(({ path, startLine, endLine }) => [
      path,
      startLine,
      endLine,
    ]);

  test('stand on lines of the head', () => {
    expect(annotated({ at: right('pkg/mtu.go', 12, 14) })).toEqual([['pkg/mtu.go', 12, 14]]);
  });

  test('of deleted lines stand on the line before the gap', () => {
    expect(annotated({ placement: { on: 'line', location: left('pkg/mtu.go', 6) } })).toEqual([['pkg/mtu.go', 4, 4]]);
  });

  test('of kept lines of the old side stand where they are now', () => {
    // Old 12 is new 10 without the three added lines, so 13 with them.
    expect(annotated({ placement: { on: 'line', location: left('pkg/mtu.go', 12) } })).toEqual([
      ['pkg/mtu.go', 13, 13],
    ]);
  });

  test('of a file that is gone fall back to where the finding is, or are left out', () => {
    const placement = { on: 'line', location: left('gone.go', 1) } as const;
    expect(annotated({ placement })).toEqual([['pkg/mtu.go', 12, 12]]);
    expect(annotated({ placement, at: left('gone.go', 1) })).toEqual([]);
  });

  test('have the level of what they mean', () => {
    const level = (given: Partial<Finding>) => plan({ findings: [finding(given)] }).check.annotations[0]?.level;
    expect(level({})).toBe('failure');
    expect(level({ blocks: false, severity: 'error' })).toBe('warning');
    expect(level({ blocks: false, severity: 'notice' })).toBe('notice');
  });
});

describe('a part of the change that could not be analysed', () => {
  const generated = { path: 'pkg/zz_generated.go', reason: 'generated code' };
  const missed = { path: 'pkg/a.go', reason: 'lines 5 to 7: this declaration does not parse', missed: true as const };
  const passing = { ...defaultConfig, 'on-error': 'pass' as const };

  test('holds the check, and is no finding', () => {
    const { check } = plan({ analysis: analysis([], { skipped: [generated, missed] }) });
    expect(check).toMatchObject({
      conclusion: 'failure',
      title: 'Hindsight could not review all of this: 1 part of the change could not be analysed',
    });
    expect(check.summary).toMatch(/pkg\/a\.go.*part of the change[\s\S]*zz_generated/);
  });

  test('passes where the repository wants that, and is said all the same', () => {
    const { check } = plan({ analysis: analysis([], { skipped: [missed] }), config: passing });
    expect(check).toMatchObject({
      conclusion: 'success',
      title: 'Nothing blocks; 1 part of the change could not be analysed',
    });
  });

  test('is less than a finding', () => {
    const { check } = plan({ analysis: analysis([finding()], { skipped: [missed] }) });
    expect(check.title).toBe('1 change would let a known incident happen again');
  });

  test('is none where a rule leaves the file out', () => {
    expect(plan({ analysis: analysis([], { skipped: [generated] }) }).check).toMatchObject({ conclusion: 'success' });
  });
});
