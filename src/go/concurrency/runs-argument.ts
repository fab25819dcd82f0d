import { targetOf } from '../call-target.js';
import { strandOf } from '../channels/strand.js';
import {
  type Call,
  type FunctionForm,
  type Operation,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { formOf } from '../type-of.js';
import { qualifiedCallee } from './qualified-callee.js';

/** Functions that hand a function on to others more often than this are not followed. */
const depthMax = 3;

/** How a function runs what it is handed: in its caller's goroutine before it returns, in another one, or nobody can tell. */
export type Running = 'called' | 'goroutine' | 'unknown';

/** How the callee of a call runs its argument at `index`. `starters`: further functions, by qualified name, that start a goroutine for it. */
export function runsArgument(
  program: Program,
  call: Call,
  index: number,
  starters: ReadonlySet<string>,
  depth = 0,
): Running {
  if (starters.has(qualifiedCallee(program, call))) return 'goroutine';
  const form = calleeForm(program, call);
  const parameter = form?.parameters[index];
  if (!form || !parameter || parameter.type?.kind === 'variadic') return 'unknown';
  if (depth >= depthMax) {
    meetLimit(form, `a function handed on more than ${depthMax} times`);
    return 'unknown';
  }
  return program.once(`runs ${form.file.path}:${form.place.line}:${form.name}:${index}`, () =>
    runsParameter(program, form, parameter, starters, depth),
  );
}

/** The form of the function that a call runs, when that is told and its code is known. */
export function calleeForm(program: Program, call: Call): FunctionForm | undefined {
  const target = targetOf(program, call);
  if (target.kind === 'literal') return target.form;
  if (target.kind === 'method' && target.dynamic) return undefined;
  if (target.kind !== 'function' && target.kind !== 'method') return undefined;
  const { declaration } = target;
  if (!declaration || declaration.file.path.startsWith('knowledge:')) return undefined;
  const form = formOf(program, declaration);
  return form && form.blocks.length > 0 ? form : undefined;
}

function runsParameter(
  program: Program,
  form: FunctionForm,
  parameter: Variable,
  starters: ReadonlySet<string>,
  depth: number,
): Running {
  const isIt = (value: Value) => value.kind === 'variable' && value.variable === parameter;
  const ways = new Set<Running>();
  for (const each of withLiterals(form)) {
    for (const operation of operationsOf(each)) {
      const way = wayOf(operation);
      if (way) ways.add(way === 'called' ? runningOf(program, each, form) : way);
    }
  }
  const [only] = ways;
  return ways.size === 1 && only ? only : 'unknown';

  function wayOf(operation: Operation): Running | undefined {
    if (operation.op === 'call') {
      const { call } = operation;
      if (isIt(call.callee)) return operation.when === 'spawned' ? 'goroutine' : 'called';
      const index = call.arguments.findIndex(isIt);
      if (index >= 0) {
        if (operation.when === 'spawned') return 'goroutine';
        return runsArgument(program, call, index, starters, depth + 1);
      }
    }
    return valuesOf(operation).some((value) => partsOf(value).some(isIt)) ? 'unknown' : undefined;
  }
}

/** Whether a literal inside a function runs in the function's own goroutine. */
function runningOf(program: Program, literal: FunctionForm, outer: FunctionForm): Running {
  if (literal === outer) return 'called';
  const strand = strandOf(program, literal);
  if (!strand || strand.how === 'unknown') return 'unknown';
  return strand.how === 'goroutine' ? 'goroutine' : runningOf(program, strand.outer, outer);
}
