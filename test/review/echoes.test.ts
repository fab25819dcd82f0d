import { expect, it } from 'vitest';
import { withoutEchoes } from '../../src/review/echoes.js';
import type { Finding } from '../../src/review/finding.js';

type Told = Pick<Finding, 'incident' | 'confidence'> & { line: number; acquire?: string; evidence: number };

/** A finding of handle-leak in one function, as far as echoes are told by it. */
function finding({ incident, confidence, line, acquire, evidence }: Told): Finding {
  return {
    incident,
    confidence,
    family: 'handle-leak',
    function: 'register',
    at: { path: 'a.go', line, side: 'RIGHT' },
    names: { handle: 'session', ...(acquire === undefined ? {} : { acquire }) },
    evidence: Array.from({ length: evidence }, (_, index) => ({ path: 'a.go', line: line + index, side: 'RIGHT' })),
  } as unknown as Finding;
}

function left(...told: Told[]): string[] {
  return withoutEchoes(told.map(finding)).map(({ incident }) => incident);
}

const session: Told = { incident: 'session', confidence: 'proof', line: 5, acquire: 'lib.NewSession', evidence: 2 };

it('of two incidents that prove one call, the one that knows the call itself speaks', () => {
  const inside: Told = { ...session, incident: 'cancel', evidence: 3 };
  expect(left(inside, session)).toEqual(['session']);
  expect(left(session, inside)).toEqual(['session']);
});

it('what is less sure says nothing beside a proof', () => {
  expect(left({ ...session, incident: 'conventions', confidence: 'likely' }, session)).toEqual(['session']);
});

it.each([
  ['another call', { acquire: 'lib.Open' }],
  ['another line', { line: 9 }],
  ['the same way', { evidence: 2 }],
])('two proofs of %s both speak', (_, other) => {
  expect(left(session, { ...session, incident: 'other', evidence: 3, ...other })).toEqual(['session', 'other']);
});
