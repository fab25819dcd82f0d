import { locksHeld } from '../../go/concurrency/guards.js';
import type { Occurrence, Step } from '../../go/concurrency/occurrences.js';
import { conditionsAt, type Dominating, dominates } from '../../go/flow/dominance.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import { type FunctionForm, type Operation, type Place, partsOf, type Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { subjectsOf } from './asked-for.js';
import { sets } from './closing.js';
import { type Gap, gapOf } from './flag-gap.js';

/**
 * What keeps a close from running twice.
 *
 * - `once`: sync.Once.
 * - `swap`: an atomic exchange, of which only one caller sees the old value.
 * - `flag`: a condition on something that is set here.
 * - `cleared`: the place of the channel is set to nil, or to another channel.
 * - `removed`: the channel, or what holds it, is deleted from its map.
 * - `checked`: a receive in a select with default, which succeeds when the channel is closed; a flag that is loaded and stored in two steps.
 */
export interface Guard {
  kind: 'once' | 'swap' | 'flag' | 'cleared' | 'removed' | 'checked';
  places: Place[];
  gap?: Gap;
}

/** `sound`: the guard holds against concurrent callers. `looks-safe`: it needs a lock, and none is held. `conditional`: some other condition decides. */
export interface Protection {
  verdict: 'sound' | 'looks-safe' | 'conditional' | 'bare';
  guard?: Guard;
  /** Of `conditional`: all that decides is whether another channel is closed. */
  other?: 'channel';
}

const exchanges =
  /^(CompareAndSwap|Swap|LoadOrStore|LoadAndDelete|CompareAndDelete|TestAndSet|TrySet|TryLock|CAS|SetToIf)\w*$/;

export function protectionOf(
  program: Program,
  { steps }: Occurrence,
  value: Value,
  key: string | undefined,
): Protection {
  const once = steps.find((each) => each.runs === 'once');
  if (once) return { verdict: 'sound', guard: { kind: 'once', places: [once.operation.place] } };
  const locks: Place[] = [];
  for (const step of steps.toReversed()) {
    locks.push(...locksHeld(program, step.form, step.operation).values());
    const guard = guardIn(program, step, value, key);
    if (!guard) continue;
    if (guard.kind === 'swap') return { verdict: 'sound', guard };
    if (guard.kind === 'removed') locks.push(...locksOfRemoval(program, step.form, value, guard));
    if (locks.length === 0 || guard.gap) return { verdict: 'looks-safe', guard };
    return { verdict: 'sound', guard: { ...guard, places: [...guard.places, ...locks] } };
  }
  if (steps.every((each) => conditionsAt(each).length === 0))
    return steps.some((each) => asksOther(each, key))
      ? { verdict: 'conditional', other: 'channel' }
      : { verdict: 'bare' };
  return { verdict: 'conditional' };
}

/**
 *     s.mu.Lock()
 *     c := s.waiting[id]
 *     delete(s.waiting, id)
 *     s.mu.Unlock()
 *     close(c)                whoever has found and removed it in one section is the only one who has it
 */
function locksOfRemoval(program: Program, form: FunctionForm, value: Value, { places }: Guard): Place[] {
  const found = value.kind === 'variable' && value.variable.origin?.from === 'value' && value.variable.origin.value;
  const operations = operationsOf(form);
  const lookup = operations.find((each) => each.op === 'assign' && each.value === found);
  if (!found || !lookup) return [];
  const locks = [...locksHeld(program, form, lookup).values()];
  const removals = operations.filter(({ place }) => places.includes(place));
  const kept = removals.flatMap((each) => [...locksHeld(program, form, each).values()]);
  return locks.filter((each) => kept.includes(each));
}

function guardIn(program: Program, step: Step, value: Value, key: string | undefined): Guard | undefined {
  const conditions = conditionsAt(step);
  if (conditions.some((each) => each.test !== 'nil' && partsOf(each.value).some(isExchange)))
    return { kind: 'swap', places: conditions.flatMap(placesOf) };
  return (
    checkedIn(step, key) ?? clearedIn(program, step, key) ?? removedIn(step, value) ?? flagIn(program, step, conditions)
  );
}

function isExchange(value: Value): boolean {
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from === 'value') return isExchange(origin.value);
  if (origin?.from !== 'call') return false;
  const { callee } = origin.call;
  if (callee.kind === 'imported') return callee.path === 'sync/atomic' && !callee.name.startsWith('Load');
  return callee.kind === 'member' && (exchanges.test(callee.name) || callee.name === 'Add');
}

/**
 *     select {
 *     case <-c:
 *     default:
 *         close(c)
 *     }
 */
function checkedIn(step: Step, key: string | undefined): Guard | undefined {
  return key === undefined ? undefined : askedBefore(step, (each) => placeKey(each) === key);
}

/** The same for another channel of the same value: `case <-s.stopped:` above `close(s.done)`. */
function asksOther(step: Step, key: string | undefined): boolean {
  return askedBefore(step, (each) => each.kind === 'member' && placeKey(each) !== key) !== undefined;
}

function askedBefore({ form, block }: Step, isIt: (channel: Value) => boolean): Guard | undefined {
  for (const start of form.blocks) {
    const first = start.next.map(({ to }) => to.operations[0]);
    const received = first.find(
      (each) => each?.op === 'receive' && each.select?.hasDefault === true && isIt(each.channel),
    );
    if (received?.op !== 'receive' || !received.select) continue;
    const place = received.select.place;
    const otherwise = start.next
      .map(({ to }) => to)
      .filter((to) => !(to.operations[0] && 'select' in to.operations[0] && to.operations[0].select?.place === place));
    if (otherwise.some((to) => dominates(form, to, block))) return { kind: 'checked', places: [place, received.place] };
  }
  return undefined;
}

