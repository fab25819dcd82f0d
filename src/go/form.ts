import type { GoFile } from './go-file.js';
import type { GoType } from './go-type.js';

/** Lines of one file. 1-based, the end inclusive. */
export interface Place {
  path: string;
  line: number;
  endLine: number;
}

/** A parameter, local variable or intermediate result. Two variables of one name are two objects. */
export interface Variable {
  name: string;
  kind: 'receiver' | 'parameter' | 'result' | 'local' | 'temporary';
  /** The form that declares it: any other form that uses it captures it. */
  owner: FunctionForm;
  type?: GoType;
  /** What it was first set to, when the type must be told from that. */
  origin?: Origin;
}

export type Origin =
  | { from: 'value'; value: Value }
  | { from: 'call'; call: Call; index: number }
  | { from: 'receive'; channel: Value }
  | { from: 'range'; over: Value; part: 'first' | 'second' };

/** What an expression denotes after its calls and receives were taken out as operations. */
export type Value =
  | { kind: 'variable'; variable: Variable }
  /** A name at the top of the package, or of the universe. */
  | { kind: 'name'; name: string; file: GoFile }
  | { kind: 'imported'; path: string; name: string }
  /** A field or a method value: types tell which. */
  | { kind: 'member'; of: Value; name: string }
  /** `index` is not part of what is denoted: two elements of one container are not told apart. */
  | { kind: 'element'; of: Value; index?: Value }
  | { kind: 'pointer'; of: Value }
  | { kind: 'pointee'; of: Value }
  | { kind: 'literal'; form: FunctionForm }
  | { kind: 'composite'; type: GoType; parts: { name: string; value: Value }[] }
  /** A conversion or type assertion: the same thing under another type. */
  | { kind: 'converted'; of: Value; type: GoType }
  | { kind: 'nil' }
  | { kind: 'constant'; text: string }
  /** The first argument of `make` or `new`. */
  | { kind: 'type'; type: GoType }
  /** `_` as a target. */
  | { kind: 'blank' }
  /** Made from these by operators or slicing; is none of them. */
  | { kind: 'mixed'; of: Value[] };

export interface Call {
  callee: Value;
  arguments: Value[];
  /** The callee as it is written, for people. */
  text: string;
}

export type Operation = { place: Place } & (
  | { op: 'assign'; target: Value; value: Value }
  /** `results` is shorter than the signature when the rest is dropped. A deferred or spawned call has none. */
  | { op: 'call'; call: Call; results: Variable[]; when: 'now' | 'deferred' | 'spawned' }
  | { op: 'send'; channel: Value; value: Value; select?: Select }
  | { op: 'receive'; channel: Value; results: Variable[]; select?: Select }
  | { op: 'range'; over: Value }
  /** `implicit`: the end of the body. */
  | { op: 'return'; values: Value[]; implicit: boolean }
);

/** The select statement that a communication is a case of. */
export interface Select {
  place: Place;
  cases: number;
  hasDefault: boolean;
}

/**
 * What must hold for an edge to be taken. `error`: a predicate such as errors.Is is true of the value, so it is not nil. `same`: it is what
 * `other`, a name of a package, stands for.
 */
export interface Condition {
  test: 'nil' | 'true' | 'error' | 'same';
  value: Value;
  other?: Value;
  holds: boolean;
  /** The expression that is tested; what it calls or receives before stands among the operations of the block. */
  place: Place;
}

export interface Edge {
  to: Block;
  when?: Condition;
}

/** Operations that run one after the other. No edge: the function ends here, or the call before does not return. */
export interface Block {
  id: number;
  operations: Operation[];
  next: Edge[];
}

/** A function, method, function literal, or the initial value of a package variable, lowered once from its syntax. */
export interface FunctionForm {
  /** As Go prints it: `Name`, `(*Type).Name`, `Name.func1`. For a package variable: its name. */
  name: string;
  /** The top-level declaration around it. */
  declaration: string;
  file: GoFile;
  place: Place;
  receiver?: Variable;
  parameters: Variable[];
  results: Variable[];
  type: GoType & { kind: 'function' };
  blocks: Block[];
  /** Function literals that stand directly in it. */
  literals: FunctionForm[];
  outer?: FunctionForm;
}

const withLiteralsOf = new WeakMap<FunctionForm, readonly FunctionForm[]>();

/** A form that has been lowered and all literals in it, outermost first. */
export function withLiterals(form: FunctionForm): readonly FunctionForm[] {
  const known = withLiteralsOf.get(form) ?? [form, ...form.literals.flatMap(withLiterals)];
  withLiteralsOf.set(form, known);
  return known;
}

/** The values that a value consists of, itself included, without entering function literals. */
export function partsOf(value: Value): Value[] {
  switch (value.kind) {
    case 'member':
    case 'element':
    case 'pointer':
    case 'pointee':
    case 'converted':
      return [value, ...partsOf(value.of)];
    case 'composite':
      return [value, ...value.parts.flatMap((part) => partsOf(part.value))];
    case 'mixed':
      return [value, ...value.of.flatMap(partsOf)];
    default:
      return [value];
  }
}
