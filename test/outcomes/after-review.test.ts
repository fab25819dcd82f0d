import { describe, expect, test } from 'vitest';
import { afterDecisions, afterMerge, afterReview } from '../../src/outcomes/after-review.js';
import { type KeptFinding, outcomeOf } from '../../src/outcomes/kept-finding.js';
import type { Telling, ToldReview } from '../../src/review/outcome-log.js';
import type { Triage } from '../../src/review/triage.js';
import { finding } from '../review/world.js';

const now = '2026-11-21T12:00:00.000Z';
const at = (head: string) => ({ head, repository: 'octocat/hello', now });

const one = finding({ fingerprint: '0000000000000001', likeness: 'f000000000000001' });
const two = finding({ fingerprint: '0000000000000002', likeness: 'f000000000000002' });

function review(told: [typeof one, Telling][], given: Partial<ToldReview> = {}): ToldReview {
  return {
    told: told.map(([finding, how]) => ({ finding, how })),
    lookedFor: ['leak'],
    closes: [],
    leaves: [],
    complete: true,
    triaged: [],
    ofRepository: [],
    ...given,
  };
}

const decision = (decision: Triage['decision'], hour = 12): ToldReview['triaged'] => [
  { fingerprint: one.fingerprint, triage: { decision, by: 'mona', reason: 'x', at: `2026-11-21T${hour}:00:00Z` } },
];

const outcomes = (rows: readonly KeptFinding[]) => rows.map(outcomeOf);
const first = afterReview([], review([[one, 'blocks']]), at('a'));

describe('a review', () => {
  test('keeps what it tells, and the same review again changes nothing', () => {
    const rows = afterReview(
      [],
      review([
        [one, 'blocks'],
        [two, 'shadow'],
      ]),
      at('a'),
    ); // prettier-ignore
    expect(rows).toMatchObject([
      { fingerprint: one.fingerprint, head: 'a', spoken: true, blocks: true, state: 'stands', scope: '' },
      { fingerprint: two.fingerprint, head: 'a', spoken: false, blocks: false, state: 'stands' },
    ]);
    expect(outcomes(rows)).toEqual([undefined, undefined]);
    expect(
      afterReview(
        rows,
        review([
          [one, 'blocks'],
          [two, 'shadow'],
        ]),
        { ...at('a'), now: 'later' },
      ),
    ).toEqual(rows); // prettier-ignore
  });

  test('keeps nothing that is in the code: fingerprints, names of incidents, a commit and yes or no', () => {
    expect(Object.keys(first[0] ?? {}).sort()).toEqual(
      'blocks fingerprint firstSeen head incident likeness merged scope spoken state'.split(' '),
    );
  });

  test('a finding that is gone at a later head was repaired; back again it is not', () => {
    const gone = afterReview(first, review([]), at('b'));
    expect(outcomes(gone)).toEqual(['repaired']);
    expect(outcomes(afterReview(gone, review([[one, 'blocks']]), at('c')))).toEqual([undefined]);
  });

  test.each([
    ['that was not complete', { complete: false }],
    ['that left its comment open', { leaves: [one.fingerprint] }],
    ['that no longer looks for the incident', { lookedFor: [] }],
    ['that switches the incident off and closes the comment', { lookedFor: [], closes: [one.fingerprint] }],
  ])('%s repairs nothing', (_, given) => {
    expect(outcomes(afterReview(first, review([], given), at('b')))).toEqual([undefined]);
  });

  test('that was not complete but closes the comment has seen the repair', () => {
    const closing = review([], { complete: false, closes: [one.fingerprint] });
    expect(outcomes(afterReview(first, closing, at('b')))).toEqual(['repaired']);
  });

  test('that is less certain repairs nothing, and alone is nothing to keep', () => {
    expect(outcomes(afterReview(first, review([[one, 'weaker']]), at('b')))).toEqual([undefined]);
    expect(afterReview([], review([[one, 'weaker']]), at('a'))).toEqual([]);
  });

  test('a comment in the code that counts accepts what was said, and is nothing to keep where nothing was', () => {
    expect(outcomes(afterReview(first, review([[one, 'ignored']]), at('b')))).toEqual(['accepted']);
    expect(afterReview([], review([[one, 'ignored']]), at('a'))).toEqual([]);
  });

  test('a finding in shadow whose file got another name is the same, and one that was said stays said', () => {
    const shadow = afterReview([], review([[one, 'shadow']]), at('a'));
    const moved = { ...one, fingerprint: '00000000000000b1' };
    expect(afterReview(shadow, review([[moved, 'shadow']]), at('b'))).toMatchObject([
      { fingerprint: moved.fingerprint, head: 'b', state: 'stands' },
    ]);
    expect(afterReview(first, review([[one, 'shadow']]), at('b'))).toMatchObject([{ spoken: true, blocks: true }]);
  });

  test('two in one function are one, and block when one of them does', () => {
    expect(
      afterReview(
        [],
        review([
          [one, 'blocks'],
          [one, 'advice'],
        ]),
        at('a'),
      ),
    ).toMatchObject([{ blocks: true }]); // prettier-ignore
    expect(
      afterReview(
        [],
        review([
          [one, 'advice'],
          [one, 'blocks'],
        ]),
        at('a'),
      ),
    ).toMatchObject([{ blocks: true }]); // prettier-ignore
    expect(afterReview(first, review([[one, 'advice']]), at('b'))).toMatchObject([{ blocks: false }]);
  });

  test("of an incident of the repository's own belongs to that repository", () => {
    const rows = afterReview([], review([[one, 'blocks']], { ofRepository: ['leak'] }), at('a'));
    expect(rows).toMatchObject([{ incident: 'leak', scope: 'octocat/hello' }]);
  });
});

