import type { FunctionForm, Place, Value, Variable } from '../form.js';
import { type GoType, unknown } from '../go-type.js';
import { Facts, numberOf } from './facts.js';
import type { Release } from './release.js';

/** The thing is the field of a value of this type. */
export interface Wrap {
  type: GoType;
  /** A number for a literal without keys: the position of the field. */
  field: string | number;
}

/** How one variable holds the thing. */
export interface Hold {
  /** What gives it back when done to the variable, or to what stands in the field of its wrap. */
  release: readonly Release[];
  wrap?: Wrap | undefined;
}

/** A deferred literal that gives the thing back on some paths: which, is told at the exit. */
export interface Deferred {
  literal: FunctionForm;
  place: Place;
  /** Its parameters that hold the thing too. */
  given?: ReadonlyMap<Variable, Hold>;
}

interface State {
  holds: ReadonlyMap<Variable, Hold>;
  /** The error (or `ok`) that came with the thing, and its copies. */
  errors: readonly Variable[];
  facts: Facts;
  deferred: readonly Deferred[];
  /** On this path something has failed since: `err != nil` of another call. */
  failing: boolean;
  /** It was handed to a callee of which nobody can tell whether it keeps it. */
  lent: boolean;
  /** It stands in a field of something that comes from outside, and is lost only if that is set to something else before anybody looks at it. */
  stored: boolean;
  /** Whoever called the form handed it over in this variable. */
  given?: Variable;
}

/** Which variables of a form hold the thing that is followed, and what is known on the path. Immutable. */
export class Held {
  readonly form: FunctionForm;
  /** Tells a method value, which keeps its receiver alive, from a field. */
  readonly isMethod: (member: Value) => boolean;
  readonly #state: State;
  #key: string | undefined;

  private constructor(form: FunctionForm, isMethod: (member: Value) => boolean, state: State) {
    this.form = form;
    this.isMethod = isMethod;
    this.#state = state;
  }

  /** The same for two that differ in nothing that matters further on. */
  get key(): string {
    this.#key ??= this.#describe();
    return this.#key;
  }

