import type { Operation, Value, Variable } from '../form.js';
import type { HoldingRules } from './effect.js';
import { factsAfter, factsAfterCall } from './facts.js';
import { type Held, heldIn } from './held.js';
import { stepCall } from './holding-calls.js';
import { stepReturn } from './holding-exits.js';
import { leak, move, type Trail } from './trail.js';

/** What is held after an operation; undefined when nothing is left to follow on this path. */
export function step(operation: Operation, held: Held, rules: HoldingRules, trail: Trail): Held | undefined {
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
  const source = value.kind === 'variable' && value.variable.kind === 'temporary' ? value.variable : undefined;
  if (target.kind === 'variable' && target.variable.owner === held.form)
    return stepToVariable(operation, target.variable, source, held, rules, trail);
  if (!part && rules.presumesOwner && heldIn(target, held)?.as === 'self')
    return leak(trail, held, { how: 'overwritten', place: operation.place });
  if (!part) return held;
  if (target.kind === 'blank') return dropped(operation, source, held, trail);
  const local = localOf(target, held, rules);
  if (local && part.as === 'self') {
    const wrap = rules.wrapOf(operation);
    if (wrap) return held.kept(local, { release: part.release, wrap }, source);
  }
  if (rules.isBorrowingField(operation) || (rules.presumesOwner && local)) return held;
  return move(operation, held, trail);
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
  const known = rules.tellsPathsApart ? held.withFacts(factsAfter(held.facts, variable, value)) : held;
  const left = known.without([variable]);
  if (value.kind === 'variable' && held.isError(value.variable)) return left.withError(variable, value.variable);
  if (!left.isEmpty) return left;
  // A deferred literal looks at the variable when the function ends: which value it finds then is not followed.
  return held.deferred.length > 0 ? move(operation, held, trail) : leak(trail, held, { how: 'overwritten', place });
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
