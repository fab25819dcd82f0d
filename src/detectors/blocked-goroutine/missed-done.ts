import { strandOf } from '../../go/channels/strand.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import { loopsAround, reachableFrom } from '../../go/flow/loops.js';
import { type FunctionForm, type Operation, partsOf, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import type { Clue } from '../detector.js';
import { doneDeferred } from './done-deferred.js';
import { exitsWithout } from './missed-signal.js';
import type { Seen, World } from './shape.js';

const cluesMax = 3;

/** A call of Add, Done or Wait. */
export interface GroupCall {
  method: 'Add' | 'Done' | 'Wait';
  operation: Operation & { op: 'call' };
  form: FunctionForm;
  /** The same for two calls of one function on the same group. */
  key: string;
  text: string;
}

/**
 *     group.Add(1)
 *     go func() {
 *         if err := prepare(); err != nil {
 *             return                 skips Done
 *         }
 *         work()                     may panic, which somebody may recover
 *         group.Done()
 *     }()
 *     group.Wait()                   blocks
 */
export function missedDones(world: World, root: FunctionForm): Seen[] {
  const { program } = world;
  const calls = groupCalls(world, root);
  const dones = calls.filter(({ method }) => method === 'Done');
  const firsts = dones.filter((each, index) => dones.findIndex((one) => isSame(one, each)) === index);
  return firsts.flatMap((done) => seenOf(program, done, calls));
}

function isSame(one: GroupCall, other: GroupCall): boolean {
  return one.form === other.form && one.key === other.key;
}

function seenOf(program: Program, done: GroupCall, calls: readonly GroupCall[]): Seen[] {
  const { form, key, text } = done;
  const strand = form.outer ? strandOf(program, form) : startedWith(program, done);
  if (!strand || (strand.how !== 'goroutine' && strand.how !== 'unknown')) return [];
  // Counted and given back by the same code: it stands for something else than the goroutine.
  if (calls.some((each) => each.method === 'Add' && isSame(each, done))) return [];
  const all = calls.filter((each) => isSame(each, done) && each.method === 'Done');
  const isDone = (operation: Operation) =>
    all.some((each) => each.operation === operation) || callsDone(operation, key, calls);
  const common = { shape: 'missed-done', key: text, form, subject: text, at: done.operation.place } as const;
  const deferred = operationsOf(form).filter((each) => each.op === 'call' && each.when === 'deferred' && isDone(each));
  if (deferred.length > 0)
    return [
      {
        ...common,
        verdict: 'sound',
        confidence: 'proof',
        clues: deferred.map(({ place }) => ({ role: 'guard', place })),
      },
    ];
  if (all.some(({ operation }) => isInLoop(form, operation))) return [];
  const added = !form.outer || calls.some((each) => each.method === 'Add' && each.key === key && each.form !== form);
  const exits = added && strand.how === 'goroutine' ? exitsWithout(form, isDone) : [];
  const [exit] = exits;
  const ends: Clue = { role: 'done', place: done.operation.place };
  if (exit) {
    const clues = [...exits.slice(0, cluesMax).map((place): Clue => ({ role: 'skips', place })), ends];
    const repair = all.length === 1 && !isOwn(done) ? doneDeferred(form, done.operation.place, text) : undefined;
    return [
      { ...common, verdict: 'defect', confidence: 'proof', at: exit, clues, exit, ...(repair ? { repair } : {}) },
    ];
  }
  if (!operationsOf(form).some((each) => each.op === 'call' && !isDone(each) && !isBuiltinCall(each))) return [];
  return [{ ...common, verdict: 'defect', confidence: 'possible', onlyWhenGuardRemoved: true, clues: [ends] }];
}

/** `go work(&group)`: a declared function that is handed the group by whoever starts it. */
function startedWith(program: Program, { form, operation }: GroupCall): { how: 'goroutine' } | undefined {
  const { callee } = operation.call;
  const group = callee.kind === 'member' ? rootOf(callee.of) : undefined;
  const index = group ? form.parameters.indexOf(group) : -1;
  if (index < 0 || group?.type?.kind !== 'pointer') return undefined;
  const callers = callersOf(program, form) ?? [];
  return callers.length > 0 && callers.every(({ part }) => part === 'go') ? { how: 'goroutine' } : undefined;
}

/** Whether the goroutine itself declares what it tells that it is done. */
function isOwn({ form, operation }: GroupCall): boolean {
  return partsOf(operation.call.callee).some((part) => part.kind === 'variable' && part.variable.owner === form);
}

/** A literal in the form that calls Done, where it is called or deferred. */
function callsDone(operation: Operation, key: string, calls: readonly GroupCall[]): boolean {
  if (operation.op !== 'call') return false;
  const literals = [operation.call.callee, ...operation.call.arguments].flatMap((value) =>
    value.kind === 'literal'
      ? withLiterals(value.form)
      : value.kind === 'variable' &&
          value.variable.origin?.from === 'value' &&
          value.variable.origin.value.kind === 'literal'
        ? withLiterals(value.variable.origin.value.form)
        : [],
  );
  return calls.some((each) => each.method === 'Done' && each.key === key && literals.includes(each.form));
}

/**
 *     go func() {
 *         group.Add(1)               may come after Wait has found nothing to wait for
 *         defer group.Done()
 *         work()
 *     }()
 *     group.Wait()
 */
export function lateAdds(world: World, root: FunctionForm): Seen[] {
  const { program } = world;
  const calls = groupCalls(world, root);
  return calls.flatMap((add): Seen[] => {
    const { form, key, text, operation } = add;
    const strand = strandOf(program, form);
    if (add.method !== 'Add' || strand?.how !== 'goroutine') return [];
    const others = calls.filter((each) => each.key === key && each.form !== form);
    const wait = others.find(
      (each) =>
        each.method === 'Wait' &&
        each.form === strand.outer &&
        comesAfter(strand.outer, strand.operation, each.operation),
    );
    if (!wait || others.some(({ method }) => method === 'Add')) return [];
    if (!calls.some((each) => each.key === key && each.method === 'Done' && each.form === form)) return [];
    const clues: Clue[] = [
      { role: 'adds', place: operation.place },
      { role: 'waits', place: wait.operation.place },
    ];
    return [
      {
        shape: 'late-add',
        verdict: 'defect',
        confidence: 'proof',
        key: text,
        form,
        subject: text,
        at: operation.place,
        clues,
      },
    ];
  });
}

export function groupCalls(world: World, root: FunctionForm): GroupCall[] {
  return withLiterals(root).flatMap((form) =>
    operationsOf(form).flatMap((operation) => groupCall(world, form, operation) ?? []),
  );
}

function groupCall({ program, groups }: World, form: FunctionForm, operation: Operation): GroupCall | undefined {
  if (operation.op !== 'call' || operation.call.callee.kind !== 'member') return undefined;
  const { name, of } = operation.call.callee;
  if (name !== 'Add' && name !== 'Done' && name !== 'Wait') return undefined;
  const key = placeKey(of);
  const type = qualifiedCallee(program, operation.call).slice(0, -name.length - 1);
  if (key === undefined || !groups.has(type)) return undefined;
  return { method: name, operation, form, key, text: valueText(of) };
}

function isInLoop(form: FunctionForm, operation: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  return block !== undefined && loopsAround(form, block).length > 0;
}

function isBuiltinCall(operation: Operation): boolean {
  return (
    operation.op === 'call' &&
    operation.call.callee.kind === 'name' &&
    /^(len|cap|append|make|new|close|delete|copy)$/.test(operation.call.callee.name)
  );
}

function comesAfter(form: FunctionForm, first: Operation, second: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(first));
  if (!block) return false;
  if (block.operations.indexOf(second) > block.operations.indexOf(first)) return true;
  return block.next.some(({ to }) => [...reachableFrom(to)].some((each) => each.operations.includes(second)));
}
