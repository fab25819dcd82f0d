import type { Place } from '../form.js';

/** Something that must be given back. Names are those of Go: `import/path.Function`, `import/path.Type.Method`, `import/path.Type`. */
export interface Resource {
  type: string;
  /** Functions and methods whose first result is owned by the caller. */
  acquire: readonly string[];
  /** Methods of the type that give it back. */
  release: readonly string[];
}

/** A result of a call that the caller owns from then on. */
export interface Owned {
  resource: Resource;
  index: number;
  /** Methods of the result that give it back: those of the resource, or of a type of the module around it. */
  release: readonly string[];
  /** Where code of the repository acquires it, outermost first; empty when the call itself is the acquisition. */
  within: readonly { function: string; place: Place }[];
}
