import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/review/finding.js';
import { commentsPerReviewMax } from '../../src/review/plan-review.js';
import type { ReviewPlan } from '../../src/review/review-plan.js';
import { analysis, finding, head, left, mergeBase, plan, posted, repositoryUrl, right } from './world.js';

/** A plan as a few words, so that a table of worlds can be read. */
function gist({ post, edit, check }: ReviewPlan): string {
  const comments = [...post.map(() => 'post'), ...edit.map(({ id, change }) => `${change} ${id}`)];
  return `${check.conclusion}: ${comments.join(', ') || 'nothing'}`;
}

const advice = { blocks: false } as const;
const closed = { state: 'closed' } as const;
const fingerprint = '00000000000000bb';

test.each<[string, Parameters<typeof plan>[0], string]>([
  ['nothing found, nothing said before', {}, 'success: nothing'],
  ['a new finding', { findings: [finding()] }, 'failure: post'],
  ['a new finding that does not block', { findings: [finding(advice)] }, 'success: post'],
  ['a possible finding is not said', { findings: [finding({ confidence: 'possible' })] }, 'success: nothing'],
  ['the same finding again', { findings: [finding()], posted: [posted()] }, 'failure: nothing'],
  ['the finding is gone', { posted: [posted()] }, 'success: close 1'],
  ['it was gone before already', { posted: [posted(closed)] }, 'success: nothing'],
  ['it is back', { findings: [finding()], posted: [posted(closed)] }, 'failure: reopen 1'],
  ['one repaired, another new', { findings: [finding({ fingerprint })], posted: [posted()] }, 'failure: post, close 1'],
  [
    'less certain is not gone',
    { findings: [finding({ confidence: 'possible' })], posted: [posted()] },
    'success: nothing',
  ],
  [
    'two comments of one finding, one open',
    { findings: [finding()], posted: [posted(closed), posted({ id: '2' })] },
    'failure: nothing',
  ],
  [
    'two comments of one finding, the open one first',
    { findings: [finding()], posted: [posted(), posted({ id: '2', ...closed })] },
    'failure: nothing',
  ],
  ['two open comments, the finding is gone', { posted: [posted(), posted({ id: '2' })] }, 'success: close 1, close 2'],
  [
    'both closed, the finding is back: the last one',
    { findings: [finding()], posted: [posted(closed), posted({ id: '2', ...closed })] },
    'failure: reopen 2',
  ],
  [
    'the same mistake twice in a function',
    { findings: [finding(), finding({ at: right('pkg/mtu.go', 30) })] },
    'failure: post',
  ],
  ['no place on the pull request', { findings: [finding({ placement: { on: 'check' } })] }, 'failure: nothing'],
  [
    'no place any more, but a comment',
    { findings: [finding({ placement: { on: 'check' } })], posted: [posted()] },
    'failure: nothing',
  ],
  [
    'no place any more, and back',
    { findings: [finding({ placement: { on: 'check' } })], posted: [posted(closed)] },
    'failure: reopen 1',
  ],
  [
    'its file could not be read this time',
    { analysis: analysis([], { skipped: [{ path: 'pkg/mtu.go', reason: 'unreadable' }] }), posted: [posted()] },
    'success: nothing',
  ],
  [
    'its folder could not be read this time',
    { analysis: analysis([], { skipped: [{ path: 'pkg', reason: 'unreadable' }] }), posted: [posted()] },
    'success: nothing',
  ],
  [
    'another file could not be read',
    { analysis: analysis([], { skipped: [{ path: 'pkg/mtu.g', reason: 'unreadable' }] }), posted: [posted()] },
    'success: close 1',
  ],
  [
    'a comment whose file is not known',
    {
      analysis: analysis([], { skipped: [{ path: 'pkg', reason: 'unreadable' }] }),
      posted: [{ id: '1', fingerprint, body: '', state: 'open' }],
    },
    'success: close 1',
  ],
])('%s', (_name, world, expected) => {
  expect(gist(plan(world))).toBe(expected);
});

test('the same input gives the same plan, and the input is left as it was', () => {
  const findings = [finding(), finding({ fingerprint, severity: 'notice' })].map((one) => Object.freeze(one));
  const world = { findings: Object.freeze(findings) as Finding[], posted: Object.freeze([posted()]) };
  expect(plan(world)).toEqual(plan(world));
});

test('a finding of an incident that is not loaded is a mistake of ours', () => {
  expect(() => plan({ findings: [finding({ incident: 'other' })] })).toThrow('got "other"');
});

