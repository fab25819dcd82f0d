import type { Call, FunctionForm, Value, Variable } from '../form.js';
import type { Bindings } from './expression-key.js';

/** What the receiver and the parameters of a form stand for in a call of it. */
export function bindingsOf(form: FunctionForm, { callee, arguments: given }: Call): Bindings {
  const bindings = new Map<Variable, Value>();
  if (form.receiver && callee.kind === 'member') bindings.set(form.receiver, callee.of);
  for (const [index, parameter] of form.parameters.entries()) {
    const value = given[index];
    if (value) bindings.set(parameter, value);
  }
  return bindings;
}
