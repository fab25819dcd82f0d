import { type Block, type Condition, type Edge, type Operation, type Place, partsOf } from '../form.js';
import { meetLimit } from '../limits-met.js';
import type { HoldingRules } from './effect.js';
import { questionOf, questionsIn } from './facts.js';
import type { Held } from './held.js';
import { heldIn } from './held-parts.js';
import { step } from './holding-steps.js';
import { variablesMentioned } from './mentioned.js';
import { emptyTrail, type HoldingOutcome, type Leak, type Trail } from './trail.js';

/** More ways through one function than this are given up, in favour of silence. */
const statesMax = 4_000;

interface Visit {
  block: Block;
  from: number;
  held: Held;
}

/** Follows what is held from an operation of a form along every path to the end of the function. */
export function trackHolding(block: Block, from: number, held: Held, rules: HoldingRules): HoldingOutcome {
  const trail = emptyTrail();
  const seen = new Set<string>();
  const waiting: Visit[] = [{ block, from, held }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const key = `${visit.block.id}:${visit.from}:${visit.held.key}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax) {
      meetLimit(held.form, `more than ${statesMax} ways`);
      return { leaks: [], releases: [], moves: [placeOf(visit.block, block)], returned: [] };
    }
    const after = walkBlock(visit, rules, trail);
    if (!after) continue;
    for (const edge of edgesOf(visit.block, rules)) {
      const next = edge.when ? through(edge.when, after, rules) : after;
      if (next) waiting.push({ block: edge.to, from: 0, held: next });
    }
  }
  return judged(trail);
}

/** Undefined when nothing is left to follow on this path. */
function walkBlock(visit: Visit, rules: HoldingRules, trail: Trail): Held | undefined {
  let { held } = visit;
  const { operations } = visit.block;
  for (let index = visit.from; index < operations.length; index++) {
    const operation = operations[index] as Operation;
    if (rules.skips(operation)) continue;
    if (leavesAlone(operation, held, rules)) {
      if (operation.op === 'call' && operation.when === 'now' && rules.exits(operation.call)) return undefined;
      continue;
    }
    const next = step(operation, held, rules, trail);
    if (!next) return undefined;
    held = next;
  }
  return held;
}

/** Most operations speak of nothing that is known on the path, and taking each for one that does was most of the work. */
function leavesAlone(operation: Operation, held: Held, rules: HoldingRules): boolean {
  if (operation.op === 'return' || (rules.tellsPathsApart && maySetFacts(operation))) return false;
  return !held.isAmong(variablesMentioned(operation));
}

function maySetFacts(operation: Operation): boolean {
  if (operation.op === 'assign') return operation.target.kind === 'variable';
  return operation.op === 'call' && operation.call.arguments.flatMap(partsOf).some((each) => each.kind === 'pointer');
}

/** `for range ticker.C` is left by a jump only: the edge of a range that leaves it is the last one. */
function edgesOf({ operations, next }: Block, rules: HoldingRules): readonly Edge[] {
  const last = operations.at(-1);
  return last?.op === 'range' && rules.isNeverClosed(last.over) ? next.slice(0, -1) : next;
}

/** What is held behind an edge; undefined when the edge is not taken, or when nothing was acquired where it is. */
function through(when: Condition, held: Held, rules: HoldingRules): Held | undefined {
  if (impliesNothingHeld(when, held)) return undefined;
  let next = isFailure(when) ? held.whenFailing() : held;
  if (!rules.tellsPathsApart) return next;
  const question = questionOf(when);
  if (!question || !questionsIn(held.form).has(question)) return next;
  const known = held.facts.get(question);
  if (known !== undefined && known !== when.holds) return undefined;
  next = next.withFacts(next.facts.with(question, when.holds));
  return next;
}

/** `err != nil` or `err == io.EOF` where err came with the thing, `!ok`, `h == nil`, `h == os.Stdin`: on such a path nothing was acquired. */
function impliesNothingHeld(when: Condition, held: Held): boolean {
  const { value, holds, test } = when;
  if (value.kind === 'variable' && held.isError(value.variable))
    return test === 'error' || test === 'same' ? holds : !holds;
  return (test === 'nil' || test === 'same') && holds && heldIn(value, held)?.as === 'self';
}

/** By convention the variable of an error is called so. */
function isFailure({ test, value, holds }: Condition): boolean {
  const name = value.kind === 'variable' ? value.variable.name : '';
  if (test === 'error') return holds;
  return test === 'nil' && !holds && /^err|Err$/.test(name);
}

function placeOf(block: Block, otherwise: Block): Place {
  return block.operations[0]?.place ?? otherwise.operations[0]?.place ?? { path: '', line: 1, endLine: 1 };
}

/**
 * Where nobody can tell what a callee does with the thing, the function itself may: it gives the thing back after the call when all went well,
 * so the callee had only borrowed it, and an exit on failure that does not give it back has forgotten it.
 *
 *     err := use(h)
 *     if err != nil {
 *         return err        forgotten
 *     }
 *     return h.Close()      so it was still ours
 */
function judged({ lent, wrapped, ...outcome }: Trail): HoldingOutcome {
  const forgotten = forgottenWrappers(wrapped, outcome);
  const borrowed = lent.releases.some((each) => !each.failing);
  const also = borrowed
    ? {
        leaks: onlyFailing(lent.leaks),
        releases: lent.releases.map(({ place }) => place),
        moves: [],
        returned: lent.returned,
      }
    : { leaks: [], releases: [], moves: lent.moves, returned: [] };
  return sorted({
    leaks: [...marked([...outcome.leaks, ...forgotten]), ...also.leaks],
    releases: [...outcome.releases, ...also.releases],
    moves: [
      ...outcome.moves,
      ...also.moves,
      ...wrapped.filter((each) => !forgotten.includes(each)).map(({ place }) => place),
    ],
    returned: [...outcome.returned, ...also.returned],
  });
}

/**
 *     s := &Store{file: f}
 *     if err := s.load(); err != nil {
 *         return nil, err        forgotten
 *     }
 *     return s, nil              so the caller was to give it back, with s
 */
function forgottenWrappers(wrapped: readonly Leak[], { returned }: Omit<Trail, 'lent' | 'wrapped'>): Leak[] {
  return returned.some(({ wrap }) => wrap) ? onlyFailing(wrapped) : [];
}

/** Leaks at places that are reached on failure only. */
function onlyFailing(leaks: readonly Leak[]): Leak[] {
  return marked(leaks).filter((each) => each.failing);
}

function marked(leaks: readonly Leak[]): Leak[] {
  const ordinary = new Set(leaks.filter((each) => !each.failing).map(({ place }) => place.line));
  return leaks.map((each) => ({ ...each, failing: !ordinary.has(each.place.line) }));
}

/** In the order of the source, each place once. */
function sorted(outcome: HoldingOutcome): HoldingOutcome {
  const byLine = (a: Place, b: Place) => a.line - b.line;
  const once = <T>(list: T[], key: (each: T) => string) => [...new Map(list.map((each) => [key(each), each])).values()];
  return {
    leaks: once(outcome.leaks, (each) => `${each.how}${each.place.line}`).sort((a, b) => byLine(a.place, b.place)),
    releases: once(outcome.releases, (each) => `${each.line}`).sort(byLine),
    moves: once(outcome.moves, (each) => `${each.line}`).sort(byLine),
    returned: outcome.returned,
  };
}
