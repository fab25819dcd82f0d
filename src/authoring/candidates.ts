import { forbidden, shownValue, typeNameOf } from '../detectors/argument/value-kinds.js';
import { shapes as blockedShapes } from '../detectors/blocked-goroutine/shape.js';
import { resultUsed } from '../detectors/call-order/surroundings.js';
import type { Family } from '../detectors/detector.js';
import { shapes as closeShapes } from '../detectors/double-close/seen.js';
import { guardsAt } from '../go/concurrency/guards.js';
import { placeKey } from '../go/flow/expression-key.js';
import { loopsAround } from '../go/flow/loops.js';
import type { Value } from '../go/form.js';
import { operationsOf } from '../go/form-values.js';
import { typeOf } from '../go/type-of.js';
import { type Fix, type MendedFunction, missingIn, type NamedCall } from './fix-calls.js';
import { otherFields } from './other-fields.js';

/** A detector with parameters that may be what a fix is about. */
export interface Candidate {
  detector: string;
  family: Family;
  params: unknown;
  /** What in the fix says so, as half a sentence. */
  because: string;
}

/** Calls that follow an added one closely enough to be what it is for. */
const followersMax = 3;
/** Of one fix; all of them are tried out. */
const candidatesMax = 60;

/** What is written down or wrapped on the way is not what a fix is about. */
const telling =
  /^(?:fmt|errors|log|log\/slog|go\.uber\.org\/zap|github\.com\/sirupsen\/logrus|k8s\.io\/klog(?:\/v2)?|github\.com\/pkg\/errors|github\.com\/go-kit\/(?:kit\/)?log(?:\/level)?|github\.com\/containerd\/log)\./;

const lockMethod = /^R?(Un)?[lL]ock$/;

