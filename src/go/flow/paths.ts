import type { Block, Condition, Edge, FunctionForm, Operation } from '../form.js';
import { meetLimit } from '../limits-met.js';
import { conditionsAt } from './dominance.js';
import { placeKey, questionKey } from './expression-key.js';

/** An operation and where it stands. */
export interface Point {
  form: FunctionForm;
  block: Block;
  /** Position in the block. */
  index: number;
  operation: Operation;
}

/** More states than this of one walk are given up: then no path was found. */
const statesMax = 3_000;

/** What is known of conditions on a path: the answer, and the block in which it was asked. */
type Known = ReadonlyMap<string, { holds: boolean; block: number }>;

export interface Walk {
  /** Nothing that follows such an operation is of interest: a call that does not return, a wait, a new value for what is followed. */
  stops(operation: Operation): boolean;
  /** The walk has arrived. */
  arrives(operation: Operation): boolean;
  /** True to arrive also where the function ends. */
  end?: boolean;
  /** Blocks into which the walk does not go. */
  closed?: ReadonlySet<Block>;
}

/** Whether there is a path from right after an operation of a form, on which no condition holds at one place and fails at another. */
export function pathFrom(point: Point, walk: Walk): boolean {
  const known = new Map(
    conditionsAt(point).flatMap((when) => {
      const key = conditionKey(when);
      return key === undefined ? [] : [[key, { holds: when.holds, block: -1 }] as const];
    }),
  );
  return search(
    point.form,
    { block: point.block, from: point.index + 1, known: learned(point.operation, known) },
    walk,
  );
}

/** The same from the first operation of a form. */
export function pathFromEntry(form: FunctionForm, walk: Walk): boolean {
  const [entry] = form.blocks;
  return entry !== undefined && search(form, { block: entry, from: 0, known: new Map() }, walk);
}

interface Visit {
  block: Block;
  from: number;
  known: Known;
}

function search(form: FunctionForm, start: Visit, walk: Walk): boolean {
  const leading = blocksLeadingTo(start.block, walk);
  const seen = new Set<string>();
  const waiting = leading.has(start.block) ? [start] : [];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const key = `${visit.block.id}:${visit.from}:${[...visit.known].map(([name, { holds }]) => `${name}=${holds}`).sort()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > statesMax) {
      meetLimit(form, `more than ${statesMax} ways`);
      return false;
    }
    const known = walkBlock(visit, walk);
    if (known === 'arrived') return true;
    if (known === 'stopped') continue;
    if (visit.block.next.length === 0 && walk.end) return true;
    for (const edge of visit.block.next) {
      const after = follow(edge, visit.block, known);
      if (after && leading.has(edge.to) && !walk.closed?.has(edge.to))
        waiting.push({ block: edge.to, from: 0, known: after });
    }
  }
  return false;
}

/** Blocks on some way from here to where the walk may arrive, conditions left aside: the others need not be walked with all that is known there. */
function blocksLeadingTo(start: Block, walk: Walk): Set<Block> {
  const before = new Map<Block, Block[]>([[start, []]]);
  const targets: Block[] = [];
  // A map gives what is added while it is walked.
  for (const [block] of before) {
    if ((walk.end && block.next.length === 0) || block.operations.some((each) => walk.arrives(each)))
      targets.push(block);
    for (const { to } of block.next) {
      const known = before.get(to);
      if (known) known.push(block);
      else before.set(to, [block]);
    }
  }
  const found = new Set(targets);
  for (const block of found) for (const each of before.get(block) ?? []) found.add(each);
  return found;
}

function walkBlock({ block, from, known }: Visit, walk: Walk): Known | 'arrived' | 'stopped' {
  let now = known;
  for (const operation of block.operations.slice(from)) {
    if (walk.arrives(operation)) return 'arrived';
    if (walk.stops(operation)) return 'stopped';
    now = learned(operation, now);
  }
  return now;
}

/** Undefined when the path contradicts itself, or nobody can tell whether it does. */
function follow({ when }: Edge, block: Block, known: Known): Known | undefined {
  const key = when && conditionKey(when);
  if (!when || key === undefined) return known;
  const before = known.get(key);
  // In the next round of a loop the answer may be another one.
  if (before && before.block !== block.id) {
    // `n > 0` and `n == 0` are made of the same parts: whether one excludes the other is not known.
    if (key.includes('mix(')) return undefined;
    if (before.holds !== when.holds) return undefined;
  }
  return new Map([...known, [key, { holds: when.holds, block: block.id }]]);
}

function conditionKey({ test, value, other }: Condition): string | undefined {
  const key = questionKey(value);
  if (key === undefined) return undefined;
  const against = other ? questionKey(other) : '';
  return against === undefined ? undefined : `${test} ${key} ${against}`;
}

/** `closed = true`, `ch = nil`; any other value makes what was known of it unknown. */
function learned(operation: Operation, known: Known): Known {
  if (operation.op !== 'assign' || operation.target.kind === 'blank') return known;
  const target = placeKey(operation.target);
  if (target === undefined) return known;
  const left = [...known].filter(([key]) => !mentions(key, target));
  const { value } = operation;
  const fact =
    value.kind === 'nil'
      ? ([`nil ${target} `, true] as const)
      : value.kind === 'constant' && (value.text === 'true' || value.text === 'false')
        ? ([`true ${target} `, value.text === 'true'] as const)
        : undefined;
  if (left.length === known.size && !fact) return known;
  return new Map([...left, ...(fact ? [[fact[0], { holds: fact[1], block: -1 }] as const] : [])]);
}

function mentions(key: string, target: string): boolean {
  for (let at = key.indexOf(target); at >= 0; at = key.indexOf(target, at + 1)) {
    if (!/[\w@]/.test(key[at + target.length] ?? '')) return true;
  }
  return false;
}
