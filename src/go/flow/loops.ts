import type { Block, Edge, FunctionForm } from '../form.js';

/** Blocks that run again and again: all that lead back to `header`. */
export interface Loop {
  header: Block;
  blocks: ReadonlySet<Block>;
}

const known = new WeakMap<FunctionForm, Loop[]>();

/** The loops of a form, goto loops included; inner ones are loops of their own. */
export function loopsOf(form: FunctionForm): Loop[] {
  const found = known.get(form) ?? findLoops(form);
  known.set(form, found);
  return found;
}

export function loopsAround(form: FunctionForm, block: Block): Loop[] {
  return loopsOf(form).filter((loop) => loop.blocks.has(block));
}

/** True for the way out of a loop that its own condition or its range gives, and no `break`, `return` or `goto` in its body. */
export function endsNormally(loop: Loop, from: Block, edge: Edge): boolean {
  if (!loop.blocks.has(from) || loop.blocks.has(edge.to)) return false;
  if (from === loop.header) return true;
  return edge.when !== undefined && loop.header.next.some((each) => each.to === edge.to);
}

export function reachableFrom(start: Block): Set<Block> {
  const found = new Set<Block>();
  const waiting = [start];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (found.has(block)) continue;
    found.add(block);
    for (const { to } of block.next) waiting.push(to);
  }
  return found;
}

function findLoops(form: FunctionForm): Loop[] {
  const [entry] = form.blocks;
  if (!entry) return [];
  const before = new Map<Block, Block[]>();
  const tails = new Map<Block, Block[]>();
  const state = new Map<Block, 'open' | 'done'>([[entry, 'open']]);
  const stack: { block: Block; next: number }[] = [{ block: entry, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const edge = top.block.next[top.next++];
    if (!edge) {
      state.set(top.block, 'done');
      stack.pop();
      continue;
    }
    before.set(edge.to, [...(before.get(edge.to) ?? []), top.block]);
    const seen = state.get(edge.to);
    if (seen === 'open') tails.set(edge.to, [...(tails.get(edge.to) ?? []), top.block]);
    if (seen) continue;
    state.set(edge.to, 'open');
    stack.push({ block: edge.to, next: 0 });
  }
  return [...tails].map(([header, ends]) => ({ header, blocks: leadingTo(ends, header, before) }));
}

function leadingTo(ends: readonly Block[], header: Block, before: ReadonlyMap<Block, Block[]>): Set<Block> {
  const blocks = new Set<Block>([header]);
  const waiting = [...ends];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (blocks.has(block)) continue;
    blocks.add(block);
    waiting.push(...(before.get(block) ?? []));
  }
  return blocks;
}