describe('comments', () => {
  test('stand where the finding was placed', () => {
    const location = left('pkg/mtu.go', 5, 6);
    const findings = [
      finding({ placement: { on: 'line', location } }),
      finding({ fingerprint, placement: { on: 'file', path: 'pkg/mtu.go' } }),
    ];
    const { post } = plan({ findings });
    expect(post.map(({ path, location }) => ({ path, location }))).toEqual([
      { path: 'pkg/mtu.go', location },
      { path: 'pkg/mtu.go', location: undefined },
    ]);
    expect(post[1]).not.toHaveProperty('location');
  });

  test('say what happens, show the evidence by line at its commit, and name the source', () => {
    const evidence = [
      { ...right('pkg/mtu.go', 12), role: 'acquire', note: 'opens it' },
      { ...left('pkg/link.go', 5, 7), role: 'removed', note: 'closed it' },
    ];
    expect(plan({ findings: [finding({ evidence })] }).post[0]?.body).toBe(
      [
        '`nlHandle` is opened and not closed.',
        '',
        '**How it comes about**',
        `- [\`mtu.go:12\`](${repositoryUrl}/blob/${head}/pkg/mtu.go#L12): opens it`,
        `- [\`pkg/link.go:5\`](${repositoryUrl}/blob/${mergeBase}/pkg/link.go#L5-L7) (before this change): closed it`,
        '',
        '<sub>The incident: A handle is never closed (example/project, 2024-12-14): [report](https://example.com/report), [fix](https://example.com/fix).</sub>',
      ].join('\n'),
    );
  });

  test('say so when they do not fail the check', () => {
    expect(plan({ findings: [finding(advice)] }).post[0]?.body).toContain('This comment does not fail the check.');
  });

  test('name lines without linking them where there is no repository to link to', () => {
    const evidence = [{ ...right('pkg/mtu.go', 12), role: 'acquire', note: 'opens it' }];
    const input = { findings: [finding({ evidence })], repositoryUrl: undefined } as never;
    expect(plan(input).post[0]?.body).toContain('- `mtu.go:12`: opens it');
  });

  test('list at most eight lines of evidence', () => {
    const evidence = Array.from({ length: 10 }, (_, index) => ({
      ...right('pkg/mtu.go', index + 1),
      role: 'exit',
      note: 'leaves',
    }));
    const body = plan({ findings: [finding({ evidence })] }).post[0]?.body;
    expect(body?.match(/leaves/g)).toHaveLength(8);
    expect(body).toContain('- and 2 more');
  });

  test('are posted by one review that says what they are', () => {
    expect(plan().reviewBody).toBeUndefined();
    expect(plan({ findings: [finding()] }).reviewBody).toMatch(/^A change here/);
    expect(plan({ findings: [finding(), finding({ fingerprint })] }).reviewBody).toMatch(/^2 changes here/);
  });

  test('are at most thirty, the gravest, and the rest is listed once in the check', () => {
    const findings = Array.from({ length: commentsPerReviewMax + 3 }, (_, index) =>
      finding({
        fingerprint: index.toString(16).padStart(16, '0'),
        at: right('pkg/mtu.go', index + 1),
        severity: index < 3 ? 'notice' : 'error',
      }),
    );
    const { post, check, findings: said } = plan({ findings });
    expect(post).toHaveLength(commentsPerReviewMax);
    expect(post[0]?.location?.line).toBe(4);
    expect(said).toHaveLength(findings.length);
    expect(check.annotations).toHaveLength(findings.length);
    expect(check.summary.match(/only here/g)).toHaveLength(3);
    expect(check.summary).toContain('3 findings without a comment of their own');
  });

  test('that stand open already count towards the thirty', () => {
    const prints = Array.from({ length: commentsPerReviewMax + 1 }, (_, index) => index.toString(16).padStart(16, '0'));
    const findings = prints.map((fingerprint) => finding({ fingerprint }));
    const before = prints.slice(1).map((fingerprint, index) => posted({ id: String(index), fingerprint }));
    expect(plan({ findings, posted: before }).post).toEqual([]);
    expect(plan({ findings, posted: before.slice(1) }).post).toHaveLength(1);
  });

  test('that are closed say by which commit, and keep what they said', () => {
    const body = plan({ posted: [posted()] }).edit[0]?.body;
    expect(body).toContain(`[\`aaaaaaaa\`](${repositoryUrl}/commit/${head})`);
    expect(body).toContain('what we said');
  });

  test('that come back say it anew', () => {
    const [edit] = plan({ findings: [finding()], posted: [posted({ state: 'closed' })] }).edit;
    expect(edit?.body).toContain('`nlHandle` is opened and not closed.');
    expect(edit?.body).not.toContain('what we said');
  });
});

test('findings come gravest first: those that block, then by severity, confidence and place', () => {
  const order = [
    finding({ severity: 'notice' }),
    finding({ blocks: false, severity: 'error' }),
    finding({ blocks: false, severity: 'warning', confidence: 'proof' }),
    finding({ blocks: false, severity: 'warning', confidence: 'likely', at: right('a.go', 9) }),
    finding({ blocks: false, severity: 'warning', confidence: 'likely', at: right('a.go', 10) }),
    finding({ blocks: false, severity: 'warning', confidence: 'likely', at: right('b.go', 1) }),
  ];
  expect(plan({ findings: order.toReversed() }).findings).toEqual(order);
});

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
        '| path | why not |',
        '| --- | --- |',
        '| `pkg/zz_generated.go` | generated code |',
      ].join('\n'),
    );
  });

  test('adds up the parts of the time where no total is given', () => {
    expect(plan({ analysis: analysis([], { timings: { parse: 400, detect: 300 } }) }).check.summary).toContain(
      'in 0.7 s',
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
