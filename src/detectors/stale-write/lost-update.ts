import { type FunctionForm, partsOf, type Value, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { fieldElsewhere } from '../unguarded-map/fields-elsewhere.js';
import { type GuardedWrite, guardedWrites, type Read, readsIn, readsInto } from './checked-in-another-section.js';
import type { Seen } from './shape.js';
import { valuesSet } from './source-of.js';

/**
 *     s.mu.Lock()
 *     left := s.left             read
 *     s.mu.Unlock()
 *     …                          others write s.left
 *     s.mu.Lock()                lock
 *     s.left = left - 1          write: what they have written is lost
 *
 * Told only where another function writes the field too.
 */
export function lostUpdates(form: FunctionForm, program: Program): Seen[] {
  return withLiterals(form)
    .flatMap((each) => guardedWrites(program, each))
    .flatMap((write): Seen[] => {
      const read = write.element === undefined ? staleRead(program, write) : undefined;
      return read && !readsIn(program, write) && isWrittenElsewhere(program, form, write) ? [seenAt(write, read)] : [];
    });
}

/** What the value is made of comes from the field itself, and from another section only. */
function staleRead(program: Program, { form, operation, field, lock }: GuardedWrite): Read | undefined {
  const values = operation.op === 'assign' && operation.target.kind === 'member' ? [operation.value] : [];
  const reads = values
    .flatMap(partsOf)
    .flatMap((part) => (part.kind === 'variable' ? readsInto(program, form, part.variable, { field, lock }) : []));
  const [first] = reads;
  if (first && isUnchanged(values[0], first)) return undefined;
  return reads.every(({ section }) => section !== lock.taken) ? first : undefined;
}

/** `path := s.path()` … `s.dir = path`: what a method gave is put back as it was, which takes nothing of it as a step to something new. */
function isUnchanged(value: Value | undefined, { operation }: Read): boolean {
  if (operation.op !== 'call' || value?.kind !== 'variable') return false;
  const [result] = operation.results;
  return valuesSet(value.variable).every((each) => each.kind === 'variable' && each.variable === result);
}

function isWrittenElsewhere(program: Program, form: FunctionForm, { field }: GuardedWrite): boolean {
  const cut = field.lastIndexOf('.');
  const elsewhere = fieldElsewhere(program, { owner: field.slice(0, cut), field: field.slice(cut + 1), form });
  return elsewhere?.guarded.some(({ use }) => use.how === 'write') === true;
}

function seenAt({ operation, field, text, lock }: GuardedWrite, { operation: read }: Read): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `update ${field}`,
    at: operation.place,
    clues: [
      { role: 'set', place: operation.place },
      { role: 'read', place: read.place },
      { role: 'lock', place: lock.taken },
    ],
    write: text,
    guard: lock.text,
    state: text,
  };
}