  #describe(): string {
    const { holds, errors, facts, deferred, failing, lent, stored } = this.#state;
    const names = [...holds].map(([variable, { wrap, release }]) =>
      [numberOf(variable), wrap?.field, wrap ? '' : release[0]].join(' '),
    );
    const guards = deferred.map(({ place }) => place.line).join();
    const marks = `${failing ? 'f' : ''}${lent ? 'l' : ''}${stored ? 's' : ''}`;
    return `${names.sort().join()};${errors.map(numberOf).join()};${facts.key};${guards};${marks}`;
  }

  /** At the start of a path: one variable holds the thing. */
  static by(
    form: FunctionForm,
    variable: Variable,
    release: readonly Release[],
    isMethod: (member: Value) => boolean,
    error?: Variable,
  ): Held {
    return Held.#start(form, isMethod, variable, { release }, error);
  }

  /** The same for whatever hold the variable has. */
  static holding(form: FunctionForm, variable: Variable, hold: Hold, isMethod: (member: Value) => boolean): Held {
    return Held.#start(form, isMethod, variable, hold, undefined).#with({ given: variable });
  }

  /** The same for a thing that stands in a field of the variable. */
  static inField(
    form: FunctionForm,
    variable: Variable,
    field: string,
    release: readonly Release[],
    isMethod: (member: Value) => boolean,
  ): Held {
    return Held.#start(form, isMethod, variable, { release, wrap: { type: unknown, field } }, undefined);
  }

  static #start(
    form: FunctionForm,
    isMethod: (member: Value) => boolean,
    variable: Variable,
    hold: Hold,
    error: Variable | undefined,
  ): Held {
    return new Held(form, isMethod, {
      holds: new Map([[variable, hold]]),
      errors: error ? [error] : [],
      facts: Facts.none,
      deferred: [],
      failing: false,
      lent: false,
      stored: false,
    });
  }

  get isEmpty(): boolean {
    return this.#state.holds.size === 0;
  }

  get isWrapped(): boolean {
    return [...this.#state.holds.values()].some(({ wrap }) => wrap);
  }

  /** All that holds it beside itself are structs of named types that the form has made. */
  get isOwnStruct(): boolean {
    return [...this.#state.holds].every(
      ([{ kind, owner }, { wrap }]) =>
        !wrap || (owner === this.form && (kind === 'local' || kind === 'temporary') && isNamedStruct(wrap)),
    );
  }

  /** The caller has what holds it. */
  get isGiven(): boolean {
    return this.#state.given !== undefined && this.#state.holds.has(this.#state.given);
  }

  /** Whether it is the error that came with the thing. */
  isError(variable: Variable): boolean {
    return this.#state.errors.includes(variable);
  }

  get facts(): Facts {
    return this.#state.facts;
  }

  get deferred(): readonly Deferred[] {
    return this.#state.deferred;
  }

  get failing(): boolean {
    return this.#state.failing;
  }

  get lent(): boolean {
    return this.#state.lent;
  }

  get stored(): boolean {
    return this.#state.stored;
  }

  holdOf(variable: Variable): Hold | undefined {
    return this.#state.holds.get(variable);
  }

  /** Whether any of these holds the thing or is the error that came with it. */
  isAmong(variables: ReadonlySet<Variable>): boolean {
    for (const each of this.#state.holds.keys()) if (variables.has(each)) return true;
    return this.#state.errors.some((each) => variables.has(each));
  }

  variables(): Variable[] {
    return [...this.#state.holds.keys()];
  }

  /** `variable` holds it too; a temporary that it came from is used up. */
  kept(variable: Variable, hold: Hold, from: Variable | undefined): Held {
    const holds = new Map(this.#state.holds);
    if (from) holds.delete(from);
    holds.set(variable, hold);
    const errors = this.#state.errors.filter((each) => each !== variable);
    return this.#with({ holds, errors, facts: this.facts.without(variable) });
  }

  /** These variables were set to something else. */
  without(gone: readonly Variable[]): Held {
    if (!gone.some((each) => this.#state.holds.has(each) || this.isError(each))) return this;
    const holds = new Map(this.#state.holds);
    for (const each of gone) holds.delete(each);
    return this.#with({ holds, errors: this.#state.errors.filter((each) => !gone.includes(each)) });
  }

  /** `variable` is a copy of the error; a temporary that it came from is used up. */
  withError(variable: Variable, from: Variable): Held {
    const others = this.#state.errors.filter(
      (each) => each !== variable && !(each === from && each.kind === 'temporary'),
    );
    return this.#with({ errors: [...others, variable] });
  }

  withFacts(facts: Facts): Held {
    return facts === this.facts ? this : this.#with({ facts });
  }

  withDeferred(deferred: Deferred): Held {
    return this.deferred.some((each) => each.literal === deferred.literal)
      ? this
      : this.#with({ deferred: [...this.deferred, deferred] });
  }

  whenFailing(): Held {
    return this.failing ? this : this.#with({ failing: true });
  }

  whenLent(): Held {
    return this.lent ? this : this.#with({ lent: true });
  }

  /** Only the field of this variable holds it from now on. */
  whenStored(variable: Variable, hold: Hold): Held {
    return this.#with({ holds: new Map([[variable, hold]]), stored: true });
  }

  /** As a literal sees it that captures the variables. */
  inside(literal: FunctionForm): Held {
    return new Held(literal, this.isMethod, { ...this.#state, errors: [], deferred: [], lent: false });
  }

  #with(change: Partial<State>): Held {
    return new Held(this.form, this.isMethod, { ...this.#state, ...change });
  }
}

function isNamedStruct({ type, field }: Wrap): boolean {
  const named = type.kind === 'pointer' ? type.element : type;
  return named.kind === 'named' && typeof field === 'string' && field !== '';
}
