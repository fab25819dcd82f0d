import { pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type CallPoint, callsIn } from './calls-in.js';
import { helperOf, someLoadedCall } from './helpers-of.js';
import { refreshOfAnother } from './refresh-of-another.js';
import { refreshedElsewhere } from './refreshed-elsewhere.js';
import { onlyRemoved, type Seen } from './shape.js';
import { remembers, valuesSet } from './source-of.js';

/** Calls that read state whole, and calls that write it back whole. */
export interface RefreshPair {
  refresh: readonly string[];
  writeBack: readonly string[];
}

/**
 *     h.Save()        refresh: removed by the change
 *     h.Set(…)
 *     h.Restore()     write-back: of what an earlier, unknown refresh left in h
 */
export function lostRefreshes(form: FunctionForm, program: Program, pair: RefreshPair): Seen[] {
  const writes = callsIn(form).filter((each) => each.receiver && pair.writeBack.includes(each.name));
  if (writes.length === 0) return [];
  const refreshes = callsIn(form).filter((each) => refreshesIn(program, each, pair));
  return writes.flatMap((write): Seen[] => {
    const earlier = refreshes.filter((each) => mayPrecede(each, write));
    const mixedUp = refreshOfAnother(program, write, earlier, pair.refresh);
    const before = mixedUp ? [] : earlier;
    const seen = seenAt(write, pair);
    if (before.length > 0)
      return [
        {
          ...seen,
          verdict: 'sound',
          clues: before.map(({ operation }) => ({ role: 'refresh', place: operation.place })),
        },
      ];
    if (isNew(write) || refreshedByCaller(program, form, pair)) return [];
    if (mixedUp) return [{ ...seen, clues: [...seen.clues, { role: 'mixedUp', place: mixedUp }] }];
    const stale = refreshedElsewhere(program, write, pair.refresh);
    return [stale ? { ...seen, clues: [...seen.clues, { role: 'stale', place: stale }] } : { ...seen, ...onlyRemoved }];
  });
}

/**
 * The same for one remote object whose readers and writers name it alike, where what is written comes from what the receiver remembers.
 *
 *     old := e.lock.Get(ctx)                             removed by the change
 *     e.lock.Update(ctx, record{n: e.observed.n})        write-back
 */
export function lostReads(form: FunctionForm, program: Program, pair: RefreshPair): Seen[] {
  const calls = callsIn(form);
  return calls.flatMap((write): Seen[] => {
    const of = write.receiver && valueText(write.receiver);
    if (!of || !pair.writeBack.includes(write.name)) return [];
    const reads = calls.filter(
      (each) =>
        each.receiver && pair.refresh.includes(each.name) && valueText(each.receiver) === of && mayPrecede(each, write),
    );
    const seen = { ...seenAt(write, pair), key: `read ${of}.${write.name}` };
    if (reads.length > 0)
      return [
        {
          ...seen,
          verdict: 'sound',
          clues: reads.map(({ operation }) => ({ role: 'refresh', place: operation.place })),
        },
      ];
    const isRemembered = write.call.arguments.some((each) => remembers(each, write.form));
    const isReadByHelper = calls.some((each) => refreshesIn(program, each, pair));
    return isRemembered && !isReadByHelper ? [{ ...seen, ...onlyRemoved }] : [];
  });
}

function seenAt({ operation, call, receiver }: CallPoint, { refresh, writeBack }: RefreshPair): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `refresh ${writeBack.join()}`,
    at: operation.place,
    clues: [{ role: 'write', place: operation.place }],
    write: call.text,
    guard: refresh[0] ?? '',
    state: receiver ? valueText(receiver) : '',
  };
}

/** The refresh itself, or a helper that refreshes. */
function refreshesIn(program: Program, point: CallPoint, { refresh }: RefreshPair): boolean {
  if (point.receiver && refresh.includes(point.name)) return true;
  const helper = helperOf(program, point);
  return helper !== undefined && callsIn(helper).some((each) => each.receiver && refresh.includes(each.name));
}

function mayPrecede(first: CallPoint, second: CallPoint): boolean {
  // A literal may run at any time: that it stands first is enough to keep silent.
  if (first.form !== second.form) return first.operation.place.line <= second.operation.place.line;
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second.operation });
}

/** `h := New(); …; h.Restore()`: what was made here holds nothing old. */
function isNew({ receiver }: CallPoint): boolean {
  if (receiver?.kind !== 'variable' || receiver.variable.kind !== 'local') return false;
  const set = valuesSet(receiver.variable);
  return set.length > 0 && set.every((each) => each.kind === 'variable' && each.variable.origin?.from === 'call');
}

function refreshedByCaller(program: Program, form: FunctionForm, { refresh }: RefreshPair): boolean {
  return someLoadedCall(program, form, ({ form: caller }) =>
    callsIn(caller).some((each) => each.receiver && refresh.includes(each.name)),
  );
}
