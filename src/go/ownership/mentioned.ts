import { type FunctionForm, type Operation, partsOf, type Value, type Variable, withLiterals } from '../form.js';
import { valuesOf, variablesIn } from '../form-values.js';

/** A function literal, or a variable that was set to one: `cleanup := func() { … }` and then `cleanup()`. */
export function literalOf(value: Value): FunctionForm | undefined {
  if (value.kind === 'literal') return value.form;
  return value.kind === 'variable' ? literalIn(value.variable) : undefined;
}

export function literalIn({ origin }: Variable): FunctionForm | undefined {
  return origin?.from === 'value' && origin.value.kind === 'literal' ? origin.value.form : undefined;
}

const mentionedInForm = new WeakMap<FunctionForm, Set<Variable>>();

/** Variables that a function literal speaks of, itself or through literals that it calls by a variable. */
export function mentionedIn(form: FunctionForm): ReadonlySet<Variable> {
  const known = mentionedInForm.get(form);
  if (known) return known;
  const found = new Set(withLiterals(form).flatMap(variablesIn));
  mentionedInForm.set(form, found);
  for (const variable of [...found]) {
    const literal = literalIn(variable);
    if (literal) for (const each of mentionedIn(literal)) found.add(each);
  }
  return found;
}

const mentionedInOperation = new WeakMap<Operation, ReadonlySet<Variable>>();

/** Variables that an operation may read or set, itself or through literals: what is held by none of them, it leaves as it is. */
export function variablesMentioned(operation: Operation): ReadonlySet<Variable> {
  const known = mentionedInOperation.get(operation);
  if (known) return known;
  const found = new Set('results' in operation ? operation.results : []);
  for (const part of valuesOf(operation).flatMap(partsOf)) {
    if (part.kind === 'variable') found.add(part.variable);
    const literal = literalOf(part);
    if (literal) for (const each of mentionedIn(literal)) found.add(each);
  }
  mentionedInOperation.set(operation, found);
  return found;
}
