import type { Block, Call, Condition, FunctionForm, Operation, Place, Value, Variable } from '../form.js';
import type { GoType } from '../go-type.js';
import { type Held, heldIn, type Wrap } from './held.js';

/** More ways through one function than this are given up, in favour of silence. */
const statesMax = 4_000;

/** What a callee does with something that it is handed. `moved`: somebody else owns it now, or nobody can tell. */
export type Effect = 'borrowed' | 'released' | 'moved';

/** What must be known of the world outside the form to follow something through it. */
export interface HoldingRules {
  /** True for a method that gives the thing back when called on it. */
  isRelease(method: string): boolean;
  effectOfArgument(call: Call, index: number): Effect;
  effectOfReceiver(call: Call): Effect;
  /** What a function literal does with a variable that it captures, when it runs. */
  effectOfCapture(literal: FunctionForm, variable: Variable): Effect;
  isConversion(call: Call): boolean;
  /** True for a call after which nothing follows: os.Exit, panic. */
  exits(call: Call): boolean;
  typeOf(value: Value): GoType;
}

/** `dropped`: never kept in a variable. `overwritten`: the last variable was set to something else. `return`: still held when the function ends. */
export interface Leak {
  how: 'dropped' | 'overwritten' | 'return';
  place: Place;
}

export interface HoldingOutcome {
  leaks: Leak[];
  releases: Place[];
  moves: Place[];
  /** `wrap`: inside a new value of that type. */
  returned: { operation: Operation; index: number; wrap?: Wrap }[];
}

interface Visit {
  block: Block;
  from: number;
  held: Held;
}

