import { type FunctionForm, type Value, type Variable, withLiterals } from '../form.js';
import { variablesIn } from '../form-values.js';
import type { GoType } from '../go-type.js';

/** The thing is the field of a value of this type. */
export interface Wrap {
  type: GoType;
  /** A number for a literal without keys: the position of the field. */
  field: string | number;
}

const numbers = new WeakMap<Variable, number>();
let count = 0;

function numberOf(variable: Variable): number {
  const known = numbers.get(variable) ?? ++count;
  numbers.set(variable, known);
  return known;
}

/** Which variables of a form hold the thing that is followed, and which one holds the error that came with it. Immutable. */
export class Held {
  readonly form: FunctionForm;
  readonly #variables: ReadonlyMap<Variable, Wrap | undefined>;
  readonly error: Variable | undefined;
  /** Tells a field from a method value, which keeps its receiver alive. */
  readonly isField: (member: Value) => boolean;
  readonly key: string;

  constructor(
    form: FunctionForm,
    variables: ReadonlyMap<Variable, Wrap | undefined>,
    error: Variable | undefined,
    isField: (member: Value) => boolean,
  ) {
    this.form = form;
    this.isField = isField;
    this.#variables = variables;
    this.error = error;
    const names = [...variables].map(([variable, wrap]) => `${numberOf(variable)}${wrap ? wrap.field : ''}`).sort();
    this.key = `${names.join()};${error ? numberOf(error) : ''}`;
  }

  get isEmpty(): boolean {
    return this.#variables.size === 0;
  }

  get isWrapped(): boolean {
    return [...this.#variables.values()].some(Boolean);
  }

  has(variable: Variable): boolean {
    return this.#variables.has(variable);
  }

  wrapOf(variable: Variable): Wrap | undefined {
    return this.#variables.get(variable);
  }

  variables(): Variable[] {
    return [...this.#variables.keys()];
  }

  /** `variable` holds it too; a temporary that it came from is used up. */
  kept(variable: Variable, wrap: Wrap | undefined, from: Variable | undefined): Held {
    const variables = new Map(this.#variables);
    if (from) variables.delete(from);
    variables.set(variable, wrap);
    return this.#with(variables, this.error === variable ? undefined : this.error);
  }

  /** These variables were set to something else. */
  without(gone: readonly Variable[]): Held {
    if (!gone.some((each) => this.#variables.has(each) || each === this.error)) return this;
    const variables = new Map(this.#variables);
    for (const each of gone) variables.delete(each);
    return this.#with(variables, this.error && gone.includes(this.error) ? undefined : this.error);
  }

  withError(error: Variable): Held {
    return this.#with(this.#variables, error);
  }

  #with(variables: ReadonlyMap<Variable, Wrap | undefined>, error: Variable | undefined): Held {
    return new Held(this.form, variables, error, this.isField);
  }
}

/** How a value carries what is held. `captured`: a function literal in it uses a variable that holds it. */
export interface HeldPart {
  as: 'self' | 'wrapped' | 'captured';
  wrap?: Wrap;
}

export function heldIn(value: Value, held: Held): HeldPart | undefined {
  switch (value.kind) {
    case 'variable': {
      if (!held.has(value.variable)) return undefined;
      const wrap = held.wrapOf(value.variable);
      return wrap ? { as: 'wrapped', wrap } : { as: 'self' };
    }
    case 'pointer':
    case 'pointee':
    case 'converted':
      return heldIn(value.of, held);
    case 'composite':
      return heldInComposite(value, held);
    case 'literal':
      return captures(value.form, held) ? { as: 'captured' } : undefined;
    case 'member':
      // A method value: `t.Cleanup(h.Close)`.
      return heldIn(value.of, held)?.as === 'self' && !held.isField(value) ? { as: 'captured' } : undefined;
    default:
      return undefined;
  }
}

function heldInComposite(value: Value & { kind: 'composite' }, held: Held): HeldPart | undefined {
  for (const [position, part] of value.parts.entries()) {
    const inner = heldIn(part.value, held);
    if (inner?.as === 'self')
      return { as: 'wrapped', wrap: { type: value.type, field: part.name === '' ? position : part.name } };
    if (inner) return { as: 'captured' };
  }
  return undefined;
}

function captures(form: FunctionForm, held: Held): boolean {
  return withLiterals(form).some((each) => variablesIn(each).some((variable) => held.has(variable)));
}
