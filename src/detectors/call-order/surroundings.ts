import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import { type Loop, loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm, Operation, Value, Variable } from '../../go/form.js';
import { partsOf } from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { reaches, type Site } from '../named-calls.js';
import { clue, type Seen } from './seen.js';

/** Every call of a form that is one of the named, or comes to one in a function of the repository, with the locks that are held there. */
export function callsUnderLock(
  program: Program,
  form: FunctionForm,
  names: readonly string[],
  locks: readonly string[],
): Seen[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Seen[] => {
      if (operation.op !== 'call' || operation.when !== 'now') return [];
      const found = reaches(program, operation, names);
      if (!found) return [];
      const site = { form, block, index, operation };
      const held = [...guardsAt(program, form, operation).values()].find((each) => isMeant(each, locks));
      if (!held) return [{ site, verdict: 'sound', confidence: 'proof', clues: unlocksIn(form), other: '' }];
      const through = found.site === operation ? [] : [clue('within', found.site.place)];
      const clues = [clue('call', operation.place), clue('lock', held.taken), ...through];
      return [{ site, verdict: 'defect', confidence: 'proof', clues, other: held.text, lock: held.text }];
    }),
  );
}

function isMeant({ key, owners }: Guard, locks: readonly string[]): boolean {
  return locks.some((lock) => lock === 'any' || lock === key || owners.includes(lock));
}

/** Where the lock was given back, before the change took that away. */
function unlocksIn(form: FunctionForm): Seen['clues'] {
  return operationsOf(form).flatMap((each) => {
    const name = each.op === 'call' && 'name' in each.call.callee ? each.call.callee.name : '';
    return /^r?unlock$/i.test(name) ? [clue('unlock', each.place)] : [];
  });
}

export function inLoop(site: Site): Seen {
  const { form, block, operation } = site;
  // The innermost says most.
  const [loop] = loopsAround(form, block).toSorted((a, b) => a.blocks.size - b.blocks.size);
  const call = clue('call', operation.place);
  if (!loop) return { site, verdict: 'sound', confidence: 'proof', clues: [call], other: '' };
  return { site, verdict: 'defect', confidence: 'proof', clues: [call, ...beginOf(loop)], other: '' };
}

function beginOf({ header, blocks }: Loop): Seen['clues'] {
  const places = (header.operations.length > 0 ? [header] : [...blocks]).flatMap((block) =>
    block.operations.map(({ place }) => place),
  );
  const [first] = places.toSorted((a, b) => a.line - b.line);
  return first ? [clue('loop', { ...first, endLine: first.line })] : [];
}

/**
 *     call()           the result is dropped
 *     _ = call()       so it is here
 *     err = call()     and here, when nobody reads err
 */
export function resultUsed(site: Site, which: 'last' | number): Seen {
  const { form, operation } = site;
  const call = clue('call', operation.place);
  const { results } = operation;
  const used = results.length > 0 && isRead(form, which === 'last' ? results.at(-1) : results[which], operation);
  if (!used) return { site, verdict: 'defect', confidence: 'proof', clues: [call], other: '' };
  return { site, verdict: 'sound', confidence: 'proof', clues: [clue('used', operation.place)], other: '' };
}

/** Whether something reads a result, or a variable that it is put into. */
function isRead(form: FunctionForm, result: Variable | undefined, made: Operation): boolean {
  if (!result) return false;
  const kept = new Set([result]);
  const has = (value: Value) => partsOf(value).some((part) => part.kind === 'variable' && kept.has(part.variable));
  const forms = outermost(form);
  for (const each of operationsOf(form)) {
    if (each.op === 'assign' && each.target.kind === 'variable' && has(each.value)) kept.add(each.target.variable);
    else if (each.op === 'assign' && each.target.kind !== 'blank' && has(each.value)) return true;
  }
  const isNamedResult = [...kept].some((variable) => variable.kind === 'result');
  const conditions = forms.flatMap((one) =>
    one.blocks.flatMap((block) => block.next.flatMap(({ when }) => when?.value ?? [])),
  );
  if (isNamedResult || conditions.some(has)) return true;
  return forms.some((one) =>
    operationsOf(one).some((each) => each !== made && (each.op === 'assign' ? false : valuesOf(each).some(has))),
  );
}

function outermost(form: FunctionForm): FunctionForm[] {
  let top = form;
  while (top.outer) top = top.outer;
  const all = (one: FunctionForm): FunctionForm[] => [one, ...one.literals.flatMap(all)];
  return all(top);
}
