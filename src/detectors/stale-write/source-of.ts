import { meetChainLimit } from '../../go/chain-limit.js';
import { type FunctionForm, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { outermost } from './helpers-of.js';

/** Longer chains of variables than this are not followed. */
const depthMax = 8;

/** The variable that a value is, belongs to or points to: `p` of `&p.Status`. */
export function rootVariable(value: Value): Variable | undefined {
  if (value.kind === 'variable') {
    const { variable } = value;
    if (variable.kind === 'temporary' && variable.origin?.from === 'value') return rootVariable(variable.origin.value);
    return variable;
  }
  return 'of' in value && !Array.isArray(value.of) ? rootVariable(value.of) : undefined;
}

/** What a variable is set to, at its declaration or later, in the function around it. */
export function valuesSet(variable: Variable): Value[] {
  const first = variable.origin?.from === 'value' ? [variable.origin.value] : [];
  const later = withLiterals(outermost(variable.owner))
    .flatMap(operationsOf)
    .flatMap((each) =>
      each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable ? [each.value] : [],
    );
  return [...new Set([...first, ...later])];
}

/** The field that a value was read from: `handlers` of `h` in `for _, h := range s.handlers`. */
export function fieldBehind(value: Value, depth = 0): string | undefined {
  if (depth > depthMax) return meetChainLimit(value, `a value made in more than ${depthMax} steps`);
  switch (value.kind) {
    case 'member':
      return value.name;
    case 'element':
    case 'pointer':
    case 'pointee':
    case 'converted':
      return fieldBehind(value.of, depth + 1);
    case 'variable': {
      const { origin } = value.variable;
      if (origin?.from === 'value') return fieldBehind(origin.value, depth + 1);
      return origin?.from === 'range' ? fieldBehind(origin.over, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** True when a value is made from a field of the receiver, through local variables: what the object remembers, not what was just read. */
export function remembers(value: Value, form: FunctionForm, depth = 0): boolean {
  if (depth > depthMax) {
    meetChainLimit(value, `a value made in more than ${depthMax} steps`);
    return false;
  }
  const inner = (of: Value) => remembers(of, form, depth + 1);
  switch (value.kind) {
    case 'member':
      return rootVariable(value) === outermost(form).receiver || inner(value.of);
    case 'composite':
      return value.parts.some((part) => inner(part.value));
    case 'mixed':
      return value.of.some(inner);
    case 'variable':
      return value.variable.kind === 'local' || value.variable.kind === 'temporary'
        ? valuesSet(value.variable).some(inner)
        : false;
    default:
      return 'of' in value && inner(value.of);
  }
}
