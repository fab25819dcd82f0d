import type { Block, Condition, Edge, FunctionForm, Operation } from '../form.js';
import { meetLimit } from '../limits-met.js';
import { placeKey, questionKey } from './expression-key.js';

/** More ways through one function than this are given up, in favour of silence. */
const statesMax = 3_000;

/** Where a path is: before the operation at `index` of `block`. */
export interface Position {
  block: Block;
  index: number;
}

/** What is told apart on the ways through a form. `end`: this way is of no interest any more. */
export interface PathRules<State> {
  key(state: State): string;
  step(operation: Operation, state: State, at: Position): State | 'end';
  edge?(edge: Edge, from: Block, state: State): State | 'end';
  /** A return, or the end of the body. */
  exit(operation: Operation & { op: 'return' }, state: State): void;
}

type Facts = ReadonlyMap<string, boolean>;

interface Visit<State> extends Position {
  state: State;
  facts: Facts;
}

/**
 * Follows every way from a position to the exits with a state of the caller's own. Where one condition is tested twice and nothing sets it in
 * between, both tests come out the same. False when there were too many ways.
 */
export function walkPaths<State>(form: FunctionForm, start: Position, state: State, rules: PathRules<State>): boolean {
  const repeated = repeatedConditions(form);
  const seen = new Set<string>();
  const waiting: Visit<State>[] = [{ ...start, state, facts: new Map() }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const facts = [...visit.facts].map(([key, holds]) => `${key}=${holds}`).sort();
    const key = `${visit.block.id}:${visit.index}:${rules.key(visit.state)}:${facts.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax) {
      meetLimit(form, `more than ${statesMax} ways`);
      return false;
    }
    const after = walkBlock(visit, rules);
    if (!after) continue;
    for (const edge of visit.block.next) {
      const next = rules.edge ? rules.edge(edge, visit.block, after.state) : after.state;
      const known = next === 'end' ? undefined : factsAfter(edge, after.facts, repeated);
      if (next !== 'end' && known) waiting.push({ block: edge.to, index: 0, state: next, facts: known });
    }
  }
  return true;
}

function walkBlock<State>(
  { block, index: from, state, facts }: Visit<State>,
  rules: PathRules<State>,
): { state: State; facts: Facts } | undefined {
  let now = { state, facts };
  for (const [offset, operation] of block.operations.slice(from).entries()) {
    const next = rules.step(operation, now.state, { block, index: from + offset });
    if (next === 'end') return undefined;
    if (operation.op === 'return') {
      rules.exit(operation, next);
      return undefined;
    }
    now = { state: next, facts: withoutSet(operation, now.facts) };
  }
  return now;
}

/** Undefined when the edge contradicts what is known. */
function factsAfter({ when }: Edge, facts: Facts, repeated: ReadonlySet<string>): Facts | undefined {
  const key = when && conditionKey(when);
  if (!when || key === undefined || !repeated.has(key)) return facts;
  const known = facts.get(key);
  if (known !== undefined) return known === when.holds ? facts : undefined;
  return new Map(facts).set(key, when.holds);
}

function withoutSet(operation: Operation, facts: Facts): Facts {
  if (operation.op !== 'assign' || facts.size === 0 || operation.target.kind === 'blank') return facts;
  const target = placeKey(operation.target);
  if (target === undefined) return facts;
  return new Map(
    [...facts].filter(
      ([key]) => !key.split(/[^\w.@/-]+/).some((word) => word === target || word.startsWith(`${target}.`)),
    ),
  );
}

/** `n > 0` and `n == 0` are made of the same parts, so only tests of a value itself can be told to be the same. */
function conditionKey({ test, value, other }: Condition): string | undefined {
  const key = questionKey(value);
  const against = other ? questionKey(other) : '';
  if (key === undefined || against === undefined || key.includes('mix(')) return undefined;
  return `${test} ${key} ${against}`;
}

const repeatedOf = new WeakMap<FunctionForm, Set<string>>();

/** Conditions that are tested at two places: only of these it matters how they came out. */
function repeatedConditions(form: FunctionForm): Set<string> {
  const known = repeatedOf.get(form);
  if (known) return known;
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const block of form.blocks) {
    const keys = new Set(block.next.flatMap(({ when }) => (when && conditionKey(when)) ?? []));
    for (const key of keys) (once.has(key) ? twice : once).add(key);
  }
  repeatedOf.set(form, twice);
  return twice;
}
