import { targetOf } from '../call-target.js';
import type { Call, FunctionForm, Operation } from '../form.js';
import { operationsOf } from '../form-values.js';
import type { Program } from '../program.js';
import { formOf } from '../type-of.js';

/** The function of the repository that a call runs, when it takes a lock; most do not, and their text tells. */
export function lockingCallee(program: Program, call: Call): FunctionForm | undefined {
  const target = targetOf(program, call);
  if ((target.kind !== 'function' && target.kind !== 'method') || !target.declaration) return undefined;
  const { file, start, end } = target.declaration;
  if (file.path.startsWith('knowledge:') || !/\bR?Lock\(\)/.test(file.text.slice(start, end))) return undefined;
  return formOf(program, target.declaration);
}

/**
 * True when a form calls, on a line before, what takes a lock and leaves it held: `s.begin()`, `defer s.hold()()`. Asked where a lock is missed
 * and not with every look for one, since all calls of the form have to be told for it.
 */
export function mayHoldByHelper(program: Program, form: FunctionForm, line: number): boolean {
  const calls = operationsOf(form).flatMap((each) =>
    each.op === 'call' && each.when === 'now' && each.place.line <= line ? [each.call] : [],
  );
  return (
    calls.some((each) => leavesHeld(program, each)) ||
    (form.outer !== undefined && mayHoldByHelper(program, form.outer, line))
  );
}

function leavesHeld(program: Program, call: Call): boolean {
  if (call.callee.kind !== 'member' && call.callee.kind !== 'name') return false;
  const callee = lockingCallee(program, call);
  return (
    callee !== undefined &&
    program.onceFor(callee, 'leaves a lock held', () => {
      const operations = operationsOf(callee);
      return (
        operations.some((each) => calls(each, /^R?Lock$/)) && !operations.some((each) => calls(each, /^R?Unlock$/))
      );
    })
  );
}

function calls(operation: Operation, name: RegExp): boolean {
  return operation.op === 'call' && operation.call.callee.kind === 'member' && name.test(operation.call.callee.name);
}
