import { guardsAt } from '../../go/concurrency/guards.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { type Point, pathFrom } from '../../go/flow/paths.js';
import {
  type Condition,
  type FunctionForm,
  type Operation,
  type Place,
  type Value,
  withLiterals,
} from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type GuardedWrite, guardedWrites, readsIn } from './checked-in-another-section.js';
import type { Seen } from './shape.js';
import { valuesSet } from './source-of.js';

/**
 *     s.mu.Lock()
 *     if s.started { s.mu.Unlock(); return }     asked
 *     s.mu.Unlock()
 *     go s.loop()                                twice: another one has passed the look as well
 *     s.mu.Lock()                                lock
 *     s.started = true                           set
 *     s.mu.Unlock()
 *
 * Told only where a goroutine is started for it, since much else may be done twice; of channels that are closed twice double-close speaks.
 */
export function flagsSetApart(form: FunctionForm, program: Program): Seen[] {
  return withLiterals(form)
    .flatMap((each) => guardedWrites(program, each))
    .flatMap((write): Seen[] => {
      const check = isSet(write.operation) && !readsIn(program, write) ? checkOf(program, write) : undefined;
      const twice = check && doneTwice(write, check.text);
      return check && twice ? [seenAt(write, check.place, twice.place)] : [];
    });
}

function isSet(operation: Operation): boolean {
  return operation.op === 'assign' && operation.value.kind === 'constant' && operation.value.text === 'true';
}

/** Where the flag was looked at, in another section of the lock, and found not to be set. */
function checkOf(program: Program, write: GuardedWrite): { place: Place; text: string } | undefined {
  const { form, block, operation, lock } = write;
  const text = operation.op === 'assign' ? valueText(operation.target) : '';
  for (const condition of conditionsAt({ form, block })) {
    if (!isUnset(condition, text)) continue;
    const at = condition.value.kind === 'variable' ? setBy(form, condition.value) : condition.block;
    const section = at && guardsAt(program, form, at).get(lock.key)?.taken;
    if (section && section !== lock.taken) return { place: condition.place, text };
  }
  return undefined;
}

/** `if s.started { return }`, also by way of a variable. */
function isUnset({ test, value, holds }: Condition, text: string): boolean {
  if (test !== 'true' || holds) return false;
  const values = value.kind === 'variable' ? valuesSet(value.variable) : [value];
  return values.length === 1 && values.every((each) => each.kind === 'member' && valueText(each) === text);
}

function setBy(form: FunctionForm, value: Value & { kind: 'variable' }): Operation | undefined {
  return operationsOf(form).find(
    (each) => each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === value.variable,
  );
}

/** What is done on the same condition, before the flag is set or right after. */
function doneTwice({ form, block, operation }: GuardedWrite, text: string): Operation | undefined {
  const write: Point = { form, block, index: block.operations.indexOf(operation), operation };
  return form.blocks
    .flatMap((each) => each.operations.map((one, index): Point => ({ form, block: each, index, operation: one })))
    .find(
      (each) =>
        each.operation.op === 'call' &&
        each.operation.when === 'spawned' &&
        conditionsAt(each).some((condition) => isUnset(condition, text)) &&
        (leadsTo(each, write) || leadsTo(write, each)),
    )?.operation;
}

function leadsTo(first: Point, second: Point): boolean {
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second.operation });
}

function seenAt({ operation, field, text, lock }: GuardedWrite, asked: Place, twice: Place): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `flag ${field}`,
    at: operation.place,
    clues: [
      { role: 'set', place: operation.place },
      { role: 'asked', place: asked },
      { role: 'lock', place: lock.taken },
      { role: 'twice', place: twice },
    ],
    write: text,
    guard: lock.text,
    state: text,
  };
}
