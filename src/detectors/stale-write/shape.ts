import type { Sighting } from '../detector.js';

/** What one shape of stale write saw. */
export interface Seen
  extends Pick<Sighting, 'verdict' | 'confidence' | 'onlyWhenGuardRemoved' | 'key' | 'at' | 'clues'> {
  /** The call or statement that writes, as it is written. */
  write: string;
  /** What reads or guards, or should: a call, a lock. */
  guard: string;
  /** What is written: an object, a field, a counter. */
  state: string;
}

/** A defect of this kind is one only where the change takes away what made it sound. */
export const onlyRemoved = { confidence: 'possible', onlyWhenGuardRemoved: true } as const;
