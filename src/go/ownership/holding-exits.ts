import type { Operation, Place } from '../form.js';
import type { Effect, HoldingRules } from './effect.js';
import { factsAfter } from './facts.js';
import type { Held } from './held.js';
import { heldIn } from './held-parts.js';
import { giveToCaller, leak, move, release, type Trail } from './trail.js';

export function stepReturn(
  operation: Operation & { op: 'return' },
  held: Held,
  rules: HoldingRules,
  trail: Trail,
): undefined {
  const parts = operation.values.map((value) => heldIn(value, held));
  const index = parts.findIndex((part) => part && part.as !== 'captured');
  const part = parts[index];
  const atExit = effectOfDeferred(operation, held, rules);
  if (atExit.effect === 'released') return release(atExit.releases, held, trail);
  if (part && part.as !== 'captured') {
    const wrap = part.as === 'wrapped' ? { wrap: part.wrap } : {};
    return giveToCaller({ operation, index, release: part.release, ...wrap }, held, trail);
  }
  if (held.stored) return undefined;
  if (atExit.effect !== 'borrowed' || parts.some(Boolean)) return move(operation, held, trail);
  if (held.isWrapped && !rules.presumesOwner && !held.isGiven) {
    if (held.lent || !held.isOwnStruct) return move(operation, held, trail);
    trail.wrapped.push({ how: 'return', place: operation.place, failing: held.failing });
    return undefined;
  }
  return leak(trail, held, { how: 'return', place: operation.place });
}

/**
 *     func open() (_ *T, err error) {
 *         …
 *         defer func() {
 *             if err != nil { h.Close() }     gives it back on some exits
 *         }()
 *         if … { return nil, errors.New(…) }   on this one
 *         return h, nil                        not on this one
 */
function effectOfDeferred(
  operation: Operation & { op: 'return' },
  held: Held,
  rules: HoldingRules,
): { effect: Effect; releases: readonly Place[] } {
  let effect: Effect = 'borrowed';
  if (held.deferred.length === 0) return { effect, releases: [] };
  let { facts } = held;
  for (const [index, result] of held.form.results.entries()) {
    const value = operation.values[index];
    if (value && !operation.implicit && !(value.kind === 'variable' && value.variable === result))
      facts = factsAfter(facts, result, value);
  }
  const ended = held.withFacts(facts);
  for (const { literal, place, given = [] } of held.deferred.toReversed()) {
    const inside = [...given].reduce((before, [parameter, hold]) => before.kept(parameter, hold, undefined), ended);
    const own = rules.effectOfLiteral(literal, inside);
    if (own.effect === 'released') return { effect: own.effect, releases: [place, ...own.releases] };
    if (own.effect !== 'borrowed') effect = 'sometimes';
  }
  return { effect, releases: [] };
}
