import { placeKey } from '../flow/expression-key.js';
import type { FunctionForm, Operation } from '../form.js';
import { operationsOf } from '../form-values.js';
import type { Program } from '../program.js';

/**
 * The channel of a send or receive that is a lock: the function does both on it, one of them to take its turn and the other to give it back.
 *
 *     s.turn <- struct{}{}     <-s.turn
 *     …                        …
 *     <-s.turn                 s.turn <- struct{}{}
 *
 * How much room it has is not asked: with more than one place it keeps fewer out, which only costs a finding.
 */
export function tokenOf(program: Program, form: FunctionForm, operation: Operation): string | undefined {
  const key = keyOf(operation);
  return key !== undefined && tokensOf(program, form).has(key) ? key : undefined;
}

function tokensOf(program: Program, form: FunctionForm): Set<string> {
  return program.onceFor(form, 'tokens', () => {
    const operations = [form, ...form.literals.filter((each) => isDeferred(form, each))].flatMap(operationsOf);
    const keys = (op: 'send' | 'receive') => operations.flatMap((each) => (each.op === op ? (keyOf(each) ?? []) : []));
    const sent = new Set(keys('send'));
    return new Set(keys('receive').filter((each) => sent.has(each)));
  });
}

function isDeferred(form: FunctionForm, literal: FunctionForm): boolean {
  return operationsOf(form).some(
    (each) =>
      each.op === 'call' &&
      each.when === 'deferred' &&
      each.call.callee.kind === 'literal' &&
      each.call.callee.form === literal,
  );
}

/** What is received and used is no token. */
function keyOf(operation: Operation): string | undefined {
  if (operation.op === 'send') return placeKey(operation.channel);
  return operation.op === 'receive' && operation.results.length === 0 ? placeKey(operation.channel) : undefined;
}
