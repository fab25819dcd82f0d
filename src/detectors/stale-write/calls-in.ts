import type { Point } from '../../go/flow/paths.js';
import { type Call, type FunctionForm, type Operation, type Value, withLiterals } from '../../go/form.js';

/** A call and the name of what it calls, without package or receiver. */
export interface CallPoint extends Point {
  operation: Operation & { op: 'call' };
  call: Call;
  name: string;
  receiver?: Value;
}

const known = new WeakMap<FunctionForm, CallPoint[]>();

/** The calls of a form, its literals left out, in the order of the blocks. */
export function ownCalls(form: FunctionForm): CallPoint[] {
  const found = known.get(form) ?? findCalls(form);
  known.set(form, found);
  return found;
}

/** The calls of a form and of all literals in it. */
export function callsIn(form: FunctionForm): CallPoint[] {
  return withLiterals(form).flatMap(ownCalls);
}

function findCalls(form: FunctionForm): CallPoint[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): CallPoint[] => {
      if (operation.op !== 'call') return [];
      const { call } = operation;
      const { callee } = call;
      const point = { form, block, index, operation, call };
      if (callee.kind === 'member') return [{ name: callee.name, receiver: callee.of, ...point }];
      return callee.kind === 'name' || callee.kind === 'imported' ? [{ name: callee.name, ...point }] : [];
    }),
  );
}
