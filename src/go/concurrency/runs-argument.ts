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
import { calleesOf } from '../implementations.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
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
  const [way = 'unknown', ...others] = new Set(
    calleesOf(program, call).map((each) => runsIn(program, each, index, starters, depth)),
  );
  return others.length === 0 ? way : 'unknown';
}

function runsIn(
  program: Program,
  form: FunctionForm,
  index: number,
  starters: ReadonlySet<string>,
  depth: number,
): Running {
  const parameter = form.parameters[index];
  if (!parameter || parameter.type?.kind === 'variadic') return 'unknown';
  if (depth >= depthMax) {
    meetLimit(form, `a function handed on more than ${depthMax} times`);
    return 'unknown';
  }
  return program.once(`runs ${form.file.path}:${form.place.line}:${form.name}:${index}`, () =>
    runsParameter(program, form, parameter, starters, depth),
  );
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