/** Whatever the code of a fix may be an example of, the most telling first. Which of them it is is found out by trying. */
export function candidatesOf({ functions }: Fix): Candidate[] {
  const each = (make: (mended: MendedFunction) => Candidate[]) => functions.flatMap(make);
  const all = [
    ...each(releases),
    ...each(refreshes),
    ...each(otherArguments),
    ...each(otherFields),
    ...each(usedResults),
    ...each(movedFromLock),
    ...each(movedCalls),
    ...each(takenFromLoop),
    ...each(addedBefore),
    ...each(addedAfter),
    ...(functions.length > 0 ? wholeFamilies() : []),
    ...each(removedCalls),
  ];
  const seen = new Set<string>();
  const distinct = all.filter(({ detector, params }) => {
    const key = JSON.stringify([detector, params]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  return distinct.slice(0, candidatesMax);
}

/** `defer h.Close()` was added for an `h` that a call gave. */
function releases({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  return missingIn(callsAfter, callsBefore).flatMap((added): Candidate[] => {
    const { callee, text } = added.operation.call;
    if (callee.kind !== 'member' || lockMethod.test(callee.name)) return [];
    const made = madeBy(callee.of, callsAfter);
    const type = typeNameOf(added.program, typeOf(added.program, callee.of)) ?? made?.call.name;
    if (!made || type === undefined || !/\.\w+$/.test(type)) return [];
    const resource = {
      type,
      acquire: [made.call.name],
      ...(made.index > 0 ? { result: made.index } : {}),
      release: [callee.name],
    };
    return [
      candidate(
        'handle-leak',
        'handle-leak',
        { resources: [resource] },
        `it adds ${text}() for what ${made.call.operation.call.text} gives`,
      ),
    ];
  });
}

/** The call of which a value is a result. */
function madeBy(value: Value, calls: readonly NamedCall[]): { call: NamedCall; index: number } | undefined {
  if (value.kind !== 'variable') return undefined;
  const { origin } = value.variable;
  const temporaries = calls.flatMap((call) =>
    call.operation.results.map((variable, index) => ({ call, index, variable })),
  );
  const own = temporaries.find(({ variable }) => variable === value.variable);
  if (own) return own;
  if (origin?.from === 'call') {
    const call = calls.find(({ operation }) => operation.call === origin.call);
    if (call) return { call, index: origin.index };
  }
  // `h, err = open()` for a variable that was declared before.
  for (const { form } of calls) {
    for (const each of operationsOf(form)) {
      if (each.op !== 'assign' || each.target.kind !== 'variable' || each.target.variable !== value.variable) continue;
      const found = temporaries.find(
        ({ variable }) => each.value.kind === 'variable' && each.value.variable === variable,
      );
      if (found) return found;
    }
  }
  return undefined;
}

/** `set.Save()` was added before `set.Restore()`. */
function refreshes(mended: MendedFunction): Candidate[] {
  return followers(mended).flatMap(({ first, then }): Candidate[] => {
    const [a, b] = [first.operation.call.callee, then.operation.call.callee];
    if (a.kind !== 'member' || b.kind !== 'member' || placeKey(a.of) === undefined || placeKey(a.of) !== placeKey(b.of))
      return [];
    if (lockMethod.test(a.name) || a.name === b.name) return [];
    const params = { snapshots: [{ refresh: [a.name], writeBack: [b.name] }] };
    return [
      candidate(
        'stale-write',
        'stale-write',
        params,
        `it adds ${first.operation.call.text}() before ${then.operation.call.text}()`,
      ),
    ];
  });
}

/** Added calls with those that come after them and were there before. */
function followers({ callsBefore, callsAfter }: MendedFunction): { first: NamedCall; then: NamedCall }[] {
  const known = new Set(callsBefore.map(({ name }) => name));
  return missingIn(callsAfter, callsBefore)
    .filter((first) => !telling.test(first.name))
    .flatMap((first) =>
      callsAfter
        .filter((then) => known.has(then.name) && then.name !== first.name && isBefore(first, then))
        .filter((then) => !telling.test(then.name))
        .slice(0, followersMax)
        .map((then) => ({ first, then })),
    );
}

function isBefore(one: NamedCall, other: NamedCall): boolean {
  const [a, b] = [one.operation.place, other.operation.place];
  return a.line < b.line || (a.line === b.line && one.block === other.block && one.index < other.index);
}

/** A call that gets something else than before. */
function otherArguments({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  return callsBefore.flatMap((was, index): Candidate[] => {
    const ordinal = callsBefore.slice(0, index).filter(({ name }) => name === was.name).length;
    const now = callsAfter.filter(({ name }) => name === was.name)[ordinal];
    if (!now) return [];
    return was.operation.call.arguments.flatMap((value, argument): Candidate[] => {
      const other = now.operation.call.arguments[argument];
      if (!other || shownValue(was.program, value) === shownValue(now.program, other)) return [];
      const never = kindOf(was, value);
      const text = `it hands ${was.operation.call.text} something else as argument ${argument}`;
      return never
        ? [candidate('argument', 'broken-contract', { rules: [{ call: [was.name], argument, never }] }, text)]
        : [];
    });
  });
}

function kindOf({ program, operation }: NamedCall, value: Value): object | undefined {
  if (forbidden(program, value, { nil: true }) !== undefined) return { nil: true };
  const written = forbidden(program, value, { literal: true });
  if (written !== undefined) return { values: [written] };
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  const call = origin?.from === 'call' && origin.call !== operation.call ? origin.call : undefined;
  if (call?.callee.kind === 'imported') return { results: [`${call.callee.path}.${call.callee.name}`] };
  const type = typeNameOf(program, typeOf(program, value));
  return value.kind === 'imported'
    ? { values: [`${value.path}.${value.name}`] }
    : type && /\./.test(type)
      ? { types: [type] }
      : undefined;
}

/** A call of which nobody looked at the result. */
function usedResults({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  return callsBefore.flatMap((was): Candidate[] => {
    const now = callsAfter.find(({ name, operation }) => name === was.name && operation.when === was.operation.when);
    if (!now || was.operation.when !== 'now' || telling.test(was.name)) return [];
    const [before, after] = [resultUsed(was, 'last'), resultUsed(now, 'last')];
    if (before.verdict !== 'defect' || after.verdict !== 'sound') return [];
    const params = { rules: [{ call: [was.name], resultUsed: 'last' }] };
    return [candidate('call-order', 'broken-contract', params, `it looks at what ${was.operation.call.text} gives`)];
  });
}

/** A call that was made under a lock. */
function movedFromLock({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  return callsBefore.flatMap((was): Candidate[] => {
    const held = [...guardsAt(was.program, was.form, was.operation).values()];
    const now = callsAfter.filter(({ name }) => name === was.name);
    const free = now.some((one) => guardsAt(one.program, one.form, one.operation).size < held.length);
    const [lock] = held;
    if (!lock || !free || lockMethod.test(was.name.replace(/^.*\./, ''))) return [];
    const named = /^[\w~-]+(?:[./][\w~-]+)*\.\w+$/.test(lock.key) ? lock.key : 'any';
    const params = { rules: [{ call: [was.name], neverHolding: [named] }] };
    return [
      candidate('call-order', 'blocked-goroutine', params, `it calls ${was.operation.call.text} without ${lock.text}`),
    ];
  });
}

/** Two calls that have changed places. */
function movedCalls({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  const order = (calls: readonly NamedCall[], first: string, then: string) => {
    const [a, b] = [first, then].map((wanted) => calls.filter(({ name }) => name === wanted));
    return a?.length === 1 && b?.length === 1 && a[0] && b[0] && isBefore(a[0], b[0]);
  };
  return callsAfter.flatMap((first) =>
    callsAfter.flatMap((then): Candidate[] => {
      if (!order(callsAfter, first.name, then.name) || !order(callsBefore, then.name, first.name)) return [];
      const texts = `${first.operation.call.text} is called before ${then.operation.call.text} now`;
      return [
        candidate('call-order', 'broken-contract', { rules: [{ call: [then.name], after: [first.name] }] }, texts),
      ];
    }),
  );
}

function addedBefore(mended: MendedFunction): Candidate[] {
  return followers(mended).map(({ first, then }) => {
    const texts = `it adds ${first.operation.call.text} before ${then.operation.call.text}`;
    return candidate('call-order', 'broken-contract', { rules: [{ call: [then.name], after: [first.name] }] }, texts);
  });
}

function addedAfter({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  const known = new Set(callsBefore.map(({ name }) => name));
  const added = missingIn(callsAfter, callsBefore).filter((last) => !telling.test(last.name));
  return added.flatMap((last) =>
    callsAfter
      .filter((call) => !telling.test(call.name))
      .filter((call) => known.has(call.name) && call.name !== last.name && isBefore(call, last))
      .slice(-followersMax)
      .map((call) => {
        const texts = `it adds ${last.operation.call.text} after ${call.operation.call.text}`;
        return candidate(
          'call-order',
          'broken-contract',
          { rules: [{ call: [call.name], before: [last.name] }] },
          texts,
        );
      }),
  );
}

function takenFromLoop({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  const inLoop = ({ form, block }: NamedCall) => loopsAround(form, block).length > 0;
  return callsBefore
    .filter((was) => inLoop(was) && !callsAfter.some((now) => now.name === was.name && inLoop(now)))
    .map((was) => {
      const params = { rules: [{ call: [was.name], neverInLoop: true }] };
      return candidate(
        'call-order',
        'broken-contract',
        params,
        `${was.operation.call.text} is not called in a loop any more`,
      );
    });
}

/** Detectors that find out by themselves what the code is about. */
function wholeFamilies(): Candidate[] {
  const shapes = ['lock-left-out', 'returned-by-reference', 'shared-without-lock'];
  return [
    candidate('unguarded-map', 'unguarded-map', { shapes }, 'the detector sees it'),
    candidate('double-close', 'double-close', { shapes: [...closeShapes] }, 'the detector sees it'),
    candidate('blocked-goroutine', 'blocked-goroutine', { shapes: [...blockedShapes] }, 'the detector sees it'),
    candidate('stale-write', 'stale-write', { counters: true, indexes: true }, 'the detector sees it'),
  ];
}

/** What is left: the call that the fix takes away, wherever it stands. */
function removedCalls({ callsBefore, callsAfter }: MendedFunction): Candidate[] {
  const kept = new Set(callsAfter.map(({ name }) => name));
  return callsBefore
    .filter(({ name }) => !kept.has(name))
    .map(({ name, operation }) => {
      const last = name.slice(name.lastIndexOf('.') + 1);
      const query = `(call_expression\n  function: [(identifier) @called (selector_expression field: (field_identifier) @called)]\n  (#eq? @called "${last}")) @at\n`;
      return candidate('query', 'broken-contract', { query }, `it does not call ${operation.call.text} any more`);
    });
}

function candidate(detector: string, family: Family, params: unknown, because: string): Candidate {
  return { detector, family, params, because };
}
