import { placeKey } from '../../go/flow/expression-key.js';
import { type Loop, loopsOf } from '../../go/flow/loops.js';
import { type Point, pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Value } from '../../go/form.js';
import { type GroupCall, groupCalls } from './missed-done.js';
import type { Seen, World } from './shape.js';
import { handsOn, startOf } from './unstarted-add.js';

/**
 *     group.Add(len(items))
 *     for _, item := range items {
 *         if !item.ready() {
 *             continue               counted, and nobody will call Done
 *         }
 *         go func() {
 *             defer group.Done()
 *             work(item)
 *         }()
 *         group.Wait()               blocks: here the others have not been started yet
 *     }
 *     group.Wait()                   blocks
 */
export function leftOut(world: World, root: FunctionForm): Seen[] {
  const calls = groupCalls(world, root);
  return calls.flatMap((add): Seen[] => {
    const { form, operation, key, text, method } = add;
    const counted = method === 'Add' && operation.when === 'now' ? lengthOf(operation) : undefined;
    if (counted === undefined) return [];
    const same = calls.filter((each) => each.key === key && each !== add);
    const waits = same.filter((each) => each.method === 'Wait' && each.form === form);
    // Another Add may take back what was counted too much.
    if (waits.length === 0 || same.some((each) => each.method === 'Add')) return [];
    const loops = loopsOf(form).filter((loop) => rangeOf(loop, counted) && !isIn(loop, operation));
    const starts = startsOf(world, form, same, key);
    const [loop, ...others] = loops.filter((each) => starts?.some((start) => isIn(each, start)));
    if (!starts || !loop || others.length > 0 || !starts.every((start) => isIn(loop, start))) return [];
    const found = waitsInside(loop, starts, waits) ?? waitsForSkipped(form, loop, starts, waits, counted);
    if (!found) return [];
    const { wait, skips } = found;
    return [
      {
        shape: 'missed-done',
        verdict: 'defect',
        confidence: 'likely',
        key: `left out ${text}`,
        form,
        subject: text,
        at: wait.operation.place,
        clues: [
          { role: 'waitsHere', place: wait.operation.place },
          { role: 'countsAll', place: operation.place },
          ...(skips ? [{ role: 'startsSome', place: skips.place }] : []),
        ],
      },
    ];
  });
}

/** The place of x in `group.Add(len(x))`. */
function lengthOf({ call }: Operation & { op: 'call' }): string | undefined {
  const [delta] = call.arguments;
  const origin = delta?.kind === 'variable' ? delta.variable.origin : undefined;
  const length = origin?.from === 'value' ? lengthCall(origin.value) : lengthCall(delta);
  return length && placeKey(length);
}

function lengthCall(value: Value | undefined): Value | undefined {
  const origin = value?.kind === 'variable' ? value.variable.origin : undefined;
  const isLength = origin?.from === 'call' && origin.call.callee.kind === 'name' && origin.call.callee.name === 'len';
  return isLength ? origin.call.arguments[0] : undefined;
}

function rangeOf({ header }: Loop, key: string): (Operation & { op: 'range' }) | undefined {
  return header.operations.find((each) => each.op === 'range' && placeKey(each.over) === key) as
    | (Operation & { op: 'range' })
    | undefined;
}

function isIn({ blocks }: Loop, operation: Operation): boolean {
  return [...blocks].some((block) => block.operations.includes(operation));
}

/** What leads to each Done, or hands the group on; undefined where that is not told. */
function startsOf(
  world: World,
  form: FunctionForm,
  calls: readonly GroupCall[],
  key: string,
): readonly Operation[] | undefined {
  const dones = calls.filter(({ method }) => method === 'Done');
  const starts = dones.map((done) => startOf(world, form, done));
  const handed = form.blocks.flatMap((block) =>
    block.operations.filter((each) => handsOn(each, key) && !declares(each, key)),
  );
  const known = starts.flatMap((each) => each ?? []);
  return known.length === starts.length ? [...known, ...handed] : undefined;
}

/** `var group sync.WaitGroup` */
function declares(operation: Operation, key: string): boolean {
  return operation.op === 'assign' && placeKey(operation.target) === key;
}

interface Found {
  wait: GroupCall;
  skips?: Operation;
}

function waitsInside(loop: Loop, starts: readonly Operation[], waits: readonly GroupCall[]): Found | undefined {
  const wait = waits.find(({ operation }) => operation.when === 'now' && isIn(loop, operation));
  const spawned = starts.some((each) => each.op === 'call' && each.when === 'spawned');
  return wait && spawned ? { wait } : undefined;
}

/** A round that starts nothing, and goes on to the next one or to the wait. */
function waitsForSkipped(
  form: FunctionForm,
  loop: Loop,
  starts: readonly Operation[],
  waits: readonly GroupCall[],
  counted: string,
): Found | undefined {
  const range = rangeOf(loop, counted);
  const body = loop.header.next[0]?.to;
  const wait = waits.find(({ operation }) => !isIn(loop, operation));
  if (!range || !body || !wait) return undefined;
  const start: Point = { form, block: body, index: -1, operation: range };
  const stops = (each: Operation) => starts.includes(each);
  const arrives = (each: Operation) => each === range || each === wait.operation;
  return pathFrom(start, { stops, arrives }) ? { wait, skips: range } : undefined;
}
