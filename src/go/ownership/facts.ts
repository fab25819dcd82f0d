import {
  type Call,
  type Condition,
  type FunctionForm,
  type Operation,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../form.js';
import { operationsOf } from '../form-values.js';

const numbers = new WeakMap<Variable, number>();
let count = 0;

/** Tells variables of one name apart. */
export function numberOf(variable: Variable): number {
  const known = numbers.get(variable) ?? ++count;
  numbers.set(variable, known);
  return known;
}

/**
 * What is known on a path of variables that are tested: `nil` or not, true or false. It keeps paths apart that exclude each other:
 *
 *     if debug { f = open() }
 *     …
 *     if debug { f.Close() }
 *
 * Immutable.
 */
export class Facts {
  static readonly none = new Facts(new Map());
  readonly #known: ReadonlyMap<string, boolean>;
  readonly key: string;

  private constructor(known: ReadonlyMap<string, boolean>) {
    this.#known = known;
    this.key = [...known].map(([name, holds]) => `${name}${holds ? '+' : '-'}`).join();
  }

  get(name: string): boolean | undefined {
    return this.#known.get(name);
  }

  with(name: string, holds: boolean): Facts {
    return this.#known.get(name) === holds ? this : new Facts(new Map([...this.#known, [name, holds]]));
  }

  /** The variable was set: nothing is known of it or of its fields any more. */
  without(variable: Variable): Facts {
    const left = [...this.#known].filter(([name]) => !isAbout(name, variable));
    return left.length === this.#known.size ? this : new Facts(new Map(left));
  }

  /** What is known on both of two paths. */
  common(other: Facts): Facts {
    const both = [...this.#known].filter(([name, holds]) => other.get(name) === holds);
    return both.length === this.#known.size ? this : new Facts(new Map(both));
  }

  /** What is worth remembering of it. */
  only(questions: ReadonlySet<string>): Facts {
    const left = [...this.#known].filter(([name]) => questions.has(name));
    return left.length === this.#known.size ? this : new Facts(new Map(left));
  }

  /** What is known of one variable is known of the other. */
  copied(from: Variable, to: Variable): Facts {
    const nil = this.get(`nil ${numberOf(from)}`);
    return nil === undefined ? this : this.with(`nil ${numberOf(to)}`, nil);
  }
}

function isAbout(name: string, variable: Variable): boolean {
  return subjectOf(name) === String(numberOf(variable));
}

/** The number of the variable that a question is about. */
function subjectOf(name: string): string {
  const [, path = ''] = name.split(' ');
  return path.split('.')[0] ?? '';
}

/** The name of what a condition asks; undefined for anything but variables and fields of them. */
export function questionOf({ test, value }: Pick<Condition, 'test' | 'value'>): string | undefined {
  if (test !== 'nil' && test !== 'true') return undefined;
  const path = pathOf(value);
  return path === undefined ? undefined : `${test} ${path}`;
}

function pathOf(value: Value): string | undefined {
  if (value.kind === 'variable') return value.variable.kind === 'temporary' ? undefined : `${numberOf(value.variable)}`;
  if (value.kind !== 'member') return undefined;
  const of = pathOf(value.of);
  return of === undefined ? undefined : `${of}.${value.name}`;
}

/** An edge for yes and one for no. */
const askedOnce = 2;
const askedInLiteral = 1_000;

const questionsOfForm = new WeakMap<FunctionForm, Set<string>>();

/** What is worth remembering: questions that are asked more than once, or in a literal, which may be deferred. */
export function questionsIn(form: FunctionForm): ReadonlySet<string> {
  const outermost = outermostOf(form);
  const known = questionsOfForm.get(outermost);
  if (known) return known;
  const forms = withLiterals(outermost);
  const times = new Map<string, number>();
  for (const each of forms) {
    for (const { when } of each.blocks.flatMap((block) => block.next)) {
      const question = when && questionOf(when);
      if (question) times.set(question, (times.get(question) ?? 0) + (each === outermost ? 1 : askedInLiteral));
    }
  }
  const unsteady = setElsewhere(forms);
  const counts = [...times.values()];
  // Where a literal asks, any answer may be what it is given: `return nil, err` sets the named result that it asks for.
  const enough = counts.some((asked) => asked >= askedInLiteral) ? 1 : askedOnce + 1;
  const found = new Set([...times].flatMap(([name, asked]) => (asked >= enough && !unsteady(name) ? [name] : [])));
  questionsOfForm.set(outermost, found);
  return found;
}

/** A variable that a literal sets may change at any time, unless the literal is deferred. */
function setElsewhere(forms: readonly FunctionForm[]): (name: string) => boolean {
  const set = new Set<string>();
  const deferred = new Set(forms.flatMap(operationsOf).flatMap(deferredLiteral));
  for (const form of forms.filter((each) => !deferred.has(each))) {
    for (const each of operationsOf(form)) {
      if (each.op === 'assign' && each.target.kind === 'variable' && each.target.variable.owner !== form)
        set.add(`${numberOf(each.target.variable)}`);
    }
  }
  return (name) => set.has(subjectOf(name));
}

function deferredLiteral(operation: Operation): FunctionForm[] {
  if (operation.op !== 'call' || operation.when !== 'deferred') return [];
  const { callee } = operation.call;
  return callee.kind === 'literal' ? [callee.form] : [];
}

function outermostOf(form: FunctionForm): FunctionForm {
  return form.outer ? outermostOf(form.outer) : form;
}

/** What is known after `variable = value`. */
export function factsAfter(facts: Facts, variable: Variable, value: Value): Facts {
  const left = facts.without(variable);
  const nil = `nil ${numberOf(variable)}`;
  switch (value.kind) {
    case 'nil':
      return left.with(nil, true);
    case 'pointer':
    case 'composite':
    case 'literal':
      return left.with(nil, false);
    case 'name':
    case 'imported':
      return isMadeError(value) ? left.with(nil, false) : left;
    case 'constant':
      return afterConstant(left, variable, value.text);
    case 'variable':
      if (isMadeError(value)) return left.with(nil, false);
      return left.copied(value.variable, variable);
    default:
      return left;
  }
}

/** `decode(&x)` may set x. */
export function factsAfterCall(facts: Facts, call: Call): Facts {
  let known = facts;
  for (const part of call.arguments.flatMap(partsOf)) {
    if (part.kind === 'pointer' && part.of.kind === 'variable') known = known.without(part.of.variable);
  }
  return known;
}

function afterConstant(facts: Facts, variable: Variable, text: string): Facts {
  const truth = `true ${numberOf(variable)}`;
  if (text === 'true' || text === 'false') return facts.with(truth, text === 'true');
  // `var x T` without a value.
  const { type } = variable;
  if (text !== '' || !type) return facts;
  if (type.kind === 'basic') return type.name === 'bool' ? facts.with(truth, false) : facts;
  const isNil =
    ['pointer', 'function', 'map', 'slice', 'channel'].includes(type.kind) ||
    (type.kind === 'named' && type.home === '' && type.name === 'error');
  return isNil ? facts.with(`nil ${numberOf(variable)}`, true) : facts;
}

/** By convention such variables of a package are errors, which nobody sets to nil. https://go.dev/wiki/Errors#naming */
const sentinel = /^([Ee]rr[A-Z]\w*|EOF)$/;

/** fmt.Errorf, errors.Wrap, status.Error, NewStatusError and the like never return nil when called to make an error. */
const errorMaker = /^(Wrapf?|WithStack|WithMessagef?|\w*Errorf?)$/;

/** An error of which nobody has to ask whether it is nil: `errEmpty`, `fmt.Errorf("…")`. */
export function isMadeError(value: Value): boolean {
  if (value.kind === 'name' || value.kind === 'imported') return sentinel.test(value.name);
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from !== 'call' || origin.index > 0) return false;
  const { callee } = origin.call;
  if (callee.kind === 'imported' && /(^|\/)errors$/.test(callee.path)) return true;
  return 'name' in callee && errorMaker.test(callee.name);
}
