import { calleeForm } from '../../go/callee-form.js';
import { strandOf } from '../../go/channels/strand.js';
import { bindingsOf } from '../../go/flow/call-bindings.js';
import { type Bindings, placeKey } from '../../go/flow/expression-key.js';
import { type Point, pathFrom, pathFromEntry } from '../../go/flow/paths.js';
import type { Call, FunctionForm, Operation, Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { groupCalls } from './missed-done.js';
import type { World } from './shape.js';

/** A goroutine that a function starts, and that its group counts. */
export interface Counted {
  form: FunctionForm;
  /** The operation that starts it. */
  start: Point;
  /** What its parameters stand for. */
  bindings: Bindings;
  /** The group is told after this operation of the goroutine, and not before. */
  isBeforeDone(point: Point): boolean;
}

/** `group.Wait()` of a form, with the goroutines that the form starts before and that keep it waiting. */
export interface CountedWait {
  form: FunctionForm;
  wait: Operation & { op: 'call' };
  text: string;
  goroutines: readonly Counted[];
}

export function countedWaits(world: World, root: FunctionForm): CountedWait[] {
  const forms = [root, ...root.literals];
  return forms.flatMap((form) =>
    operationsOf(form).flatMap((wait): CountedWait[] => {
      if (wait.op !== 'call' || wait.when !== 'now' || wait.call.callee.kind !== 'member') return [];
      const { name, of } = wait.call.callee;
      const key = name === 'Wait' ? placeKey(of) : undefined;
      if (key === undefined) return [];
      const goroutines = startsIn(form).flatMap((start) => counted(world, start, key) ?? []);
      const before = goroutines.filter(({ start }) =>
        pathFrom(start, { stops: () => false, arrives: (each) => each === wait }),
      );
      return before.length > 0 ? [{ form, wait, text: wait.call.text, goroutines: before }] : [];
    }),
  );
}

/** Calls with `go`, and those that are handed a literal. */
function startsIn(form: FunctionForm): (Point & { operation: { op: 'call' } })[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index) =>
      operation.op === 'call' &&
      (operation.when === 'spawned' || operation.call.arguments.some(({ kind }) => kind === 'literal'))
        ? [{ form, block, index, operation }]
        : [],
    ),
  );
}

/**
 *     go func() { defer group.Done(); … }()
 *     go work(c, &group)
 *     group.Go(func() error { … })
 */
function counted(world: World, start: Point & { operation: { op: 'call' } }, key: string): Counted | undefined {
  const { call, when } = start.operation as Operation & { op: 'call' };
  const { callee } = call;
  const form = when === 'spawned' ? calleeForm(world.program, call) : literalIn(call);
  if (!form) return undefined;
  if (callee.kind === 'member' && when === 'now' && placeKey(callee.of) === key) {
    const isStarted = strandOf(world.program, form)?.how === 'goroutine';
    return isStarted ? { form, start, bindings: new Map(), isBeforeDone: () => true } : undefined;
  }
  if (when !== 'spawned') return undefined;
  const bindings = bindingsOf(form, call);
  const dones = groupCalls(world, form).filter(
    ({ method, operation }) => method === 'Done' && keyOf(operation.call.callee, bindings) === key,
  );
  const isDone = (operation: Operation) => dones.some((each) => each.operation === operation);
  const isLast = dones.some(
    (each) =>
      (each.form === form && each.operation.when === 'deferred') ||
      (each.form.outer === form && strandOf(world.program, each.form)?.how === 'deferred'),
  );
  if (dones.length === 0) return undefined;
  const isBeforeDone = (point: Point) =>
    isLast ||
    (pathFrom(point, { stops: () => false, arrives: isDone }) &&
      pathFromEntry(form, { stops: isDone, arrives: (each) => each === point.operation }));
  return { form, start, bindings, isBeforeDone };
}

function keyOf(callee: Value, bindings: Bindings): string | undefined {
  return callee.kind === 'member' ? placeKey(callee.of, bindings) : undefined;
}

function literalIn({ arguments: given }: Call): FunctionForm | undefined {
  const [literal] = given.flatMap((each) => (each.kind === 'literal' ? [each.form] : []));
  return literal;
}