/** Follows what is held from an operation of a form along every path to the end of the function. */
export function trackHolding(block: Block, from: number, held: Held, rules: HoldingRules): HoldingOutcome {
  const outcome: HoldingOutcome = { leaks: [], releases: [], moves: [], returned: [] };
  const seen = new Set<string>();
  const waiting: Visit[] = [{ block, from, held }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const key = `${visit.block.id}:${visit.from}:${visit.held.key}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax)
      return { leaks: [], releases: [], moves: [visit.block.operations[0]?.place ?? placeOf(block)], returned: [] };
    const after = walkBlock(visit, rules, outcome);
    if (!after) continue;
    for (const edge of visit.block.next) {
      if (!edge.when || !impliesNothingHeld(edge.when, after)) waiting.push({ block: edge.to, from: 0, held: after });
    }
  }
  return sorted(outcome);
}

/** Undefined when nothing is left to follow on this path. */
function walkBlock(visit: Visit, rules: HoldingRules, outcome: HoldingOutcome): Held | undefined {
  let { held } = visit;
  for (const operation of visit.block.operations.slice(visit.from)) {
    const next = step(operation, held, rules, outcome);
    if (!next) return undefined;
    held = next;
  }
  return held;
}

function step(operation: Operation, held: Held, rules: HoldingRules, outcome: HoldingOutcome): Held | undefined {
  switch (operation.op) {
    case 'assign':
      return stepAssign(operation, held, rules, outcome);
    case 'call':
      return stepCall(operation, held, rules, outcome);
    case 'send':
      return heldIn(operation.value, held) ? move(operation, outcome) : held;
    case 'receive':
      return held.without(operation.results);
    case 'range':
      return heldIn(operation.over, held)?.as === 'self' ? move(operation, outcome) : held;
    case 'return':
      return stepReturn(operation, held, outcome);
  }
}

function stepAssign(
  operation: Operation & { op: 'assign' },
  held: Held,
  rules: HoldingRules,
  outcome: HoldingOutcome,
): Held | undefined {
  const { target, value, place } = operation;
  const part = heldIn(value, held);
  const source = value.kind === 'variable' && value.variable.kind === 'temporary' ? value.variable : undefined;
  if (target.kind === 'variable' && target.variable.owner === held.form) {
    const variable = target.variable;
    if (part?.as === 'self' || part?.as === 'wrapped') return held.kept(variable, part.wrap, source);
    if (part) return move(operation, outcome);
    if (source && source === held.error) return held.withError(variable);
    const left = held.without([variable]);
    return left.isEmpty ? leak(outcome, { how: 'overwritten', place }) : left;
  }
  if (!part) return held;
  if (target.kind === 'blank') {
    const left = source ? held.without([source]) : held;
    return left.isEmpty ? leak(outcome, { how: 'dropped', place }) : left;
  }
  const local = target.kind === 'member' && target.of.kind === 'variable' ? target.of.variable : undefined;
  if (target.kind === 'member' && local?.owner === held.form && local.kind === 'local' && part.as === 'self') {
    return held.kept(local, { type: rules.typeOf(target.of), field: target.name }, source);
  }
  return move(operation, outcome);
}

function stepCall(
  operation: Operation & { op: 'call' },
  held: Held,
  rules: HoldingRules,
  outcome: HoldingOutcome,
): Held | undefined {
  const { call, when } = operation;
  const effects = [
    effectOnReceiver(operation, held, rules),
    ...call.arguments.map((_, index) => effectOnArgument(operation, index, held, rules)),
  ];
  if (effects.includes('released')) {
    outcome.releases.push(operation.place);
    return undefined;
  }
  if (effects.includes('moved')) return move(operation, outcome);
  if (when === 'now' && rules.exits(call)) return undefined;
  const [first] = call.arguments;
  const [result] = operation.results;
  if (first && result && heldIn(first, held)?.as === 'self' && rules.isConversion(call))
    return held.kept(result, undefined, undefined);
  return held.without(operation.results);
}

function effectOnReceiver({ call }: Operation & { op: 'call' }, held: Held, rules: HoldingRules): Effect {
  const { callee } = call;
  const literal = callee.kind === 'literal' ? callee.form : literalOf(callee);
  if (literal) return capturedEffect(literal, held, rules);
  if (callee.kind !== 'member') return 'borrowed';
  const receiver = heldIn(callee.of, held);
  if (receiver?.as !== 'self') return 'borrowed';
  return rules.isRelease(callee.name) ? 'released' : rules.effectOfReceiver(call);
}

function effectOnArgument(
  { call, when }: Operation & { op: 'call' },
  index: number,
  held: Held,
  rules: HoldingRules,
): Effect {
  const value = call.arguments[index];
  const part = value && heldIn(value, held);
  if (!value || !part) return 'borrowed';
  if (part.as === 'self' && call.callee.kind === 'literal')
    return effectOnParameter(call.callee.form, index, held, rules);
  if (rules.isConversion(call)) return part.as === 'self' ? 'borrowed' : 'moved';
  const effect = when === 'spawned' ? 'moved' : rules.effectOfArgument(call, index);
  if (effect !== 'borrowed' || part.as !== 'captured') return effect;
  return value.kind === 'literal' ? capturedEffect(value.form, held, rules) : 'moved';
}

function effectOnParameter(literal: FunctionForm, index: number, held: Held, rules: HoldingRules): Effect {
  const parameter = literal.parameters[index];
  return parameter ? rules.effectOfCapture(literal, parameter) : held.isEmpty ? 'borrowed' : 'moved';
}

function capturedEffect(literal: FunctionForm, held: Held, rules: HoldingRules): Effect {
  const effects = held.variables().map((variable) => rules.effectOfCapture(literal, variable));
  return effects.find((each) => each === 'released') ?? effects.find((each) => each === 'moved') ?? 'borrowed';
}

/** `cleanup := func() { … }` and then `cleanup()`. */
function literalOf(callee: Value): FunctionForm | undefined {
  if (callee.kind !== 'variable' || callee.variable.origin?.from !== 'value') return undefined;
  const { value } = callee.variable.origin;
  return value.kind === 'literal' ? value.form : undefined;
}

function stepReturn(operation: Operation & { op: 'return' }, held: Held, outcome: HoldingOutcome): undefined {
  const parts = operation.values.map((value) => heldIn(value, held));
  const index = parts.findIndex((part) => part?.as === 'self' || part?.as === 'wrapped');
  const part = parts[index];
  if (part) outcome.returned.push({ operation, index, ...(part.wrap ? { wrap: part.wrap } : {}) });
  else if (parts.some(Boolean) || held.isWrapped) move(operation, outcome);
  else leak(outcome, { how: 'return', place: operation.place });
}

/** `err != nil` or `err == io.EOF` where err came with the thing, or `h == nil`: on such a path nothing was acquired. */
function impliesNothingHeld(when: Condition, held: Held): boolean {
  const { value, holds, test } = when;
  if (value.kind !== 'variable') return false;
  if (test === 'true') return false;
  if (value.variable === held.error) return test === 'nil' ? !holds : holds;
  return test === 'nil' && holds && held.has(value.variable);
}

function move(operation: Operation, outcome: HoldingOutcome): undefined {
  outcome.moves.push(operation.place);
}

function leak(outcome: HoldingOutcome, what: Leak): undefined {
  outcome.leaks.push(what);
}

function placeOf(block: Block): Place {
  return block.operations[0]?.place ?? { path: '', line: 1, endLine: 1 };
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
