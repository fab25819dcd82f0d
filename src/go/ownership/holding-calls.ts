import type { Call, FunctionForm, Operation, Place, Value, Variable } from '../form.js';
import { unknown } from '../go-type.js';
import type { Effect, HoldingRules } from './effect.js';
import { Facts } from './facts.js';
import type { Held, Hold } from './held.js';
import { heldIn } from './held-parts.js';
import { literalOf } from './mentioned.js';
import { calling, type Release, releaseMethods, releasesOfView } from './release.js';
import { move, release, type Trail } from './trail.js';

type CallOperation = Operation & { op: 'call' };

/** What a call does to the thing, and where in a literal it gives it back. */
interface Touch {
  effect: Effect;
  releases?: readonly Place[];
}

export function stepCall(operation: CallOperation, held: Held, rules: HoldingRules, trail: Trail): Held | undefined {
  const { call, when, results } = operation;
  const touches = [
    touchOfCallee(operation, held, rules),
    ...call.arguments.map((_, index) => touchOfArgument(operation, index, held, rules)),
  ];
  const effects = touches.map(({ effect }) => effect);
  const releases = [operation.place, ...touches.flatMap((each) => each.releases ?? [])];
  if (effects.includes('released')) return release(releases, held, trail);
  if (effects.includes('sometimes')) return releasedSometimes(operation, releases, held, trail);
  if (when === 'now' && rules.exits(call)) return undefined;
  let next = held;
  if (effects.includes('moved')) {
    if (!isLent(operation, effects, held)) return move(operation, held, trail);
    trail.lent.moves.push(operation.place);
    next = held.whenLent();
  }
  const [first] = call.arguments;
  const [result] = results;
  const part = first && heldIn(first, held);
  if (part?.as === 'self' && result && rules.isConversion(call))
    return next.kept(result, { release: part.release }, undefined);
  const view = viewOf(call, held);
  if (view.length > 0 && result) return next.kept(result, { release: view }, undefined);
  next = next.without(results);
  const cause = wrappedError(call, held);
  if (cause && result) return next.withError(result, cause);
  if (!effects.includes('carried') || !result) return next;
  return next.kept(result, { release: [], wrap: { type: unknown, field: '' } }, undefined);
}

/** `name := f.Name()`, where giving back the name gives back f. */
function viewOf({ callee }: Call, held: Held): Release[] {
  const part = callee.kind === 'member' ? heldIn(callee.of, held) : undefined;
  return callee.kind === 'member' && part?.as === 'self' ? releasesOfView(part.release, callee.name) : [];
}

/** `errors.Wrap(err, "open")` is nil when err is. https://pkg.go.dev/github.com/pkg/errors#Wrap */
const errorWrapper = /^(Wrapf?|WithStack|WithMessagef?|Annotatef?|Trace)$/;

function wrappedError({ callee, arguments: given }: Call, held: Held): Variable | undefined {
  const [first] = given;
  if (first?.kind !== 'variable' || !('name' in callee) || !errorWrapper.test(callee.name)) return undefined;
  return held.isError(first.variable) ? first.variable : undefined;
}

/** A deferred literal is asked again at each exit; any other callee has done what it could. */
function releasedSometimes(
  operation: CallOperation,
  releases: readonly Place[],
  held: Held,
  trail: Trail,
): Held | undefined {
  const { callee } = operation.call;
  if (operation.when !== 'deferred' || callee.kind !== 'literal') return release(releases, held, trail);
  return held.withDeferred({
    literal: callee.form,
    place: operation.place,
    given: givenTo(callee.form, operation, held),
  });
}

/** `defer func(h *Handle) { … }(h)` */
function givenTo(literal: FunctionForm, { call }: CallOperation, held: Held): Map<Variable, Hold> {
  return new Map(
    call.arguments.flatMap((value, index): [Variable, Hold][] => {
      const parameter = literal.parameters[index];
      const part = heldIn(value, held);
      return parameter && part?.as === 'self' ? [[parameter, { release: part.release }]] : [];
    }),
  );
}

