import { isKnown, isParallel, meetingOf } from '../../go/concurrency/meeting.js';
import { pointsOf } from '../../go/concurrency/occurrences.js';
import { conditionsAt, dominates } from '../../go/flow/dominance.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import type { Confidence } from '../detector.js';
import type { Resource } from './params.js';
import { always, runsAfter, type When, whenOf } from './paths.js';
import { renews, renewsInside, stopsAt } from './renewals.js';
import type { Seen } from './seen.js';
import { thingKey, thingText } from './thing-key.js';
import { isConfirmed, type Touch } from './touches.js';

/** More releases of one thing in one declaration than these are not compared. */
const releasesMax = 12;

/**
 *     mu.Lock()
 *     defer mu.Unlock()          second, when the function ends
 *     if … {
 *         mu.Unlock()            first
 *         return
 *     }
 */
export function secondReleases(
  program: Program,
  form: FunctionForm,
  resource: Resource,
  touches: readonly Touch[],
): Seen[] {
  return byKey(touches).flatMap((group) => {
    const compared = group.slice(0, releasesMax);
    if (group.length > releasesMax) meetLimit(form, `more than ${releasesMax} releases of one thing`);
    for (const [index, one] of compared.entries()) {
      for (const other of compared.slice(index)) {
        const found = ordersOf(one, other).find(([first, second]) => follows(program, first, second, resource));
        if (!found || !isConfirmedPair(program, form, one, other, resource)) continue;
        const [first, second] = found;
        return [seenOf(first, second, resource)];
      }
    }
    return soundOf(program, compared, resource);
  });
}

function byKey(touches: readonly Touch[]): Touch[][] {
  return [...new Set(touches.map(({ key }) => key))].map((key) => touches.filter((each) => each.key === key));
}

function ordersOf(one: Touch, other: Touch): [Touch, Touch][] {
  return one === other
    ? [[one, one]]
    : [
        [one, other],
        [other, one],
      ];
}

function follows(program: Program, first: Touch, second: Touch, resource: Resource): boolean {
  if (first.how === 'tolerant' && second.how === 'tolerant') return false;
  const stops = (operation: Operation) => stopsAt(program, operation, first.key, resource);
  if (first === second) return isRepeated(first, stops, resource);
  const meeting = meetingOf(first.occurrence, second.occurrence);
  const [start, end] = [meeting?.first[0], meeting?.second[0]];
  if (!meeting || !start || !end || isParallel(meeting.first) || isParallel(meeting.second)) return false;
  if (!isKnown(meeting.first) || !isKnown(meeting.second)) return false;
  const inner = [...meeting.first.slice(1), ...meeting.second.slice(1)];
  if (inner.some((each) => renewsInside(program, each.form, first.key, resource))) return false;
  const [one, other] = [whenOf(meeting.first, meeting.form), whenOf(meeting.second, meeting.form)];
  if (!one || !other || (one !== always && other !== always)) return false;
  if (isForNothing(first, second)) return false;
  const when: When = one === always ? other : one;
  if (one !== always && start.runs === 'deferred') return false;
  return runsAfter(start, end, stops, when);
}

/** `f := os.NewFile(fd, name); if f == nil { unix.Close(fd) }`: nothing was taken over. */
function isForNothing(first: Touch, second: Touch): boolean {
  if (first.how !== 'takeover' && second.how !== 'takeover') return false;
  const [taken, other] = first.how === 'takeover' ? [first, second] : [second, first];
  const { operation } = taken.point;
  const result = operation.op === 'call' ? operation.results[0] : undefined;
  const named = operationsOf(taken.point.form).flatMap((each) =>
    each.op === 'assign' &&
    each.value.kind === 'variable' &&
    each.value.variable === result &&
    each.target.kind === 'variable'
      ? [each.target.variable]
      : [],
  );
  return conditionsAt(other.point).some(
    ({ test, holds, value }) =>
      test === 'nil' &&
      holds &&
      value.kind === 'variable' &&
      (value.variable === result || named.includes(value.variable)),
  );
}

/** In the next round of a loop. Only of what must be taken each time: other things are given back in a loop until it succeeds. */
function isRepeated(
  { occurrence, point }: Touch,
  stops: (operation: Operation) => boolean,
  resource: Resource,
): boolean {
  if (resource.again.length === 0 || resource.counted) return false;
  if (occurrence.steps.at(-1)?.runs !== 'called') return false;
  return pathFrom(point, { stops, arrives: (each) => each === point.operation });
}

function isConfirmedPair(program: Program, form: FunctionForm, one: Touch, other: Touch, resource: Resource): boolean {
  if (!isConfirmed(program, one, resource) || !isConfirmed(program, other, resource)) return false;
  return !resource.counted || isTakenOnce(form, one.key, resource);
}

/** `wg.Add(1)`, `sem.Acquire(ctx, 1)`, `mu.RLock()`: at one place of the declaration, and one at a time. */
function isTakenOnce(form: FunctionForm, key: string, resource: Resource): boolean {
  const taking = withLiterals(form)
    .flatMap(operationsOf)
    .flatMap((each) => (each.op === 'call' ? [each.call] : []))
    .filter(({ callee }) => callee.kind === 'member' && resource.again.includes(callee.name))
    .filter(({ callee }) => callee.kind === 'member' && thingKey(callee.of, resource.number, new Map()) === key);
  const [only] = taking;
  if (!only || taking.length > 1) return false;
  return only.arguments.every((each) => (each.kind === 'constant' ? each.text === '1' : isContext(each)));
}

function isContext(value: Value): boolean {
  return /ctx|context/i.test(valueText(value));
}

function seenOf(first: Touch, second: Touch, resource: Resource): Seen {
  const [one, other] = [first.point.operation, second.point.operation];
  return {
    verdict: 'defect',
    confidence: confidenceOf(first, second),
    how: 'twice',
    handle: thingText(second.value, resource.number),
    first: one,
    second: other,
    at: other.place,
    clues: [{ role: 'again', place: other.place }, ...(one === other ? [] : [{ role: 'first', place: one.place }])],
  };
}

/** The way from the first to the second takes nothing for granted. */
function confidenceOf(first: Touch, second: Touch): Confidence {
  const before = new Set(first.occurrence.steps.flatMap((each) => conditionsAt(each)).map(({ value }) => value));
  const after = second.occurrence.steps.flatMap((each) => conditionsAt(each));
  return after.every(({ value }) => before.has(value)) ? 'proof' : 'likely';
}

/** What keeps two releases of one thing apart: that it is taken again or forgotten, or a return behind the first. */
function soundOf(program: Program, group: readonly Touch[], resource: Resource): Seen[] {
  const [one, other] = group;
  if (!one || !other) return [];
  const forms = [...new Set(group.map(({ point }) => point.form))];
  const renewing = forms.flatMap((each) =>
    operationsOf(each).filter((operation) => renews(program, operation, one.key, resource)),
  );
  const returns = group.flatMap(({ point }) =>
    pointsOf([point.form])
      .filter(({ operation, block }) => operation.op === 'return' && dominates(point.form, point.block, block))
      .map(({ operation }) => operation),
  );
  const places = [...renewing, ...returns].map(({ place }) => place);
  if (places.length === 0) return [];
  const { operation } = other.point;
  return [
    {
      verdict: 'sound',
      confidence: 'possible',
      how: 'twice',
      handle: thingText(other.value, resource.number),
      first: one.point.operation,
      second: operation,
      at: operation.place,
      clues: places.map((place) => ({ role: 'guard', place })),
    },
  ];
}