function clearedIn(program: Program, step: Step, key: string | undefined): Guard | undefined {
  if (key === undefined || (!key.includes('.') && !key.startsWith('@'))) return undefined;
  const clearing = operationsOf(step.form).filter(
    (each) =>
      sets(each, key) && each.op === 'assign' && each.target.kind !== 'variable' && placeKey(each.target) === key,
  );
  if (clearing.length === 0) return undefined;
  return {
    kind: 'cleared',
    places: clearing.map(({ place }) => place),
    ...withGap(gapOf(program, step, [key], clearing)),
  };
}

function withGap(gap: Gap | undefined): Pick<Guard, 'gap'> {
  return gap ? { gap } : {};
}

/** `delete(s.waiters, id)` beside `close(s.waiters[id])` or beside `w := s.waiters[id]; close(w.done)`. */
function removedIn({ form }: Step, value: Value): Guard | undefined {
  const container = containerOf(value);
  if (container === undefined) return undefined;
  const deletes = operationsOf(form).filter((each) => deletesFrom(each, container));
  return deletes.length > 0 ? { kind: 'removed', places: deletes.map(({ place }) => place) } : undefined;
}

function deletesFrom(operation: Operation, container: string): boolean {
  if (operation.op === 'assign') return placeKey(operation.target) === container;
  if (operation.op !== 'call' || operation.call.callee.kind !== 'name') return false;
  const [first] = operation.call.arguments;
  return (
    ['delete', 'clear'].includes(operation.call.callee.name) && first !== undefined && placeKey(first) === container
  );
}

/** The map, slice or list that a channel, or what holds it, was taken from. */
export function containerOf(value: Value): string | undefined {
  if (value.kind === 'element') return placeKey(value.of);
  const origin = rootOf(value)?.origin ?? (value.kind === 'variable' ? value.variable.origin : undefined);
  if (origin?.from === 'range') return placeKey(origin.over);
  if (origin?.from !== 'value') return 'of' in value && !Array.isArray(value.of) ? containerOf(value.of) : undefined;
  if (origin.value.kind === 'element') return placeKey(origin.value.of);
  const inner = origin.value.kind === 'variable' ? origin.value.variable.origin : undefined;
  return inner?.from === 'range' ? placeKey(inner.over) : undefined;
}

/** `if s.closed { return }; s.closed = true`; `if len(s.up) == 0 { … }; s.up[a] = b`. */
function flagIn(program: Program, step: Step, conditions: readonly Dominating[]): Guard | undefined {
  const { form } = step;
  const subjects = new Set(
    conditions.flatMap((each) => partsOf(each.value)).flatMap((part) => subjectsOf(program, part)),
  );
  const setting = operationsOf(form).flatMap((operation) => {
    const keys = [...subjects].filter((key) => setsFlag(operation, key, form));
    if (keys.some((key) => conditions.some((each) => asksForThat(program, each, key, operation)))) return [];
    return keys.length > 0 ? [{ operation, keys }] : [];
  });
  if (setting.length === 0) return undefined;
  const operations = setting.map(({ operation }) => operation);
  // `if s.closed.Load() { return }; s.closed.Store(true)`: both steps are atomic, and others may come between them.
  const isTwoSteps = operations.every((each) => each.op === 'call' && [...subjects].some((key) => storesIn(each, key)));
  const gap = gapOf(
    program,
    step,
    setting.flatMap(({ keys }) => keys),
    operations,
  );
  return { kind: isTwoSteps ? 'checked' : 'flag', places: operations.map(({ place }) => place), ...withGap(gap) };
}

/** `if s.synced { close(s.fixer) }; s.synced = true`: what is set is what the close asks for, so it keeps nobody out. */
function asksForThat(program: Program, { test, value, holds }: Dominating, key: string, operation: Operation): boolean {
  if (operation.op !== 'assign' || operation.value.kind !== 'constant' || test !== 'true') return false;
  return operation.value.text === String(holds) && value.kind !== 'mixed' && subjectsOf(program, value).includes(key);
}

function setsFlag(operation: Operation, key: string, form: FunctionForm): boolean {
  if (operation.op !== 'assign') return deletesFrom(operation, key) || storesIn(operation, key);
  const { target } = operation;
  const set = target.kind === 'element' ? placeKey(target.of) : placeKey(target);
  // `closed := s.closed` only gives the flag a name.
  return set === key && (target.kind === 'variable' ? isCaptured(target, form) : /[.@]/.test(key));
}

/** `s.closed.Store(true)`, `atomic.StoreInt32(&s.closed, 1)` */
function storesIn(operation: Operation, key: string): boolean {
  if (operation.op !== 'call') return false;
  const { callee, arguments: given } = operation.call;
  if (callee.kind === 'imported')
    return (
      callee.path === 'sync/atomic' &&
      callee.name.startsWith('Store') &&
      given[0] !== undefined &&
      placeKey(given[0]) === key
    );
  if (callee.kind !== 'member') return false;
  return /^(Store|Set|SetTrue|Done)$/.test(callee.name) && placeKey(callee.of) === key;
}

function isCaptured(target: Value, form: FunctionForm): boolean {
  return target.kind === 'variable' && target.variable.owner !== form;
}

function placesOf({ block }: Dominating): Place[] {
  return block.operations.slice(-1).map(({ place }) => place);
}
