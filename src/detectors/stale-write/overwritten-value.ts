import { isCallOf, isUnnamedIn } from '../../go/called-by-name.js';
import { meetChainLimit } from '../../go/chain-limit.js';
import { guardsAt } from '../../go/concurrency/guards.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type Call, type FunctionForm, partsOf, type Value, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import type { Seen } from './shape.js';
import { valuesSet } from './source-of.js';

/** Longer chains of calls and variables than this are not followed. */
const depthMax = 8;

/** A store of keys that has a conditional write, and one without a condition. */
export interface OverwriteVerbs {
  /** Functions and methods that read what stands under a key. */
  read: readonly string[];
  /** Functions and methods that write it whatever stands there. */
  write: readonly string[];
  /** Names of methods that make a transaction of such writes depend on what stands there. */
  condition: readonly string[];
}

/**
 *     r, err := client.Get(ctx, key)             read
 *     n, err := strconv.Atoi(string(r.Kvs[0].Value))
 *     client.Put(ctx, key, strconv.Itoa(n+1))    write: made of what was read, over what others have written meanwhile
 *
 * Sound in a transaction that compares the revision first: `client.Txn(ctx).If(…).Then(clientv3.OpPut(key, …))`.
 */
export function overwrittenValues(form: FunctionForm, program: Program, verbs: OverwriteVerbs): Seen[] {
  if (isUnnamedIn(form.file, verbs.write)) return [];
  return withLiterals(form).flatMap((each) => {
    const calls = ownCalls(each);
    const reads = calls.filter(({ call }) => isCallOf(program, call, verbs.read));
    if (reads.length === 0) return [];
    return calls.flatMap((write): Seen[] => {
      if (!isCallOf(program, write.call, verbs.write)) return [];
      const read = reads.find((one) => isOfSameKey(one, write) && follows(one, write) && isMadeFrom(write, one));
      if (!read || sharesLock(program, each, read, write)) return [];
      return [seenOf(read, write, calls, verbs)].flat();
    });
  });
}

function seenOf(read: CallPoint, write: CallPoint, calls: readonly CallPoint[], verbs: OverwriteVerbs): Seen[] {
  const key = keyOf(read);
  const common = {
    key: `overwrite ${key}`,
    at: write.operation.place,
    write: write.call.text,
    guard: read.call.text,
    state: key,
  };
  const conditions = conditionsOf(write, calls, verbs);
  if (conditions === 'unknown') return [];
  if (conditions.length > 0) {
    const clues = conditions.map(({ operation }) => ({ role: 'compared', place: operation.place }));
    return [{ ...common, verdict: 'sound', confidence: 'likely', clues }];
  }
  return [
    {
      ...common,
      verdict: 'defect',
      confidence: 'likely',
      clues: [
        { role: 'write', place: write.operation.place },
        { role: 'read', place: read.operation.place },
      ],
    },
  ];
}

/** The condition in front of the transaction that a write is handed to. None: it is sent by itself, or its transaction has none. */
function conditionsOf(
  write: CallPoint,
  calls: readonly CallPoint[],
  { condition }: OverwriteVerbs,
): CallPoint[] | 'unknown' {
  const [result] = write.operation.results;
  const isIt = (value: Value) => partsOf(value).some((part) => part.kind === 'variable' && part.variable === result);
  const user = result && calls.find(({ call }) => call.arguments.some(isIt));
  // `client.Put(…)` gives an answer, and `clientv3.OpPut(…)` what a transaction is made of.
  if (!user) return write.receiver ? [] : 'unknown';
  const chain = chainBefore(user, calls);
  if (!chain) return 'unknown';
  return chain.filter(({ name }) => condition.includes(name));
}

/** `client.Txn(ctx)`, `.If(…)` of `client.Txn(ctx).If(…).Then(…)`. Undefined when it does not begin with a call in sight. */
function chainBefore({ receiver }: CallPoint, calls: readonly CallPoint[], depth = 0): CallPoint[] | undefined {
  const origin = receiver?.kind === 'variable' ? receiver.variable.origin : undefined;
  const values = receiver?.kind === 'variable' ? valuesSet(receiver.variable) : [];
  if (values.length > 1) return undefined;
  if (depth > depthMax) return receiver && meetChainLimit(receiver, `a chain of more than ${depthMax} calls`);
  const [value] = values;
  const from = origin?.from === 'call' ? origin : value?.kind === 'variable' ? value.variable.origin : undefined;
  if (from?.from !== 'call') return depth > 0 ? [] : undefined;
  const point = calls.find(({ call }) => call === from.call);
  if (!point) return undefined;
  const before = chainBefore(point, calls, depth + 1);
  return before && [...before, point];
}

/** An argument that both have, as it is written; contexts are none. */
function isOfSameKey(read: CallPoint, write: CallPoint): boolean {
  const key = keyOf(read);
  return key !== '' && write.call.arguments.some((each) => textOf(each) === key);
}

function keyOf({ call }: CallPoint): string {
  return call.arguments.map(textOf).find((each) => each !== '' && !/ctx|context/i.test(each)) ?? '';
}

function textOf(value: Value): string {
  return value.kind === 'constant' ? value.text : valueText(value);
}

function isMadeFrom(write: CallPoint, read: CallPoint): boolean {
  const key = keyOf(read);
  return write.call.arguments.some((each) => textOf(each) !== key && comesFrom(each, read.call, read.form, 0));
}

/** A value that a call gave, or that was made of it: by operators, by calls, by a call that fills what it is handed a pointer to. */
function comesFrom(value: Value, call: Call, form: FunctionForm, depth: number): boolean {
  if (depth > depthMax) {
    meetChainLimit(value, `a value made in more than ${depthMax} steps`);
    return false;
  }
  return partsOf(value).some((part) => {
    if (part.kind !== 'variable') return false;
    const { origin } = part.variable;
    if (origin?.from === 'call')
      return (
        (origin.call === call && origin.index === 0) ||
        (origin.index === 0 && madeOf(origin.call).some((each) => comesFrom(each, call, form, depth + 1)))
      );
    if (origin?.from === 'range' && comesFrom(origin.over, call, form, depth + 1)) return true;
    const set = valuesSet(part.variable).filter((each) => each !== value);
    if (set.some((each) => comesFrom(each, call, form, depth + 1))) return true;
    return ownCalls(form).some(
      ({ call: other }) =>
        other.arguments.some(
          (each) => each.kind === 'pointer' && each.of.kind === 'variable' && each.of.variable === part.variable,
        ) && other.arguments.some((each) => each.kind !== 'pointer' && comesFrom(each, call, form, depth + 1)),
    );
  });
}

function madeOf({ callee, arguments: given }: Call): Value[] {
  return callee.kind === 'member' ? [callee.of, ...given] : given;
}

function follows(first: CallPoint, second: CallPoint): boolean {
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second.operation });
}

/** Read and written in one section of a lock: then all writers of this process wait for each other. */
function sharesLock(program: Program, form: FunctionForm, read: CallPoint, write: CallPoint): boolean {
  const held = new Set([...guardsAt(program, form, read.operation).values()].map(({ taken }) => taken));
  return [...guardsAt(program, form, write.operation).values()].some(({ taken }) => held.has(taken));
}
