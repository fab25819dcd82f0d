import { strandOf } from '../../go/channels/strand.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { loopsAround } from '../../go/flow/loops.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, partsOf, type Value } from '../../go/form.js';
import { valuesOf } from '../../go/form-values.js';
import { type GroupCall, groupCalls } from './missed-done.js';
import type { Seen, World } from './shape.js';

/**
 *     for _, item := range items {
 *         group.Add(1)
 *         if !item.ready() {
 *             continue               counted, and nobody will call Done
 *         }
 *         go func() {
 *             defer group.Done()
 *             work(item)
 *         }()
 *     }
 *     group.Wait()                   blocks
 */
export function unstartedAdds(world: World, root: FunctionForm): Seen[] {
  const calls = groupCalls(world, root);
  return calls.flatMap((add): Seen[] => {
    const { form, operation, key, text } = add;
    const same = calls.filter((each) => each.key === key);
    const waits = same.filter((each) => each.method === 'Wait' && each.form === form);
    const dones = same.filter(({ method }) => method === 'Done');
    if (add.method !== 'Add' || !isOne(operation) || operation.when !== 'now' || waits.length === 0) return [];
    const starts = dones.flatMap((done) => startOf(world, form, done) ?? []);
    if (starts.length === 0 || starts.length < dones.length) return [];
    const point = pointOf(form, operation);
    // What is started in another loop is counted by something else.
    if (!point || !starts.every((each) => isInSameLoops(form, operation, each))) return [];
    const settles = (each: Operation) => starts.includes(each) || handsOn(each, key);
    const wait = waits.find((each) => pathFrom(point, { stops: settles, arrives: (one) => one === each.operation }));
    if (!wait) return [];
    return [
      {
        shape: 'missed-done',
        verdict: 'defect',
        confidence: 'likely',
        key: `unstarted ${text}`,
        form,
        subject: text,
        at: operation.place,
        clues: [
          { role: 'counts', place: operation.place },
          { role: 'waitsHere', place: wait.operation.place },
        ],
      },
    ];
  });
}

/** `Add(1)`: a number of goroutines is started in some other way. */
function isOne({ call }: Operation & { op: 'call' }): boolean {
  const [delta] = call.arguments;
  return delta?.kind === 'constant' && delta.text === '1';
}

/** The operation of the form that leads to this Done: itself, or the start of its goroutine. Undefined where that is not told. */
export function startOf({ program }: World, form: FunctionForm, done: GroupCall): Operation | undefined {
  if (done.form === form) return done.operation;
  const strand = strandOf(program, done.form);
  // `run := func() { defer group.Done() … }` starts nothing yet.
  const isTold = strand && strand.how !== 'unknown' && strand.outer === form && strand.operation.op === 'call';
  return isTold ? strand.operation : undefined;
}

function pointOf(form: FunctionForm, operation: Operation) {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  return block && { form, block, index: block.operations.indexOf(operation), operation };
}

function isInSameLoops(form: FunctionForm, one: Operation, other: Operation): boolean {
  const loops = [one, other].map((each) => {
    const block = form.blocks.find(({ operations }) => operations.includes(each));
    return block ? loopsAround(form, block).map(({ header }) => header.id) : [];
  });
  return loops[0]?.join() === loops[1]?.join();
}

/** `go work(&group)`: whoever gets the group may call Done. */
export function handsOn(operation: Operation, key: string): boolean {
  const isIt = (value: Value) => partsOf(value).some((part) => placeKey(part) === key);
  if (operation.op === 'call') return operation.call.arguments.some((each) => each.kind !== 'literal' && isIt(each));
  return operation.op === 'assign' && valuesOf(operation).some(isIt);
}
