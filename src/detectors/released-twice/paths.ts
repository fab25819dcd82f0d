import type { Step } from '../../go/concurrency/occurrences.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Value, Variable } from '../../go/form.js';
import { passesBy } from './wrappers.js';

type Test = (operation: Operation) => boolean;

/** When a step of a declaration comes to run: on which exits, if it is deferred. */
export type When = (exit: Operation & { op: 'return' }, step: Pick<Step, 'form' | 'block'>) => boolean;

export const always: When = () => true;

/**
 * True when on some way through their form both run, the second after the first, and nothing between them stops it. A deferred one runs when
 * the function ends, the last one deferred first.
 */
export function runsAfter(first: Step, second: Step, stops: Test, when: When): boolean {
  const to = (step: Step) => (each: Operation) => each === step.operation;
  const ends = (from: Step) =>
    returnsOf(from.form).some(
      ({ operation, block }) =>
        when(operation, { form: from.form, block }) && pathFrom(from, { stops, arrives: (each) => each === operation }),
    );
  if (first.runs === 'deferred') return second.runs === 'deferred' && pathFrom(second, { stops, arrives: to(first) });
  if (second.runs !== 'deferred') return pathFrom(first, { stops, arrives: to(second) });
  if (pathFrom(second, { stops, arrives: to(first) })) return ends(first);
  return pathFrom(first, { stops, arrives: to(second) }) && ends(second);
}

function returnsOf(form: FunctionForm) {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation) => (operation.op === 'return' ? [{ operation, block }] : [])),
  );
}

/**
 * When what stands in literals runs once they are called; undefined when that cannot be told.
 *
 *     defer func() {
 *         if err != nil {
 *             unix.Close(fd)        on the exits that return an error
 *         }
 *     }()
 */
export function whenOf(steps: readonly Step[], outer: FunctionForm): When | undefined {
  const [start, ...inner] = steps;
  if (inner.every(({ form, block }) => !passesBy(form, block))) return always;
  const conditions = inner.flatMap((each) => conditionsAt(each));
  if (start?.runs !== 'deferred' || conditions.length !== 1 || inner.length !== 1) return undefined;
  const [only] = conditions;
  if (only?.test !== 'nil' || only.holds || only.value.kind !== 'variable') return undefined;
  const index = outer.results.indexOf(only.value.variable);
  if (index < 0) return undefined;
  return (exit, at) => isFailing(exit.values[index], only.value, at);
}

/** A value that is not nil where it is returned. */
function isFailing(value: Value | undefined, result: Value, at: Pick<Step, 'form' | 'block'>): boolean {
  const returned = value ?? result;
  if (returned.kind !== 'variable') return false;
  if (isNewError(returned.variable)) return true;
  return conditionsAt(at).some(
    ({ test, holds, value: asked }) =>
      test === 'nil' && !holds && asked.kind === 'variable' && asked.variable === returned.variable,
  );
}

/** `return errors.New("…")`, `return fmt.Errorf("…")` */
function isNewError({ origin, kind }: Variable): boolean {
  if (kind !== 'temporary' || origin?.from !== 'call') return false;
  const { callee } = origin.call;
  return callee.kind === 'imported' && /^(errors\.New|fmt\.Errorf)$/.test(`${callee.path}.${callee.name}`);
}
