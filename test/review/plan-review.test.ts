import { expect, test } from 'vitest';
import type { Finding } from '../../src/review/finding.js';
import type { ReviewPlan } from '../../src/review/review-plan.js';
import { analysis, finding, plan, posted, right } from './world.js';

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
