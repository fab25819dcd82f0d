import { locksHeld } from '../../go/concurrency/guards.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { type Point, pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Value, type Variable, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Clue } from '../detector.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import { someLoadedCall } from './helpers-of.js';
import { type ConflictVerbs, retryAround } from './retried-writes.js';
import type { Seen } from './shape.js';
import { rootVariable, valuesSet } from './source-of.js';

/**
 *     p, err := client.Get(ctx, name)     read: what it says may be over before the lock is taken
 *     s.lock.Lock()                       lock
 *     p.Tokens = append(p.Tokens, t)
 *     client.Update(ctx, p)               write: others wrote while this one waited
 */
export function readsBeforeLock(
  form: FunctionForm,
  program: Program,
  verbs: ConflictVerbs & { read: readonly string[] },
): Seen[] {
  return withLiterals(form).flatMap((each) =>
    ownCalls(each).flatMap((write): Seen[] => {
      if (!write.receiver || !verbs.write.includes(write.name)) return [];
      const found = write.call.arguments.map((value) => readOf(value, each, verbs.read)).find((read) => read);
      if (!found || locksHeld(program, each, found.operation).size > 0) return [];
      const lock = [...locksHeld(program, each, write.operation)].find(([key]) => key !== 'the caller');
      if (!lock || !follows(found, write) || isRetried(program, form, each, verbs)) return [];
      return [seenAt(found, write, { role: 'lock', place: lock[1] })];
    }),
  );
}

function seenAt(read: CallPoint, write: CallPoint, between: Clue): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `before ${between.role} ${write.call.text}`,
    at: write.operation.place,
    clues: [{ role: 'write', place: write.operation.place }, { role: 'read', place: read.operation.place }, between],
    write: write.call.text,
    guard: read.call.text,
    state:
      write.call.arguments
        .map((each) => rootVariable(each)?.name ?? '')
        .find((each) => each !== '' && !/ctx|context/i.test(each)) ?? '',
  };
}

/**
 *     p, err := client.Get(ctx, name)     read
 *     time.Sleep(delay)                   wait: others write
 *     p.Ready = true
 *     client.Update(ctx, p)               write
 */
export function readsBeforeWait(
  form: FunctionForm,
  program: Program,
  verbs: ConflictVerbs & { read: readonly string[]; waits: readonly string[] },
): Seen[] {
  return withLiterals(form).flatMap((each) => {
    const waits = [...waitsByCall(program, each, verbs.waits), ...waitsForTime(each)];
    if (waits.length === 0) return [];
    return ownCalls(each).flatMap((write): Seen[] => {
      if (!write.receiver || !verbs.write.includes(write.name)) return [];
      const found = write.call.arguments.map((value) => readOf(value, each, verbs.read)).find((read) => read);
      const wait = found && waits.find((point) => follows(found, point) && follows(point, write));
      const stops = (operation: Operation) => waits.some((point) => point.operation === operation);
      if (!found || !wait || pathFrom(found, { stops, arrives: (operation) => operation === write.operation }))
        return [];
      if (isRetried(program, form, each, verbs)) return [];
      return [seenAt(found, write, { role: 'waits', place: wait.operation.place })];
    });
  });
}

function waitsByCall(program: Program, form: FunctionForm, waits: readonly string[]): Point[] {
  return ownCalls(form).filter(({ operation, call, name }) => {
    // The name alone is asked first, since types may have to be read for the rest.
    if (operation.when !== 'now' || !waits.some((wait) => wait.endsWith(`.${name}`))) return false;
    return waits.includes(qualifiedCallee(program, call));
  });
}

/** `<-time.After(d)`, also as a case of a select: the other cases leave, or the time has passed. */
function waitsForTime(form: FunctionForm): Point[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Point[] => {
      const channel = operation.op === 'receive' ? rootVariable(operation.channel) : undefined;
      const callee = channel?.origin?.from === 'call' ? channel.origin.call.callee : undefined;
      const isTime = callee?.kind === 'imported' && callee.path === 'time' && callee.name === 'After';
      return isTime ? [{ form, block, index, operation }] : [];
    }),
  );
}

/** The only call that a local variable was read by. */
function readOf(value: Value, form: FunctionForm, read: readonly string[]): CallPoint | undefined {
  const variable =
    value.kind === 'pointer' ? rootVariable(value.of) : value.kind === 'variable' ? rootVariable(value) : undefined;
  if (variable?.kind !== 'local' || variable.owner !== form) return undefined;
  const values = valuesSet(variable);
  const calls = values.flatMap((each) =>
    each.kind === 'variable' && each.variable.origin?.from === 'call' ? [each.variable.origin.call] : [],
  );
  // `client.Get(ctx, key, &p)`
  const fills = ({ call, name }: CallPoint) =>
    read.includes(name) && calls.length === 0 && call.arguments.some((each) => isReferenceTo(each, variable));
  const points = ownCalls(form).filter((each) => calls.includes(each.call) || fills(each));
  const [only] = points;
  return points.length === 1 && values.length <= 1 && only && read.includes(only.name) && only.receiver
    ? only
    : undefined;
}

function isReferenceTo(value: Value, variable: Variable): boolean {
  const of = value.kind === 'pointer' ? value.of : value;
  return of.kind === 'variable' && of.variable === variable;
}

function follows(first: Point, second: Point): boolean {
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second.operation });
}

function isRetried(program: Program, form: FunctionForm, inner: FunctionForm, verbs: ConflictVerbs): boolean {
  return (
    retryAround(inner, verbs) !== undefined ||
    someLoadedCall(program, form, (each) => retryAround(each.form, verbs) !== undefined)
  );
}
