import { locksHeld } from '../../go/concurrency/guards.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, partsOf, type Value } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type CallPoint, callsIn, ownCalls } from './calls-in.js';
import type { Seen } from './shape.js';

/**
 *     if atomic.LoadInt32(&s.open) >= max {     check
 *         return
 *     }
 *     atomic.AddInt32(&s.open, 1)               write: others passed the check meanwhile
 */
export function countersCheckedApart(form: FunctionForm, program: Program): Seen[] {
  return ownCalls(form).flatMap((add): Seen[] => {
    const counter = add.name.startsWith('Add') && counterOf(add);
    if (!counter || add.operation.when !== 'now' || !isRaised(add)) return [];
    const sums = ownCalls(form).filter((each) => each.name.startsWith('Add') && counterOf(each) === counter);
    if (sums.some((each) => isUsed(form, each))) return [];
    const check = conditionsAt(add)
      .filter((each) => each.test === 'true' && each.value.kind === 'mixed' && isCompared(each.value))
      .flatMap((each) => checksIn(form, each.value))
      .find(
        (each) =>
          counterOf(each) === counter &&
          pathFrom(each, { stops: () => false, arrives: (one) => one === add.operation }),
      );
    if (!check || comparesAndSwaps(form, counter)) return [];
    // Under a lock the two are one step.
    if (locksHeld(program, form, add.operation).size > 0 || locksHeld(program, form, check.operation).size > 0)
      return [];
    return [seenAt(add, check, counter)];
  });
}

function seenAt(add: CallPoint, check: CallPoint, counter: string): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `counter ${counter}`,
    at: check.operation.place,
    clues: [
      { role: 'check', place: check.operation.place },
      { role: 'raised', place: add.operation.place },
    ],
    write: add.call.text,
    guard: check.call.text,
    state: counter,
  };
}

/** What is taken away is mostly taken by the only one who may: a sender that uses up its window. */
function isRaised({ call }: CallPoint): boolean {
  const by = call.arguments.at(-1);
  return by?.kind === 'constant' && !by.text.startsWith('-');
}

/** `&s.open` of `atomic.AddInt32(&s.open, 1)`, `s.open` of `s.open.Add(1)`; as it is written. */
function counterOf({ call, name, receiver }: CallPoint): string | undefined {
  if (!/^(Add|Load|CompareAndSwap)/.test(name)) return undefined;
  const { callee } = call;
  if (callee.kind === 'imported') {
    const [first] = call.arguments;
    return callee.path === 'sync/atomic' && first?.kind === 'pointer' ? valueText(first) || undefined : undefined;
  }
  // Methods of atomic types take no address; `Load` without arguments tells them from others such as url.Values.Add.
  if (!receiver || !/^(Add|Load|CompareAndSwap)$/.test(name)) return undefined;
  const count = { Add: 1, Load: 0 }[name] ?? 2;
  return call.arguments.length === count ? valueText(receiver) || undefined : undefined;
}

/** With something else: `n > n+1` only asks whether there is room for one more in the type. */
function isCompared(condition: Value): boolean {
  const [first, ...others] = partsOf(condition).filter((part) => part.kind !== 'mixed' && part.kind !== 'constant');
  return others.length === 0 || others.some((each) => placeKey(each) !== (first && placeKey(first)));
}

/** The loads whose results a condition compares, also by way of a variable. */
function checksIn(form: FunctionForm, condition: Value): CallPoint[] {
  const variables = partsOf(condition).flatMap((part) => (part.kind === 'variable' ? [part.variable] : []));
  const calls = variables.flatMap((variable) => {
    const origin =
      variable.origin?.from === 'value' && variable.origin.value.kind === 'variable'
        ? variable.origin.value.variable.origin
        : variable.origin;
    return origin?.from === 'call' ? [origin.call] : [];
  });
  return ownCalls(form).filter((each) => each.name.startsWith('Load') && calls.includes(each.call));
}

/** A sum that is looked at is a check of its own. */
function isUsed(form: FunctionForm, { operation }: CallPoint): boolean {
  const [result] = operation.results;
  if (!result) return false;
  return form.blocks.some(
    (block) =>
      block.operations.some(
        (each) =>
          (each.op === 'assign' &&
            partsOf(each.value).some((part) => part.kind === 'variable' && part.variable === result)) ||
          (each.op === 'call' &&
            each.call.arguments.some((value) =>
              partsOf(value).some((part) => part.kind === 'variable' && part.variable === result),
            )),
      ) ||
      block.next.some(
        ({ when }) => when && partsOf(when.value).some((part) => part.kind === 'variable' && part.variable === result),
      ),
  );
}

function comparesAndSwaps(form: FunctionForm, counter: string): boolean {
  return callsIn(form).some((each) => each.name.startsWith('CompareAndSwap') && counterOf(each) === counter);
}
