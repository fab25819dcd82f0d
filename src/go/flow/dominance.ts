import type { Block, Condition, Edge, FunctionForm, Operation } from '../form.js';
import type { Point } from './paths.js';

/** Blocks that can be reached from the beginning of the form, without an edge or a block if one is left out. */
export function reachableBlocks(form: FunctionForm, without: { edge?: Edge; block?: Block } = {}): Set<Block> {
  const found = new Set<Block>();
  const waiting = form.blocks.slice(0, 1);
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (found.has(block) || block === without.block) continue;
    found.add(block);
    for (const edge of block.next) if (edge !== without.edge) waiting.push(edge.to);
  }
  return found;
}

/** True when every path to the second block leads through the first. */
export function dominates(form: FunctionForm, first: Block, second: Block): boolean {
  return first === second || !reachableBlocks(form, { block: first }).has(second);
}

/** A condition and the block whose last operations compute it. */
export interface Dominating extends Condition {
  block: Block;
}

const conditionsOf = new WeakMap<Block, readonly Dominating[]>();

/** Conditions that hold on every path to a point, as far as nothing changed them since. */
export function conditionsAt({ form, block }: Pick<Point, 'form' | 'block'>): readonly Dominating[] {
  const known = conditionsOf.get(block) ?? findConditions(form, block);
  conditionsOf.set(block, known);
  return known;
}

function findConditions(form: FunctionForm, block: Block): Dominating[] {
  return form.blocks.flatMap((from) =>
    from.next.flatMap((edge): Dominating[] =>
      edge.when && !reachableBlocks(form, { edge }).has(block) ? [{ ...edge.when, block: from }] : [],
    ),
  );
}

/**
 * Beginnings of loops that come by such an operation in every round, and end when they have counted enough: whoever passes the loop has come by.
 *
 *     for range workers {
 *         <-done
 *     }
 */
export function countingLoops(form: FunctionForm, test: (operation: Operation) => boolean): Set<Block> {
  const tested = form.blocks.filter((block) => block.operations.some(test));
  if (tested.length === 0) return new Set();
  const heads = form.blocks.filter((head) =>
    tested.some((block) => {
      const body = head.next.find(({ to }) => leadsTo(to, block, head))?.to;
      if (head === block || !body || head.next.length < 2) return false;
      return leadsTo(block, head) && (body === block || !leadsTo(body, head, block)) && beginsLoop(form, head);
    }),
  );
  return new Set(heads);
}

/** Some path comes back to it from a block to which every path leads through it. */
export function beginsLoop(form: FunctionForm, head: Block): boolean {
  return form.blocks.some((from) => from.next.some(({ to }) => to === head) && dominates(form, head, from));
}

/** Whether a path leads from the one block to the other, without a third. */
function leadsTo(from: Block, to: Block, without?: Block): boolean {
  const found = new Set<Block>();
  const waiting = from === without ? [] : [from];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block === to) return true;
    if (found.has(block)) continue;
    found.add(block);
    waiting.push(...block.next.map((edge) => edge.to).filter((each) => each !== without));
  }
  return false;
}
