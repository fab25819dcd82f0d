import { type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import type { Program } from '../program.js';
import { formOf } from '../type-of.js';

/** Where a function of the package is used. `called`: else it is handed on as a value, and nobody can tell who calls it. */
export interface Caller {
  form: FunctionForm;
  operation: Operation;
  called: boolean;
  /** Of a value in a composite literal: the field, for example UpdateFunc. */
  part: string;
}

/** More callers than these say no more. */
const callersMax = 40;

/** Uses of a declared function in its package, outside tests; undefined while the package is not loaded. Methods are told by name alone. */
export function callersOf(program: Program, form: FunctionForm): Caller[] | undefined {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return undefined;
  }
  return program.onceFor(form, 'callers', () => {
    const name = form.declaration.replace(/^.*\./, '');
    const isMethod = form.declaration.includes('.');
    return home
      .mentioning(name, { packageName: form.file.packageName, tests: false })
      .slice(0, callersMax)
      .flatMap((declaration) => {
        const user = formOf(program, declaration);
        return user ? withLiterals(user).flatMap((each) => usesIn(each, name, isMethod)) : [];
      });
  });
}

function usesIn(form: FunctionForm, name: string, isMethod: boolean): Caller[] {
  const isIt = (value: Value) => value.kind === (isMethod ? 'member' : 'name') && value.name === name;
  return operationsOf(form).flatMap((operation): Caller[] => {
    if (operation.op === 'call' && isIt(operation.call.callee))
      return [
        { form, operation, called: operation.when !== 'spawned', part: operation.when === 'spawned' ? 'go' : '' },
      ];
    const parts = valuesOf(operation).flatMap(partsOf);
    if (!parts.some(isIt)) return [];
    const named = parts.flatMap((each) => (each.kind === 'composite' ? each.parts : []));
    return [{ form, operation, called: false, part: named.find((each) => isIt(each.value))?.name ?? '' }];
  });
}
