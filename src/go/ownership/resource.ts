import type { Place } from '../form.js';

/** Something that must be given back. Names are those of Go: `import/path.Function`, `import/path.Type.Method`, `import/path.Type`. */
export interface Resource {
  type: string;
  /** Functions and methods one of whose results is owned by the caller. */
  acquire: readonly string[];
  /** Which result, counted from 0. */
  result?: number | undefined;
  /** Whoever is declared to give this type hands it to the caller, by a contract that everybody keeps: context.CancelFunc. */
  byType?: boolean | undefined;
  /** How it is given back: see release.ts. */
  release: readonly string[];
  /** It may be meant to stay: only an exit on failure that leaves it behind, while the others see to it, has forgotten it. */
  mayStay?: boolean | undefined;
  /** Which argument of `acquire` says what it stands in: giving that back gives it back too. */
  inside?: number | undefined;
}

/** A result of a call that the caller owns from then on. */
export interface Owned {
  resource: Resource;
  index: number;
  /** How the result is given back: as the resource, or by methods of a type of the module around it. */
  release: readonly string[];
  /** Where code of the repository acquires it, outermost first; empty when the call itself is the acquisition. */
  within: readonly { function: string; place: Place }[];
}
