import { channelUses } from '../channels/channel-uses.js';
import { countingLoops } from '../flow/dominance.js';
import { placeKey, rootOf } from '../flow/expression-key.js';
import { pathFrom, pathFromEntry } from '../flow/paths.js';
import { type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../form.js';
import { operationsOf, valuesOf, variablesIn } from '../form-values.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { goroutineStep, type Meeting, reaches } from './meeting.js';
import { occurrencesOf, outermost, pointsOf, type Step } from './occurrences.js';
import { qualifiedCallee } from './qualified-callee.js';

/** A goroutine that is waited for through another one that waits for it, and so on. */
const depthMax = 3;

/** Names of functions that may wait for a goroutine to end; taking one too many as such costs a finding, not a false alarm. */
const waits = /wait|join|drain|stop|shutdown|close|finish|cleanup|flush|done|quit|sync|cancel|terminate|kill/i;
const waitsNot = /^time\.(Ticker|Timer)\.Stop$|^sync\.\w+\.Done$|^context\.|\.Done$/;

/** A goroutine of which something runs at `step`, in `form`. */
interface Goroutine {
  program: Program;
  form: FunctionForm;
  step: Step;
  /** The step that starts it, when it is started by `wg.Go` or the like. */
  start: Operation | undefined;
  /** A channel whose own receives say that its senders have come. */
  itself: string | undefined;
}

/**
 * True when what runs second on some path starts without a wait for the goroutine in which the first runs. `channel`: the key of what they
 * meet about.
 *
 *     go func() { …; c <- v; close(done) }()      first
 *     <-done                                       the wait
 *     close(c)                                     second
 */
export function runsUnjoined(program: Program, meeting: Meeting, channel: string | undefined): boolean {
  const [start, second] = [meeting.first[0], meeting.second[0]];
  const isJoin = joinOf(program, meeting, channel);
  return start && second && isJoin
    ? unjoined(start, second, isJoin) && entersUnjoined(program, meeting, channel)
    : false;
}

/** The same when the second is a goroutine that is started first: then only what it does itself can be a wait. */
export function entersUnjoined(
  program: Program,
  { first, second, form }: Meeting,
  channel: string | undefined,
): boolean {
  const isJoin = joinOf(program, { first, second, form }, channel);
  return isJoin !== undefined && second.slice(1).every((each) => unjoined(undefined, each, isJoin));
}

type Test = (operation: Operation) => boolean;

function joinOf(program: Program, { first }: Meeting, itself: string | undefined): Test | undefined {
  const step = goroutineStep(first);
  if (!step) return undefined;
  const goroutine: Goroutine = { program, form: step.form, step, start: first[0]?.operation, itself };
  return (operation) => isWait(goroutine, operation, 0);
}

/** A path without a wait, from the start or from the beginning of the form, to when the step runs. */
function unjoined(start: Step | undefined, step: Step, stops: Test): boolean {
  const closed = countingLoops(step.form, stops);
  const walk = { stops, closed, arrives: (each: Operation) => each === step.operation };
  const comes = () => (start ? pathFrom(start, walk) : pathFromEntry(step.form, walk));
  if (step.runs !== 'deferred') return comes();
  const waitsDeferred = operationsOf(step.form).some(
    (each) => each.op === 'call' && each.when === 'deferred' && each !== step.operation && stops(each),
  );
  if (waitsDeferred) return false;
  const toEnd = { stops, closed, arrives: () => false, end: true };
  if (start && reaches(step, start)) return pathFrom(start, toEnd);
  return comes() && pathFrom(step, toEnd);
}

/** Does this operation end only when the goroutine is past its step for good? When nobody can tell, it does. */
function isWait(goroutine: Goroutine, operation: Operation, depth: number): boolean {
  const { program } = goroutine;
  switch (operation.op) {
    case 'receive':
      return isWaitingReceive(goroutine, operation.channel, depth);
    case 'range':
      return isChannelKeyed(goroutine, operation.over) && isWaitingReceive(goroutine, operation.over, depth);
    case 'send':
      return receivesLast(goroutine, placeKey(operation.channel));
    case 'call': {
      const { callee } = operation.call;
      const literal = literalOf(callee);
      if (literal)
        return (
          operation.when !== 'spawned' &&
          withLiterals(literal).some((form) => operationsOf(form).some((each) => isWait(goroutine, each, depth + 1)))
        );
      if (operation.when === 'spawned' || (callee.kind === 'name' && callee.name === 'close')) return false;
      if (callee.kind === 'member' && callee.name === 'Wait') return isWaitOf(goroutine, callee.of);
      const name = 'name' in callee ? callee.name : '';
      return (
        waits.test(name) &&
        !waitsNot.test(qualifiedCallee(program, operation.call)) &&
        mayConcern(goroutine, operation) &&
        !isCancel(callee) &&
        !(callee.kind === 'member' && isClockwork(callee.of))
      );
    }
    default:
      return false;
  }
}

/** `cancel()` of context.WithCancel tells the goroutine to end, and does not wait until it does. */
function isCancel(callee: Value): boolean {
  if (callee.kind !== 'variable' || callee.variable.origin?.from !== 'value') return false;
  const { value } = callee.variable.origin;
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  return origin?.from === 'call' && origin.call.callee.kind === 'imported' && origin.call.callee.path === 'context';
}

/** Only what shares a variable with the goroutine can wait for it; a function value may share anything. */
function mayConcern({ form, start }: Goroutine, { call }: Operation & { op: 'call' }): boolean {
  const roots = [call.callee, ...call.arguments].flatMap(partsOf).flatMap((part) => rootOf(part) ?? []);
  if (roots.length === 0) return call.callee.kind === 'name';
  const known = new Set([
    ...withLiterals(form).flatMap(variablesIn),
    ...(start ? valuesOf(start).flatMap(partsOf) : []).flatMap((part) => rootOf(part) ?? []),
  ]);
  return call.callee.kind === 'variable' || roots.some((each) => known.has(each));
}

/** `ticker.Stop()` waits for nobody. */
function isClockwork(value: Value): boolean {
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from === 'value') return isClockwork(origin.value);
  return origin?.from === 'call' && origin.call.callee.kind === 'imported' && origin.call.callee.path === 'time';
}

