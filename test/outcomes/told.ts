import type { Telling, ToldReview } from '../../src/review/outcome-log.js';
import { finding } from '../review/world.js';

export const fingerprint = (number: number) => `a${String(number).padStart(15, '0')}`;

/** A review that tells findings of these numbers, all in the same way: they block unless it says otherwise. */
export function told(numbers: readonly number[], given: Partial<ToldReview> & { how?: Telling } = {}): ToldReview {
  const { how = 'blocks', ...rest } = given;
  const named = (number: number) => ({ fingerprint: fingerprint(number), likeness: fingerprint(number) });
  return {
    told: numbers.map((number) => ({ finding: finding(named(number)), how })),
    lookedFor: ['leak'],
    closes: [],
    leaves: [],
    complete: true,
    triaged: [],
    ofRepository: [],
    ...rest,
  };
}
