import type { Block, FunctionForm, Operation } from '../form.js';
import { Facts, factsAfter, factsAfterCall, questionOf, questionsIn } from './facts.js';

const factsOfForm = new WeakMap<FunctionForm, ReadonlyMap<Block, Facts>>();

/** What is known on every path that leads to an operation: `debug` where `if debug { f = open() }` opens. */
export function factsBefore(form: FunctionForm, block: Block, index: number): Facts {
  const questions = questionsIn(form);
  if (questions.size === 0) return Facts.none;
  const known = factsOfForm.get(form) ?? factsAtBlocks(form);
  factsOfForm.set(form, known);
  return after(known.get(block) ?? Facts.none, block.operations.slice(0, index), form).only(questions);
}

/** Where paths meet only what is known on both is left, so it comes to an end. */
function factsAtBlocks(form: FunctionForm): Map<Block, Facts> {
  const questions = questionsIn(form);
  const found = new Map<Block, Facts>();
  const waiting = form.blocks.slice(0, 1);
  for (const entry of waiting) found.set(entry, Facts.none);
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    const facts = after(found.get(block) ?? Facts.none, block.operations, form);
    for (const { to, when } of block.next) {
      const question = when && questionOf(when);
      const there = question && questions.has(question) ? facts.with(question, when.holds) : facts;
      const before = found.get(to);
      const now = before ? before.common(there) : there;
      if (now === before) continue;
      found.set(to, now);
      waiting.push(to);
    }
  }
  return found;
}

function after(facts: Facts, operations: readonly Operation[], form: FunctionForm): Facts {
  let known = facts;
  for (const each of operations) {
    if (each.op === 'assign' && each.target.kind === 'variable' && each.target.variable.owner === form)
      known = factsAfter(known, each.target.variable, each.value);
    if (each.op === 'call') known = factsAfterCall(known, each.call);
  }
  return known;
}
