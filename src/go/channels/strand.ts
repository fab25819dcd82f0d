import { type FunctionForm, type Operation, partsOf, type Value } from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import type { Program } from '../program.js';
import { handedTo } from './handed-on.js';

/**
 * How a function literal runs with respect to the function around it.
 *
 * - `called`: where it stands, or where the variable that it was set to is called; in the same goroutine.
 * - `deferred`: in the same goroutine, when the function ends.
 * - `goroutine`: at the same time, started by `go`, or handed to something that starts one (errgroup.Group.Go, sync.WaitGroup.Go, time.AfterFunc, oklog/run.Group.Add).
 * - `once`: at most once in all, by sync.Once.
 * - `unknown`: handed on or stored; nobody can tell when, how often and by whom it is called.
 */
export interface Strand {
  how: 'called' | 'deferred' | 'goroutine' | 'once' | 'unknown';
  /** Where it is started, called, deferred or handed on. */
  operation: Operation;
  /** The form in which `operation` stands. */
  outer: FunctionForm;
}

/** How a literal runs; undefined for a declared function, which anybody may call. */
export function strandOf(program: Program, form: FunctionForm): Strand | undefined {
  const { outer } = form;
  if (!outer) return undefined;
  return program.onceFor(form, 'strand', () => findStrand(program, form, outer));
}

/** The outermost form of the goroutine in which a form runs: itself when it is declared or started as one, else the form that calls it. */
export function goroutineOf(program: Program, form: FunctionForm): FunctionForm {
  const strand = strandOf(program, form);
  return strand && (strand.how === 'called' || strand.how === 'deferred') ? goroutineOf(program, strand.outer) : form;
}

function findStrand(program: Program, form: FunctionForm, outer: FunctionForm): Strand | undefined {
  for (const operation of operationsOf(outer)) {
    const standing = valuesOf(operation).some((value) =>
      partsOf(value).some((part) => part.kind === 'literal' && part.form === form),
    );
    if (standing) return { how: howIn(program, form, operation, outer), operation, outer };
  }
  return undefined;
}

function howIn(program: Program, form: FunctionForm, operation: Operation, outer: FunctionForm): Strand['how'] {
  if (operation.op === 'assign') return howOfVariable(program, operation, outer);
  if (operation.op !== 'call') return 'unknown';
  const { call, when } = operation;
  if (call.callee.kind === 'literal' && call.callee.form === form) {
    return when === 'spawned' ? 'goroutine' : when === 'deferred' ? 'deferred' : 'called';
  }
  return call.arguments.some((each) => each.kind === 'literal' && each.form === form)
    ? handedTo(program, call, (each) => each.kind === 'literal' && each.form === form)
    : 'unknown';
}

/** `stop := func() { … }`: by what is done with the variable, if all of it is the same. */
function howOfVariable(program: Program, operation: Operation & { op: 'assign' }, outer: FunctionForm): Strand['how'] {
  if (operation.target.kind !== 'variable' || operation.value.kind !== 'literal') return 'unknown';
  const { variable } = operation.target;
  const isIt = (value: Value) => value.kind === 'variable' && value.variable === variable;
  const ways = new Set<Strand['how']>();
  for (const each of [outer, ...siblings(outer)].flatMap(operationsOf)) {
    if (each === operation) continue;
    if (each.op === 'call' && isIt(each.call.callee))
      ways.add(each.when === 'spawned' ? 'goroutine' : each.when === 'deferred' ? 'deferred' : 'called');
    else if (each.op === 'call' && each.call.arguments.some(isIt)) ways.add(handedTo(program, each.call, isIt));
    else if (valuesOf(each).some((value) => partsOf(value).some(isIt))) ways.add('unknown');
  }
  const [only] = ways;
  return ways.size === 1 && only ? only : ways.size === 0 ? 'unknown' : ways.has('unknown') ? 'unknown' : 'called';
}

function siblings(form: FunctionForm): FunctionForm[] {
  return form.literals.flatMap((each) => [each, ...siblings(each)]);
}