function literalOf(callee: Value): FunctionForm | undefined {
  if (callee.kind === 'literal') return callee.form;
  const origin = callee.kind === 'variable' ? callee.variable.origin : undefined;
  return origin?.from === 'value' && origin.value.kind === 'literal' ? origin.value.form : undefined;
}

/** `wg.Wait()`: for this goroutine when it calls `wg.Done()`, was started by `wg.Go`, or hands wg on. */
function isWaitOf({ form, start }: Goroutine, group: Value): boolean {
  const key = placeKey(group);
  if (key === undefined) return true;
  const isGroup = (value: Value) => partsOf(value).some((part) => placeKey(part) === key);
  if (start?.op === 'call' && start.call.callee.kind === 'member' && isGroup(start.call.callee)) return true;
  if (start?.op === 'call' && start.call.arguments.some((each) => each.kind !== 'literal' && isGroup(each)))
    return true;
  return withLiterals(form).some((each) => operationsOf(each).some((operation) => valuesOf(operation).some(isGroup)));
}

function isChannelKeyed(goroutine: Goroutine, value: Value): boolean {
  const key = placeKey(value);
  return (
    key !== undefined &&
    channelUses(goroutine.program, outermost(goroutine.form)).some(
      (use) => use.how !== 'handed' && keyOfUse(use.operation) === key,
    )
  );
}

function isWaitingReceive(goroutine: Goroutine, channel: Value, depth: number): boolean {
  const key = placeKey(channel);
  if (key === undefined) return !isSignal(channel);
  if (key === goroutine.itself) return true;
  const releases = releasesOf(goroutine, key);
  return releases.some((each) => isPast(goroutine, each, depth));
}

/** `<-ctx.Done()`, `<-time.After(d)` wait for nobody here. */
function isSignal(channel: Value): boolean {
  const origin = channel.kind === 'variable' ? channel.variable.origin : undefined;
  return origin?.from === 'call' && /(^|\.)(Done|After|Tick|C)$/.test(origin.call.text);
}

/** Where a channel is sent on, closed or handed on, in the declaration around. */
function releasesOf({ program, form }: Goroutine, key: string): Step[] {
  return channelUses(program, outermost(form)).flatMap((use) => {
    const value = use.operation;
    if (use.how === 'received' || use.how === 'ranged' || use.how === 'made') return [];
    if (keyOfUse(value) !== key && !(use.how === 'handed' && handsOn(value, key))) return [];
    const { block, index, operation } = use;
    return [{ form: use.form, block, index, operation, runs: 'called' as const }];
  });
}

function handsOn(operation: Operation, key: string): boolean {
  return operation.op === 'call' && operation.call.arguments.some((each) => placeKey(each) === key);
}

/** The channel that an operation sends on, receives from or closes. */
export function keyOfUse(operation: Operation): string | undefined {
  if (operation.op === 'send' || operation.op === 'receive') return placeKey(operation.channel);
  if (operation.op === 'range') return placeKey(operation.over);
  const [first] = operation.op === 'call' ? operation.call.arguments : [];
  return operation.op === 'call' &&
    operation.call.callee.kind === 'name' &&
    operation.call.callee.name === 'close' &&
    first
    ? placeKey(first)
    : undefined;
}

/** After this operation the goroutine does not come to its step again; or it runs elsewhere, and only after a wait for the goroutine. */
function isPast(goroutine: Goroutine, release: Step, depth: number): boolean {
  const { form, step, program } = goroutine;
  return occurrencesOf(program, release).some(({ steps }) => {
    const inGoroutine = steps.find((each) => each.form === form);
    if (inGoroutine && withLiterals(form).includes(release.form)) {
      if (inGoroutine.operation === step.operation) return false;
      if (inGoroutine.runs === 'deferred') return true;
      return step.runs !== 'deferred' && !reaches(inGoroutine, step);
    }
    if (depth >= depthMax) {
      meetLimit(form, `a chain of more than ${depthMax} waits`);
      return false;
    }
    const other = goroutineStep(steps);
    return (
      other !== undefined &&
      other.form !== form &&
      !pathFromEntry(other.form, {
        stops: (operation) => isWait(goroutine, operation, depth + 1),
        arrives: (operation) => operation === other.operation,
      })
    );
  });
}

/** An unbuffered send is over when the other side has received; if that is the last that the goroutine does, it is past its step. */
function receivesLast(goroutine: Goroutine, key: string | undefined): boolean {
  if (key === undefined || key === goroutine.itself) return false;
  return pointsOf(withLiterals(goroutine.form)).some((point) => {
    if (point.operation.op !== 'receive' || placeKey(point.operation.channel) !== key) return false;
    return point.form === goroutine.form && !reaches({ ...point, runs: 'called' }, goroutine.step);
  });
}
