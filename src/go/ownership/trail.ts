import type { Operation, Place } from '../form.js';
import type { Held, Wrap } from './held.js';
import type { Release } from './release.js';

/** `dropped`: never kept in a variable. `overwritten`: the last variable was set to something else. `return`: still held when the function ends. */
export interface Leak {
  how: 'dropped' | 'overwritten' | 'return';
  place: Place;
  /** Only after something else has failed. */
  failing: boolean;
}

export interface HoldingOutcome {
  leaks: Leak[];
  releases: Place[];
  moves: Place[];
  returned: Returned[];
}

/** `wrap`: inside a new value of that type. */
export interface Returned {
  operation: Operation;
  index: number;
  release: readonly Release[];
  wrap?: Wrap;
}

/** What was seen on the way; of a thing that was lent, or is left in a value that holds it, it is told at the end what it means. */
export interface Trail extends HoldingOutcome {
  lent: { moves: Place[]; leaks: Leak[]; releases: { place: Place; failing: boolean }[]; returned: Returned[] };
  /** Exits at which only a value of the form itself holds it. */
  wrapped: Leak[];
}

export function emptyTrail(): Trail {
  return {
    leaks: [],
    releases: [],
    moves: [],
    returned: [],
    lent: { moves: [], leaks: [], releases: [], returned: [] },
    wrapped: [],
  };
}

/** The recorders give undefined: nothing is left to follow on the path. */
export function move({ place }: Pick<Operation, 'place'>, held: Held, trail: Trail): undefined {
  if (held.stored) return;
  (held.lent ? trail.lent.moves : trail.moves).push(place);
}

export function release(places: readonly Place[], held: Held, trail: Trail): undefined {
  if (held.stored) return;
  if (held.lent) trail.lent.releases.push(...places.map((place) => ({ place, failing: held.failing })));
  else trail.releases.push(...places);
}

export function giveToCaller(what: Returned, held: Held, trail: Trail): undefined {
  if (held.stored) return;
  (held.lent ? trail.lent.returned : trail.returned).push(what);
}

export function leak(trail: Trail, held: Held, what: Omit<Leak, 'failing'>): undefined {
  (held.lent ? trail.lent.leaks : trail.leaks).push({ failing: held.failing, ...what });
}
