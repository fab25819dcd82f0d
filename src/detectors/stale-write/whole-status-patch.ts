import { meetChainLimit } from '../../go/chain-limit.js';
import type { FunctionForm, Value, Variable } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type CallPoint, callsIn, ownCalls } from './calls-in.js';
import { onlyRemoved, type Seen } from './shape.js';
import { rootVariable, valuesSet } from './source-of.js';

/** Longer chains of variables than this are not followed. */
const depthMax = 6;

export interface PatchVerbs {
  /** Names of methods that send a patch. */
  patch: readonly string[];
  /** The part of an object that several controllers write, each its own fields. */
  part: readonly string[];
  /** Last words in the names of what reads from a cache. */
  cached: readonly string[];
}

/**
 *     o, err := lister.Get(name)          read: from a cache that may lag behind
 *     o = o.DeepCopy()
 *     o.Status.Ready = true
 *     body, err := json.Marshal(o.Status)
 *     client.Patch(ctx, name, body)       write: all other fields of the status too, as the cache had them
 */
export function wholeStatusPatches(form: FunctionForm, _program: Program, verbs: PatchVerbs): Seen[] {
  return callsIn(form).flatMap((write): Seen[] => {
    if (!write.receiver || !verbs.patch.includes(write.name)) return [];
    const bodies = write.call.arguments.flatMap((each) => madeBy(each));
    const whole = bodies.map((each) => ({ each, object: wholePart(each, verbs) })).find(({ object }) => object);
    if (!whole?.object) return bodies.length > 0 ? [narrow(write, bodies)] : [];
    const read = cachedRead(whole.object, verbs);
    const place = whole.each.operation.place;
    const seen: Seen = {
      verdict: 'defect',
      confidence: 'likely',
      key: `patch ${write.call.text}`,
      at: place,
      clues: [
        { role: 'body', place },
        { role: 'write', place: write.operation.place },
        ...(read ? [{ role: 'cached', place: read.operation.place }] : []),
      ],
      write: write.call.text,
      guard: read?.call.text ?? '',
      state: whole.object.name,
    };
    return [read ? seen : { ...seen, ...onlyRemoved }];
  });
}

function narrow(write: CallPoint, bodies: readonly CallPoint[]): Seen {
  return {
    verdict: 'sound',
    confidence: 'likely',
    key: `patch ${write.call.text}`,
    at: write.operation.place,
    clues: bodies.map(({ operation }) => ({ role: 'narrow', place: operation.place })),
    write: write.call.text,
    guard: '',
    state: '',
  };
}

/** The calls that make the bytes of a patch: everything else that is handed to the write is no result of a call with an error. */
function madeBy(value: Value): CallPoint[] {
  if (value.kind !== 'variable') return [];
  const calls = [value, ...valuesSet(value.variable)].flatMap((each) =>
    each.kind === 'variable' && each.variable.origin?.from === 'call' && each.variable.origin.index === 0
      ? [each.variable.origin.call]
      : [],
  );
  return ownCalls(value.variable.owner).filter(
    (each) => calls.includes(each.call) && each.operation.results.length > 1,
  );
}

/** `o` of `o.Status.Bytes()` and of `json.Marshal(o.Status)`. */
function wholePart({ call, name, receiver }: CallPoint, { part }: PatchVerbs): Variable | undefined {
  const isPart = (value: Value) => value.kind === 'member' && part.includes(value.name);
  const [first] = call.arguments;
  const source =
    receiver && isPart(receiver) ? receiver : first && name === 'Marshal' && isPart(first) ? first : undefined;
  return source && rootVariable(source);
}

/** The call that an object comes from out of a cache, copies included. */
function cachedRead(object: Variable, { cached }: Pick<PatchVerbs, 'cached'>, depth = 0): CallPoint | undefined {
  if (depth > depthMax)
    return meetChainLimit({ kind: 'variable', variable: object }, `a value made in more than ${depthMax} steps`);
  const from = (value: Value): CallPoint | undefined => {
    const root = rootVariable(value);
    return root && root !== object ? cachedRead(root, { cached }, depth + 1) : undefined;
  };
  const { origin } = object;
  if (origin?.from === 'range') return from(origin.over);
  if (origin?.from === 'call') {
    const point = ownCalls(object.owner).find((each) => each.call === origin.call);
    if (!point?.receiver) return undefined;
    if (/^DeepCopy/.test(point.name)) return from(point.receiver);
    const text = valueText(point.receiver) || point.call.text;
    return cached.some((each) => new RegExp(`${each}\\b`, 'i').test(text)) ? point : undefined;
  }
  for (const value of valuesSet(object)) {
    const found = from(value);
    if (found) return found;
  }
  return undefined;
}
