import { calleeForm } from '../callee-form.js';
import { type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import type { GoPackage } from '../go-package.js';
import { meetLimit } from '../limits-met.js';
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

/** Packages beside its own in which callers are looked for. */
const importersMax = 20;

/**
 * Uses of a declared function in its package, and of an exported one in the packages of the change that import it, outside tests; undefined while
 * its package is not loaded. In its own package methods are told by name alone.
 */
export function callersOf(program: Program, form: FunctionForm): Caller[] | undefined {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return undefined;
  }
  return program.onceFor(form, 'callers', () => {
    const name = form.declaration.replace(/^.*\./, '');
    const isMethod = form.declaration.includes('.');
    const isIt = (value: Value) => value.kind === (isMethod ? 'member' : 'name') && value.name === name;
    const own = usersIn(program, form, home, name, form.file.packageName).flatMap((each) => usesIn(each, isIt));
    return [...own, ...callersElsewhere(program, form, name)];
  });
}

function callersElsewhere(program: Program, form: FunctionForm, name: string): Caller[] {
  const { importPath } = program.packageOf(form.file);
  if (importPath === '' || form.outer || !/^\p{Lu}/u.test(name)) return [];
  const isIt = (value: Value) =>
    value.kind === 'imported'
      ? value.path === importPath && value.name === name
      : value.kind === 'member' && value.name === name;
  const importers = program.importersOf(importPath);
  if (importers.length > importersMax) meetLimit(form, `more than ${importersMax} packages that use it`);
  return importers
    .slice(0, importersMax)
    .flatMap((each) => usersIn(program, form, each, name))
    .flatMap((user) => usesIn(user, isIt))
    .filter(({ operation }) => operation.op === 'call' && calleeForm(program, operation.call) === form);
}

function usersIn(
  program: Program,
  form: FunctionForm,
  home: GoPackage,
  name: string,
  packageName?: string,
): FunctionForm[] {
  const view = { tests: false, ...(packageName === undefined ? {} : { packageName }) };
  const users = home.mentioning(name, view);
  if (users.length > callersMax) meetLimit(form, `more than ${callersMax} functions that speak of it`);
  return users.slice(0, callersMax).flatMap((declaration) => {
    const user = formOf(program, declaration);
    return user ? withLiterals(user) : [];
  });
}

function usesIn(form: FunctionForm, isIt: (value: Value) => boolean): Caller[] {
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