describe('a decision', () => {
  test('is an outcome at once, and undo takes it back', () => {
    const notUseful = afterDecisions(first, decision('not-useful'));
    expect(outcomes(notUseful)).toEqual(['not-useful']);
    expect(afterDecisions(notUseful, decision('not-useful'))).toEqual(notUseful);
    expect(outcomes(afterDecisions(notUseful, decision('undo', 13)))).toEqual([undefined]);
    expect(outcomes(afterDecisions(first, decision('accept')))).toEqual(['accepted']);
  });

  test('counts more than what becomes of the code, if it says that the finding was wrong', () => {
    const gone = (how: Triage['decision']) =>
      outcomes(afterReview(afterDecisions(first, decision(how)), review([]), at('b')));
    expect(gone('not-useful')).toEqual(['not-useful']);
    expect(gone('accept')).toEqual(['repaired']);
  });

  test('that is older than the one that is known does not count, and one about nothing known is nothing', () => {
    const undone = afterDecisions(first, decision('undo', 13));
    expect(afterDecisions(undone, decision('not-useful', 12))).toEqual(undone);
    expect(afterDecisions([], decision('not-useful'))).toEqual([]);
  });

  test('that nobody has noted is read from the pull request by the next review', () => {
    expect(outcomes(afterReview(first, review([[one, 'blocks']], { triaged: decision('accept') }), at('b')))).toEqual([
      'accepted',
    ]);
  });
});

describe('a merge', () => {
  test('at the head where it was seen: merged as it was', () => {
    expect(outcomes(afterMerge(first, 'a'))).toEqual(['merged']);
    expect(afterMerge(afterMerge(first, 'a'), 'a')).toEqual(afterMerge(first, 'a'));
  });

  test('at a head that nobody has reviewed says nothing', () => {
    expect(outcomes(afterMerge(first, 'b'))).toEqual([undefined]);
  });

  test('does not change what is known already', () => {
    expect(outcomes(afterMerge(afterDecisions(first, decision('accept')), 'a'))).toEqual(['accepted']);
    expect(outcomes(afterMerge(afterReview(first, review([]), at('b')), 'b'))).toEqual(['repaired']);
  });
});