/** Handed as it is to a callee that nobody knows, which may come back and leave it to us. */
function isLent({ call, when }: CallOperation, effects: readonly Effect[], held: Held): boolean {
  return (
    when === 'now' &&
    effects[0] !== 'moved' &&
    call.arguments.every((each, index) => effects[index + 1] !== 'moved' || isItself(each, held))
  );
}

/** And not a method value of it: whoever gets that was told to give the thing back. */
function isItself(value: Value, held: Held): boolean {
  const part = heldIn(value, held);
  return part?.as === 'self' && !part.bound;
}

function touchOfCallee({ call, when }: CallOperation, held: Held, rules: HoldingRules): Touch {
  const { callee } = call;
  if (when === 'spawned' && !rules.presumesOwner && isWrapped(callee, held)) return { effect: 'moved' };
  const own = heldIn(callee, held);
  if (own?.as === 'self') return { effect: own.release.includes(calling) ? 'released' : 'borrowed' };
  const literal = literalOf(callee);
  if (!literal) return { effect: effectOnReceiver(call, held, rules) };
  // What is known now may be otherwise when a deferred literal runs.
  return rules.effectOfLiteral(literal, when === 'deferred' ? held.withFacts(Facts.none) : held);
}

/** `retry(f.Sync)`: what the method does, when the callee does no more than call it. */
function touchOfMethodValue(
  call: Call,
  index: number,
  method: Value & { kind: 'member' },
  held: Held,
  rules: HoldingRules,
): Touch {
  const run = rules.effectOfArgument(call, index, { release: [calling] });
  if (run === 'moved' || run === 'carried') return { effect: 'moved' };
  if (rules.presumesOwner) return { effect: run };
  return { effect: effectOnReceiver({ ...call, callee: method, arguments: [] }, held, rules) };
}

/** `go s.loop()`: what is in s lives as long as the goroutine does. */
function isWrapped(callee: Value, held: Held): boolean {
  return callee.kind === 'member' && heldIn(callee.of, held)?.as === 'wrapped';
}

function effectOnReceiver(call: Call, held: Held, rules: HoldingRules): Effect {
  const { callee } = call;
  if (callee.kind !== 'member') return 'borrowed';
  const receiver = heldIn(callee.of, held);
  if (receiver?.as === 'wrapped')
    return closesWrapper(callee.name, receiver.release) ? 'released' : rules.effectOfReceiver(call, receiver);
  if (receiver?.as !== 'self') return 'borrowed';
  return receiver.release.includes(callee.name) ? 'released' : rules.effectOfReceiver(call, receiver);
}

/** What holds the thing inside is usually closed by a method of the same or of a like name, and the thing with it. */
function closesWrapper(method: string, release: readonly string[]): boolean {
  return (
    releaseMethods(release).includes(method) || /^(close|stop|shutdown|release|cancel|cleanup|finish)/i.test(method)
  );
}

function touchOfArgument({ call, when }: CallOperation, index: number, held: Held, rules: HoldingRules): Touch {
  const value = call.arguments[index];
  const part = value && heldIn(value, held);
  if (!value || !part) return { effect: 'borrowed' };
  if (part.as === 'self' && call.callee.kind === 'literal')
    return { effect: rules.effectOfParameter(call.callee.form, index, part) };
  if (rules.isConversion(call)) return { effect: part.as === 'self' ? 'borrowed' : 'moved' };
  if (when === 'spawned' && !rules.presumesOwner && (part.as !== 'self' || part.bound)) return { effect: 'moved' };
  if (part.as === 'captured' && value.kind === 'member') return touchOfMethodValue(call, index, value, held, rules);
  const effect = rules.effectOfArgument(call, index, part.as === 'captured' ? { release: [] } : part);
  if (part.as === 'wrapped') return { effect };
  if (effect !== 'borrowed' || part.as !== 'captured') return { effect };
  // A function that is handed to a callee which keeps none of its arguments runs before the callee comes back.
  const literal = literalOf(value);
  if (!literal) return { effect: rules.presumesOwner ? 'borrowed' : 'moved' };
  const own = rules.effectOfLiteral(literal, held);
  return own.effect === 'sometimes' ? { ...own, effect: 'released' } : own;
}
