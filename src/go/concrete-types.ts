import { assignedTo } from './assignments.js';
import { calleeForm } from './callee-form.js';
import { type Caller, callersOf } from './concurrency/callers.js';
import type { Call, FunctionForm, Value, Variable } from './form.js';
import { operationsOf } from './form-values.js';
import { homeOf } from './go-package.js';
import type { GoType } from './go-type.js';
import { meetLimit } from './limits-met.js';
import { isInterface } from './method-set.js';
import type { Program } from './program.js';
import { fieldOf, settingsOfField, settingsOfVariable, staysInside } from './settings-of-field.js';
import { typeOf } from './type-of.js';

/** Functions that set one interface, or call a function that is handed it. More tell no more, and each has to be lowered. */
const functionsMax = 40;

/** Values that are followed for one interface. */
const valuesMax = 200;

/** Whoever is told that a limit was met. */
export type Asker = Pick<FunctionForm, 'file' | 'declaration'>;

/** What a call of a method of an interface may run; undefined when not all of it is known. */
export type FormsBehind = (call: Call) => readonly FunctionForm[] | undefined;

/**
 * The types of all values that an expression of an interface type can have, told by everything that it may have been set to: a variable by its
 * assignments, a parameter by its callers, a field and a variable of a package by what the package sets them to, the result of a call by what
 * the callee returns. Undefined when something else may set it: whatever other packages can name, what stands in a container, what comes out of
 * a channel, what a pointer leads to. What tests put there does not count.
 */
export function concreteTypes(
  program: Program,
  value: Value,
  asker: Asker,
  behind: FormsBehind,
): readonly GoType[] | undefined {
  const trace = new Trace(program, asker, behind);
  return trace.add(value) && trace.found.size > 0 ? [...trace.found.values()] : undefined;
}

/** One question. Its methods give false when not all that may be there is told. */
class Trace {
  readonly found = new Map<string, GoType>();
  readonly #program: Program;
  readonly #asker: Asker;
  readonly #behind: FormsBehind;
  readonly #seen = new Set<unknown>();
  #values = 0;

  constructor(program: Program, asker: Asker, behind: FormsBehind) {
    this.#program = program;
    this.#asker = asker;
    this.#behind = behind;
  }

  add(value: Value): boolean {
    if (value.kind === 'nil' || isZero(value)) return true;
    if (++this.#values > valuesMax) {
      meetLimit(this.#asker, `an interface that more than ${valuesMax} values lead to`);
      return false;
    }
    const type = typeOf(this.#program, value);
    if (type.kind !== 'unknown' && !isInterface(this.#program, type)) {
      this.found.set(JSON.stringify(type), type);
      return true;
    }
    switch (value.kind) {
      case 'variable':
        return this.#isSeen(value.variable) || this.#addVariable(value.variable);
      case 'member':
        return this.#addField(value);
      case 'name':
        return this.#addPackageVariable(value);
      case 'converted':
        return this.add(value.of);
      default:
        return false;
    }
  }

  #addAll(values: readonly Value[] | undefined): boolean {
    return values?.every((each) => this.add(each)) ?? false;
  }

  #isSeen(what: unknown): boolean {
    if (this.#seen.has(what)) return true;
    this.#seen.add(what);
    return false;
  }

  #addVariable(variable: Variable): boolean {
    const { origin, owner, kind } = variable;
    if (kind === 'temporary') {
      if (origin?.from === 'value') return this.add(origin.value);
      return origin?.from === 'call' && this.#addResult(origin.call, origin.index);
    }
    if (!this.#addAll(assignedTo(variable))) return false;
    return kind === 'parameter' ? this.#addArguments(owner, owner.parameters.indexOf(variable)) : kind === 'local';
  }

  /** What the callers hand in, where nobody outside of the package can call. */
  #addArguments(form: FunctionForm, index: number): boolean {
    const name = nameOf(form);
    if (form.outer || form.file.isTest || !staysInside(name, form.file)) return false;
    const home = this.#program.packageOf(form.file);
    if (!this.#areFew(home.mentioning(name, { tests: false, packageName: form.file.packageName }))) return false;
    return callersOf(this.#program, form)?.every((each) => this.#addArgument(each, form, index)) ?? false;
  }

  #addArgument({ operation }: Caller, form: FunctionForm, index: number): boolean {
    if (operation.op !== 'call' || !('name' in operation.call.callee)) return false;
    const { call } = operation;
    const callee = operation.call.callee.name === nameOf(form) ? calleeForm(this.#program, call) : undefined;
    if (callee && callee !== form) return true;
    const argument = call.arguments.length === form.parameters.length ? call.arguments[index] : undefined;
    return callee !== undefined && argument !== undefined && this.add(argument);
  }

  #addField(value: Value & { kind: 'member' }): boolean {
    const field = fieldOf(this.#program, value);
    if (!field) return false;
    if (this.#isSeen(`${field.holder.home}.${field.holder.name}.${field.name}`)) return true;
    return this.#addAll(settingsOfField(this.#program, field, (each) => this.#areFew(each)));
  }

  #addPackageVariable({ name, file }: Value & { kind: 'name' }): boolean {
    const home = this.#program.packageOf(file);
    if (this.#isSeen(`${homeOf(home)}.${name}`)) return true;
    if (!staysInside(name, file)) return false;
    if (!home.complete) {
      this.#program.want(home.directory);
      return false;
    }
    return this.#addAll(settingsOfVariable(this.#program, home, { name, file }, (each) => this.#areFew(each)));
  }

  #addResult(call: Call, index: number): boolean {
    const own = calleeForm(this.#program, call);
    const forms = own ? [own] : this.#behind(call);
    return (
      forms?.every(
        (each) =>
          this.#isSeen(`${each.file.path}:${each.place.line}:${each.name}:${index}`) || this.#addReturned(each, index),
      ) ?? false
    );
  }

  #addReturned(form: FunctionForm, index: number): boolean {
    return operationsOf(form).every((each) => {
      if (each.op !== 'return' || (each.implicit && each.values.length === 0)) return true;
      const value = each.values[index];
      return value !== undefined && this.add(value);
    });
  }

  #areFew(functions: readonly unknown[]): boolean {
    if (functions.length <= functionsMax) return true;
    meetLimit(this.#asker, `an interface that more than ${functionsMax} functions may set`);
    return false;
  }
}

/** `var s Store` */
function isZero(value: Value): boolean {
  return value.kind === 'constant' && value.text === '';
}

function nameOf(form: FunctionForm): string {
  return form.declaration.replace(/^.*\./, '');
}
