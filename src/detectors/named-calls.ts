import { z } from 'zod';
import { isCallOf } from '../go/called-by-name.js';
import { calleeForm } from '../go/callee-form.js';
import { type Block, type FunctionForm, type Operation, withLiterals } from '../go/form.js';
import { operationsOf } from '../go/form-values.js';
import type { Program } from '../go/program.js';

/** Names of one list: a table that somebody writes by hand. */
const namesMax = 60;

/** A function, a method by the type that declares it, a field that holds a function, or a function of the language. */
export const callName = z
  .string()
  .max(200)
  .regex(
    /^(?:[\w~-]+(?:[./][\w~-]+)*\.\w+|append|clear|close|copy|delete|make|new|panic|print|println)$/,
    'expected an import path, a dot and a name, such as os.Open or example.com/app/store.Store.Flush, or a function of Go such as close',
  );

export const callNames = z.array(callName).min(1).max(namesMax, `expected at most ${namesMax} names`);

/** A call and where it stands. */
export interface Site {
  form: FunctionForm;
  block: Block;
  index: number;
  operation: Operation & { op: 'call' };
}

/** Calls of the named functions that stand directly in a form. */
export function sitesOf(program: Program, form: FunctionForm, names: readonly string[]): Site[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Site[] =>
      operation.op === 'call' && isCallOf(program, operation.call, names) ? [{ form, block, index, operation }] : [],
    ),
  );
}

/** Calls of functions that call functions deeper than this are not followed: a rule of a team is about what a function does with its helpers. */
const depthMax = 2;

/** The call in an operation that is one of the named, or that comes to one through functions of the repository. `site`: the named call itself. */
export function reaches(
  program: Program,
  operation: Operation,
  names: readonly string[],
  depth = 0,
): { site: Operation } | undefined {
  if (operation.op !== 'call') return undefined;
  if (isCallOf(program, operation.call, names)) return { site: operation };
  // A function of another package would have to be read for it.
  if (depth > depthMax || operation.call.callee.kind === 'imported') return undefined;
  const form = calleeForm(program, operation.call);
  return (
    form && program.onceFor(form, `reaches ${names.join()} ${depth}`, () => inside(program, form, names, depth + 1))
  );
}

function inside(
  program: Program,
  form: FunctionForm,
  names: readonly string[],
  depth: number,
): { site: Operation } | undefined {
  for (const operation of operationsOf(form)) {
    const found = operation.op === 'call' && operation.when !== 'spawned' && reaches(program, operation, names, depth);
    if (found) return found;
  }
  return undefined;
}

/** Whether a form or a literal in it comes to one of the named calls at all. */
export function mentions(program: Program, form: FunctionForm, names: readonly string[]): boolean {
  return withLiterals(form).some((each) => operationsOf(each).some((operation) => reaches(program, operation, names)));
}
