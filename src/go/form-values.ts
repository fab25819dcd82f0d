import { type FunctionForm, type Operation, partsOf, type Value, type Variable } from './form.js';

const operationsOfForm = new WeakMap<FunctionForm, readonly Operation[]>();

/** All operations of a form that has been lowered, nested literals left out. */
export function operationsOf(form: FunctionForm): readonly Operation[] {
  const known = operationsOfForm.get(form) ?? form.blocks.flatMap((block) => block.operations);
  operationsOfForm.set(form, known);
  return known;
}

/** The values that an operation speaks of, targets included. */
export function valuesOf(operation: Operation): Value[] {
  switch (operation.op) {
    case 'assign':
      return [operation.target, operation.value];
    case 'call':
      return [operation.call.callee, ...operation.call.arguments];
    case 'send':
      return [operation.channel, operation.value];
    case 'receive':
      return [operation.channel];
    case 'range':
      return [operation.over];
    case 'return':
      return operation.values;
  }
}

const variablesOfForm = new WeakMap<FunctionForm, Variable[]>();

/** Variables that the operations and conditions of a form speak of, nested literals left out. */
export function variablesIn(form: FunctionForm): Variable[] {
  const known = variablesOfForm.get(form);
  if (known) return known;
  const conditions = form.blocks.flatMap((block) => block.next.flatMap((edge) => edge.when?.value ?? []));
  const parts = [...operationsOf(form).flatMap(valuesOf), ...conditions].flatMap(partsOf);
  const variables = [...new Set(parts.flatMap((part) => (part.kind === 'variable' ? [part.variable] : [])))];
  variablesOfForm.set(form, variables);
  return variables;
}
