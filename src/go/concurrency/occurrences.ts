import { handedTo } from '../channels/handed-on.js';
import { bindingsOf } from '../flow/call-bindings.js';
import type { Bindings } from '../flow/expression-key.js';
import type { Point } from '../flow/paths.js';
import { type FunctionForm, type Operation, partsOf, type Value, type Variable, withLiterals } from '../form.js';
import { valuesOf } from '../form-values.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';

/** Literals in literals deeper than this, and more ways to run one operation, are not followed. */
const depthMax = 5;
const waysMax = 24;

/**
 * How what stands at a point runs with respect to the function around it.
 *
 * - `called`: there and then.
 * - `deferred`: in the same goroutine, when the function ends.
 * - `goroutine`: at the same time.
 * - `once`: at most once in all, by sync.Once.
 * - `unknown`: handed on or stored; nobody can tell when, how often and by whom it is called.
 */
export type Running = 'called' | 'deferred' | 'goroutine' | 'once' | 'unknown';

export interface Step extends Point {
  runs: Running;
}

/**
 * One way in which an operation comes to run: the operations that lead to it, from the outermost function inwards, itself last.
 *
 *     stop := func() { close(c) }
 *     go stop()                      [go stop(), close(c)]
 *     stop()                         [stop(), close(c)]
 */
export interface Occurrence {
  steps: readonly Step[];
  /** What the parameters of the literals on the way stand for. */
  bindings: Bindings;
}

export function occurrencesOf(program: Program, point: Point, depth = 0): Occurrence[] {
  const { form, block, index, operation } = point;
  // Field by field: a step that is given as a point says how it ran there.
  const last: Step = { runs: runningOf(operation), form, block, index, operation };
  if (!point.form.outer) return [{ steps: [last], bindings: new Map() }];
  if (depth > depthMax) {
    meetLimit(point.form, `literals in more than ${depthMax} others`);
    return [];
  }
  const found = entriesOf(program, point.form).flatMap((entry) =>
    occurrencesOf(program, entry, depth + 1).map(({ steps, bindings }) => ({
      steps: [...steps.slice(0, -1), entry, last],
      bindings: new Map([...bindings, ...bound(entry.operation, point.form)]),
    })),
  );
  if (found.length > waysMax) meetLimit(point.form, `more than ${waysMax} places that run a literal`);
  return found.slice(0, waysMax);
}

function runningOf(operation: Operation): Running {
  if (operation.op !== 'call' || operation.when === 'now') return 'called';
  return operation.when === 'deferred' ? 'deferred' : 'goroutine';
}

/** Where the code of a literal is started, called or handed on. */
function entriesOf(program: Program, form: FunctionForm): Step[] {
  const { outer } = form;
  if (!outer) return [];
  return program.onceFor(form, 'entries', () =>
    (literalPoints(outer).get(form) ?? []).flatMap((point) => {
      const isIt = (value: Value) => value.kind === 'literal' && value.form === form;
      const { operation } = point;
      if (operation.op === 'assign' && operation.target.kind === 'variable' && isIt(operation.value))
        return usesOfVariable(program, operation.target.variable, outermost(form));
      return [{ runs: howUsed(program, operation, isIt), ...point }];
    }),
  );
}

const literalPointsOf = new WeakMap<FunctionForm, Map<FunctionForm, Point[]>>();

/** Where a form speaks of each of its literals. */
function literalPoints(form: FunctionForm): Map<FunctionForm, Point[]> {
  const known = literalPointsOf.get(form);
  if (known) return known;
  const found = new Map<FunctionForm, Point[]>();
  for (const point of pointsOf([form])) {
    const parts = valuesOf(point.operation).flatMap(partsOf);
    const literals = new Set(parts.flatMap((part) => (part.kind === 'literal' ? [part.form] : [])));
    for (const each of literals) found.set(each, [...(found.get(each) ?? []), point]);
  }
  literalPointsOf.set(form, found);
  return found;
}

/** `stop := func() { … }`, or `stop := sync.OnceFunc(func() { … })`: each use of the variable. */
function usesOfVariable(program: Program, variable: Variable, form: FunctionForm): Step[] {
  const isIt = (value: Value) => value.kind === 'variable' && value.variable === variable;
  return pointsOf(withLiterals(form)).flatMap((point) => {
    const { operation } = point;
    if (operation.op === 'assign' && isIt(operation.target)) return [];
    return mentions(operation, isIt) ? [{ runs: howUsed(program, operation, isIt), ...point }] : [];
  });
}

function howUsed(program: Program, operation: Operation, isIt: (value: Value) => boolean): Running {
  if (operation.op !== 'call') return 'unknown';
  if (isIt(operation.call.callee)) return runningOf(operation);
  return operation.call.arguments.some(isIt) ? handedTo(program, operation.call, isIt) : 'unknown';
}

function mentions(operation: Operation, isIt: (value: Value) => boolean): boolean {
  return valuesOf(operation).some((value) => partsOf(value).some(isIt));
}

function bound(operation: Operation, form: FunctionForm): Bindings {
  const isCalled =
    operation.op === 'call' && operation.call.callee.kind === 'literal' && operation.call.callee.form === form;
  return isCalled ? bindingsOf(form, operation.call) : new Map();
}

export function pointsOf(forms: readonly FunctionForm[]): Point[] {
  return forms.flatMap((form) =>
    form.blocks.flatMap((block) => block.operations.map((operation, index) => ({ form, block, index, operation }))),
  );
}

export function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}
