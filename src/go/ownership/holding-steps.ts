import { meetChainLimit } from '../chain-limit.js';
import type { Operation, Value, Variable } from '../form.js';
import { valuesOf } from '../form-values.js';
import type { HoldingRules } from './effect.js';
import { factsAfter, factsAfterCall } from './facts.js';
import type { Held, Wrap } from './held.js';
import { type HeldPart, heldIn } from './held-parts.js';
import { stepCall } from './holding-calls.js';
import { stepReturn } from './holding-exits.js';
import { leak, move, type Trail } from './trail.js';

/** What is held after an operation; undefined when nothing is left to follow on this path. */
export function step(operation: Operation, held: Held, rules: HoldingRules, trail: Trail): Held | undefined {
  if (held.stored && operation.op !== 'return' && looksAt(operation, held)) return undefined;
  switch (operation.op) {
    case 'assign':
      return stepAssign(operation, held, rules, trail);
    case 'call':
      return stepCall(operation, held.withFacts(factsAfterCall(held.facts, operation.call)), rules, trail);
    case 'send':
      return heldIn(operation.value, held) ? move(operation, held, trail) : held;
    case 'receive':
      return held.without(operation.results);
    case 'range':
      return heldIn(operation.over, held)?.as === 'self' ? move(operation, held, trail) : held;
    case 'return':
      return stepReturn(operation, held, rules, trail);
  }
}

function stepAssign(
  operation: Operation & { op: 'assign' },
  held: Held,
  rules: HoldingRules,
  trail: Trail,
): Held | undefined {
  const { target, value } = operation;
  const part = heldIn(value, held);
  if (held.stored && part) return undefined;
  const source = value.kind === 'variable' && value.variable.kind === 'temporary' ? value.variable : undefined;
  if (target.kind === 'variable' && target.variable.owner === held.form)
    return stepToVariable(operation, target.variable, source, held, rules, trail);
  if (!part && (rules.presumesOwner || held.stored) && heldIn(target, held)?.as === 'self')
    return leak(trail, held, { how: 'overwritten', place: operation.place });
  if (!part) return held;
  if (target.kind === 'blank') return dropped(operation, source, held, trail);
  if (rules.isBorrowingField(operation)) return held;
  const local = localOf(target, held, rules);
  if (local && part.as === 'self') {
    const wrap = rules.wrapOf(operation);
    if (wrap) return held.kept(local, { release: part.release, wrap }, source);
  }
  if (rules.presumesOwner && local) return held;
  move(operation, held, trail);
  return storedIn(target, part, held, rules.wrapOf(operation));
}

/**
 *     s.file, err = os.Open(path)
 *     if _, err := s.file.Stat(); err != nil {
 *         s.file = nil               lost
 *     }
 *
 * Undefined where anybody may look at the field.
 */
function storedIn(target: Value, part: HeldPart, held: Held, wrap: Wrap | undefined): Held | undefined {
  if (target.kind !== 'member' || target.of.kind !== 'variable' || part.as !== 'self' || part.bound) return undefined;
  const { variable } = target.of;
  const isFirst = !held.lent && !held.stored && held.deferred.length === 0 && !held.isWrapped;
  const isOutside = variable.owner === held.form && (variable.kind === 'receiver' || variable.kind === 'parameter');
  return wrap && isFirst && isOutside ? held.whenStored(variable, { release: part.release, wrap }) : undefined;
}

/** Whoever gets the value in whose field it stands may have looked at the field. */
function looksAt(operation: Operation, held: Held): boolean {
  if (operation.op === 'call') {
    const { callee, arguments: given } = operation.call;
    const receiver = callee.kind === 'member' ? heldIn(callee.of, held) : undefined;
    const isTouched = receiver ? receiver.as !== 'self' : heldIn(callee, held) !== undefined;
    return isTouched || operation.when !== 'now' || given.some((each) => heldIn(each, held));
  }
  return operation.op !== 'assign' && valuesOf(operation).some((each) => heldIn(each, held));
}

function stepToVariable(
  operation: Operation & { op: 'assign' },
  variable: Variable,
  source: Variable | undefined,
  held: Held,
  rules: HoldingRules,
  trail: Trail,
): Held | undefined {
  const { value, place } = operation;
  const part = heldIn(value, held);
  if (part && part.as !== 'captured') {
    const { release } = part;
    return held.kept(variable, part.as === 'wrapped' ? { release, wrap: part.wrap } : { release }, source);
  }
  // What `cleanup := func() { h.Close() }` does is told where it is called.
  const isNamedLiteral =
    variable.origin?.from === 'value' && variable.origin.value === value && value.kind === 'literal';
  if (part) return isNamedLiteral ? held : move(operation, held, trail);
  if (rules.presumesOwner && heldIn({ kind: 'variable', variable }, held)?.as === 'self' && isMadeOf(value, variable))
    return held;
  const known = rules.tellsPathsApart ? held.withFacts(factsAfter(held.facts, variable, value)) : held;
  const left = known.without([variable]);
  if (value.kind === 'variable' && held.isError(value.variable)) return left.withError(variable, value.variable);
  if (!left.isEmpty) return left;
  // A deferred literal looks at the variable when the function ends: which value it finds then is not followed.
  return held.deferred.length > 0 ? move(operation, held, trail) : leak(trail, held, { how: 'overwritten', place });
}

/** More calls around one another than this are not looked into. */
const wrappersMax = 4;

/** `conn, err = unwrap(conn)`, `b = traced(measured(b))`: what is made of the thing stands for it, and is given back in its place. */
function isMadeOf(value: Value, variable: Variable, depth = 0): boolean {
  if (value.kind !== 'variable') return false;
  // Then it may well be made of the thing, and nothing is lost.
  if (depth > wrappersMax) {
    meetChainLimit(value, `more than ${wrappersMax} calls around one another`);
    return true;
  }
  const { origin } = value.variable;
  if (origin?.from === 'value' && value.variable.kind === 'temporary')
    return isMadeOf(origin.value, variable, depth + 1);
  if (origin?.from !== 'call') return false;
  return origin.call.arguments.some(
    (each) => (each.kind === 'variable' && each.variable === variable) || isMadeOf(each, variable, depth + 1),
  );
}

function dropped({ place }: Operation, source: Variable | undefined, held: Held, trail: Trail): Held | undefined {
  const left = source ? held.without([source]) : held;
  return left.isEmpty ? leak(trail, held, { how: 'dropped', place }) : left;
}

/** The local variable whose field is set; a receiver or parameter as well when the form is known to see to its fields. */
function localOf(target: Value, held: Held, rules: HoldingRules): Variable | undefined {
  if (target.kind !== 'member' || target.of.kind !== 'variable') return undefined;
  const { variable } = target.of;
  return variable.owner === held.form && (variable.kind === 'local' || rules.presumesOwner) ? variable : undefined;
}
