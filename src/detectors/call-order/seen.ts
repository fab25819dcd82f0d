import { placeKey } from '../../go/flow/expression-key.js';
import type { Operation, Place } from '../../go/form.js';
import type { Confidence, Sighting } from '../detector.js';
import type { Site } from '../named-calls.js';

/** What a rule saw at one call. */
export interface Seen extends Pick<Sighting, 'verdict' | 'clues' | 'onlyWhenGuardRemoved'> {
  site: Site;
  confidence: Confidence;
  /** The other call, the lock or the loop, as it is written. */
  other: string;
  lock?: string;
}

export function clue(role: string, place: Place): { role: string; place: Place } {
  return { role, place };
}

/** Two methods of one type are meant of one object. Where that cannot be told they may be: the rule then takes them for a pair. */
export function mayBeOfOneObject(one: Operation & { op: 'call' }, other: Operation): boolean {
  if (other.op !== 'call') return true;
  const [a, b] = [one.call.callee, other.call.callee];
  if (a.kind !== 'member' || b.kind !== 'member') return true;
  const [first, second] = [placeKey(a.of), placeKey(b.of)];
  return first === undefined || second === undefined || first === second;
}
