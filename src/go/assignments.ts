import { type FunctionForm, partsOf, type Value, type Variable, withLiterals } from './form.js';
import { operationsOf, valuesOf } from './form-values.js';

/** What a declared function and its literals set their variables to. */
interface Assignments {
  values: ReadonlyMap<Variable, readonly Value[]>;
  /** Variables that somebody has a pointer to. */
  pointed: ReadonlySet<Variable>;
}

const known = new WeakMap<FunctionForm, Assignments>();

/** All values that a variable is set to; undefined when a pointer to it is taken, so that anybody may set it. */
export function assignedTo(variable: Variable): readonly Value[] | undefined {
  const { values, pointed } = assignmentsAround(variable.owner);
  return pointed.has(variable) ? undefined : (values.get(variable) ?? []);
}

/** The same, whoever has a pointer to it. */
export function seenAssignedTo(variable: Variable): readonly Value[] {
  return assignmentsAround(variable.owner).values.get(variable) ?? [];
}

function assignmentsAround(form: FunctionForm): Assignments {
  const outer = outermost(form);
  const found = known.get(outer) ?? assignmentsIn(outer);
  known.set(outer, found);
  return found;
}

function assignmentsIn(form: FunctionForm): Assignments {
  const values = new Map<Variable, Value[]>();
  const pointed = new Set<Variable>();
  for (const operation of withLiterals(form).flatMap(operationsOf)) {
    for (const part of valuesOf(operation).flatMap(partsOf))
      if (part.kind === 'pointer' && part.of.kind === 'variable') pointed.add(part.of.variable);
    if (operation.op !== 'assign' || operation.target.kind !== 'variable') continue;
    const { variable } = operation.target;
    const list = values.get(variable) ?? [];
    list.push(operation.value);
    values.set(variable, list);
  }
  return { values, pointed };
}

function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}
