import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Access } from './accesses.js';
import { accessesElsewhere, locksOf, someCallerHolds } from './elsewhere.js';
import { writesHandedMap } from './writes-handed-map.js';

/** Functions that hold the lock of the map before a function that holds another one is the odd one out. */
const guardedFunctionsMin = 2;

/**
 *     s.mu.Lock();    s.known[name] = true;  s.mu.Unlock()        everywhere else
 *     s.conns.Lock(); delete(s.known, name); s.conns.Unlock()     a lock is held, which keeps none of them out
 *
 * Which lock is the map's is learnt from all other functions, or for a read from those that write: they hold one that is not held here, and one of
 * them holds none of those that are held here.
 */
export function isUnderAnotherLock(program: Program, form: FunctionForm, access: Access): boolean {
  const held = guardsOf(program, access);
  if (held.length === 0 || held.some(({ key }) => isUnknown(key)) || isSurelyItsOwn(program, access, held))
    return false;
  const others = accessesElsewhere(program, access.store, form)?.all.filter(
    (each) => each.form.declaration !== form.declaration,
  );
  if (!others) return false;
  // Whoever only reads races with those who write: what other readers hold says nothing.
  const telling = access.how === 'write' ? others : others.filter((each) => isWrite(program, each));
  if (new Set(telling.map((each) => each.form.declaration)).size < guardedFunctionsMin) return false;
  const keys = telling.map((each) => guardsOf(program, each).map(({ key }) => key));
  const [first = [], ...rest] = keys;
  const lock = first.find((key) => !isUnknown(key) && rest.every((each) => each.includes(key)));
  if (lock === undefined || held.some(({ key }) => key === lock)) return false;
  const conflicts = telling.some((_, index) => !held.some(({ key }) => keys[index]?.includes(key)));
  return conflicts && !someCallerHolds(program, access.form, lock);
}

function isWrite(program: Program, access: Access): boolean {
  return access.how === 'write' || (access.what === 'handed' && writesHandedMap(program, access));
}

function guardsOf(program: Program, { form, at }: Access): Guard[] {
  return [...guardsAt(program, form, at).values()];
}

function isUnknown(key: string): boolean {
  return key.startsWith('some ') || key === 'a lock';
}

/** The only lock of the struct that has the map. */
function isSurelyItsOwn(program: Program, { store }: Access, held: readonly Guard[]): boolean {
  const { owner } = store;
  return owner !== undefined && held.some(({ owners }) => owners.includes(owner)) && locksOf(program, store).length < 2;
}
