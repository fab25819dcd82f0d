import {
  type Block,
  type FunctionForm,
  type Operation,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../form.js';
import { valuesOf } from '../form-values.js';

/** `escaped`: stored, returned, sent, aliased or compared: other code may do anything with it. */
export interface VariableUse {
  how: 'set' | 'sent' | 'received' | 'ranged' | 'closed' | 'argument' | 'receiver' | 'escaped';
  operation: Operation;
  form: FunctionForm;
  block: Block;
  index: number;
  /** Of `argument`: its position. */
  argument?: number;
}

/** All that a form and the literals in it do with a variable, in the order of the blocks. */
export function usesOfVariable(form: FunctionForm, variable: Variable): VariableUse[] {
  return withLiterals(form).flatMap((each) => usesByVariable(each).get(variable) ?? []);
}

const known = new WeakMap<FunctionForm, Map<Variable, VariableUse[]>>();

function usesByVariable(form: FunctionForm): Map<Variable, VariableUse[]> {
  const found = known.get(form) ?? findUses(form);
  known.set(form, found);
  return found;
}

function findUses(form: FunctionForm): Map<Variable, VariableUse[]> {
  const uses = new Map<Variable, VariableUse[]>();
  for (const block of form.blocks) {
    for (const [index, operation] of block.operations.entries()) {
      for (const { variable, how, argument } of usesIn(operation)) {
        const list = uses.get(variable) ?? [];
        const point = { operation, form, block, index };
        // In this order: V8 gives each object that begins with a spread and goes on a layout of its own, which takes more than the object.
        list.push(argument === undefined ? { how, ...point } : { how, argument, ...point });
        uses.set(variable, list);
      }
    }
  }
  return uses;
}

type Use = Pick<VariableUse, 'how' | 'argument'> & { variable: Variable };

function usesIn(operation: Operation): Use[] {
  switch (operation.op) {
    case 'send':
      return [...uses(operation.channel, 'sent'), ...uses(operation.value, 'escaped')];
    case 'receive':
      return uses(operation.channel, 'received');
    case 'range':
      return uses(operation.over, 'ranged');
    case 'assign':
      return [...uses(operation.target, 'set'), ...uses(operation.value, 'escaped')];
    case 'call':
      return usesInCall(operation);
    case 'return':
      return valuesOf(operation).flatMap((value) => uses(value, 'escaped'));
  }
}

function usesInCall({ call }: Operation & { op: 'call' }): Use[] {
  const { callee } = call;
  const builtin = callee.kind === 'name' ? callee.name : '';
  if (builtin === 'len' || builtin === 'cap') return [];
  if (builtin === 'close') return call.arguments.flatMap((value) => uses(value, 'closed'));
  const of = callee.kind === 'member' ? uses(callee.of, 'receiver') : [];
  return [
    ...of,
    ...call.arguments.flatMap((value, argument) =>
      uses(value, 'argument').map((each) => (each.how === 'argument' ? { argument, ...each } : each)),
    ),
  ];
}

/** `how` when the value is the variable itself; inside something larger it has escaped. */
function uses(value: Value, how: VariableUse['how']): Use[] {
  const self = itself(value);
  if (self) return [{ how, variable: self }];
  return partsOf(value).flatMap((part) =>
    part.kind === 'variable' ? [{ how: 'escaped' as const, variable: part.variable }] : [],
  );
}

/** A conversion is the same thing, and so is a pointer to it: `&wg`. */
function itself(value: Value): Variable | undefined {
  if (value.kind === 'variable') return value.variable;
  return value.kind === 'converted' || value.kind === 'pointer' || value.kind === 'pointee'
    ? itself(value.of)
    : undefined;
}
