import { meetChainLimit } from '../chain-limit.js';
import { type Call, partsOf, type Value, type Variable } from '../form.js';

/** Longer chains of names for the same thing than this are not followed. */
const depthMax = 8;
const chainLimit = `a chain of more than ${depthMax} names`;

const numbers = new WeakMap<Variable, number>();
let count = 0;

function numberOf(variable: Variable): number {
  const known = numbers.get(variable) ?? ++count;
  numbers.set(variable, known);
  return known;
}

/** What the parameters of function literals stand for where they are called. */
export type Bindings = ReadonlyMap<Variable, Value>;

const noBindings: Bindings = new Map();

/**
 * A text that is the same for two expressions of one declaration that denote the same place: `s.done`, and `done` after `done := s.done`.
 * Undefined for what cannot be told apart: elements of maps and slices, results of calls.
 */
export function placeKey(value: Value, bindings: Bindings = noBindings, depth = 0): string | undefined {
  if (depth > depthMax) return isElement(value) ? undefined : meetChainLimit(value, chainLimit);
  const inner = (of: Value) => placeKey(of, bindings, depth + 1);
  switch (value.kind) {
    case 'variable': {
      const bound = bindings.get(value.variable) ?? nameFor(value.variable);
      return bound ? inner(bound) : `v${numberOf(value.variable)}`;
    }
    case 'member': {
      const of = inner(value.of);
      return of === undefined ? undefined : `${of}.${value.name}`;
    }
    case 'pointer':
    case 'pointee':
    case 'converted':
      return inner(value.of);
    case 'name':
      return `@${value.name}`;
    case 'imported':
      return `${value.path}.${value.name}`;
    default:
      return undefined;
  }
}

/** Elements are not told apart, however short the chain is. */
function isElement(value: Value): boolean {
  return partsOf(value).some((part) => part.kind === 'element');
}

/** `stop := s.stop`: another name for a field. A variable that was set from another variable is a variable of its own. */
function nameFor(variable: Variable): Value | undefined {
  if (variable.origin?.from !== 'value') return undefined;
  const { value } = variable.origin;
  if (variable.kind === 'temporary') return value;
  return variable.kind === 'local' && value.kind === 'member' ? value : undefined;
}

/** The same for a condition, where a call with the same text and the same arguments counts as the same question. */
export function questionKey(value: Value): string | undefined {
  if (value.kind === 'variable' && value.variable.origin?.from === 'call')
    return callKey(value.variable.origin.call, value.variable.origin.index);
  if (value.kind === 'mixed') {
    const keys = value.of.map(questionKey);
    return keys.every((each) => each !== undefined) ? `mix(${keys.join()})` : undefined;
  }
  if (value.kind === 'element') {
    const of = questionKey(value.of);
    return of === undefined ? undefined : `${of}[]`;
  }
  return value.kind === 'constant' ? value.text : placeKey(value);
}

function callKey(call: Call, index: number): string | undefined {
  return `call ${call.text}(${call.arguments.map((each) => questionKey(each) ?? '?').join()})#${index}`;
}

/** The variable at the root of `a.b.c`, after names for fields were followed. */
export function rootOf(value: Value, bindings: Bindings = noBindings, depth = 0): Variable | undefined {
  if (depth > depthMax) return meetChainLimit(value, chainLimit);
  if (value.kind === 'variable') {
    const bound = bindings.get(value.variable) ?? nameFor(value.variable);
    return bound ? rootOf(bound, bindings, depth + 1) : value.variable;
  }
  return 'of' in value && !Array.isArray(value.of) ? rootOf(value.of, bindings, depth + 1) : undefined;
}
