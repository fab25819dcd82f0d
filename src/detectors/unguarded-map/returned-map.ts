import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import type { FunctionForm, Operation, Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';
import { isTakenOut, type Store, storeOf } from './accesses.js';
import { runsBeforeSharing } from './before-sharing.js';
import { accessesElsewhere, guardOf } from './elsewhere.js';
import { lockBeside, roleElsewhere } from './names.js';

interface Returned {
  store: Store;
  inner: boolean;
  guard: Guard;
  operation: Operation;
}

/**
 *     s.mu.RLock()
 *     defer s.mu.RUnlock()
 *     return s.known           the caller reads the map itself, after the lock is given back; so does who receives it
 */
export function returnedMaps(program: Program, form: FunctionForm): Sighting[] {
  if (runsBeforeSharing(form) || saysCallerHoldsLock(form)) return [];
  return returnedIn(program, form).flatMap(({ store, inner, guard, operation }): Sighting[] => {
    const elsewhere = accessesElsewhere(program, store, form);
    const written = elsewhere?.accesses.find(
      (each) => each.how === 'write' && each.what !== 'replace' && each.inner === inner && guardOf(program, each),
    );
    if (!written) return [];
    return [
      {
        verdict: 'defect',
        confidence: 'likely',
        key: `${store.key} returned`,
        at: operation.place,
        clues: [
          { role: 'handedOut', place: operation.place },
          { role: roleElsewhere(written), place: written.place },
        ],
        names: {
          map: store.name,
          function: form.declaration,
          access: 'return',
          lock: lockBeside(store, guard.key),
          root: form.declaration,
        },
      },
    ];
  });
}

function returnedIn(program: Program, form: FunctionForm): Returned[] {
  const operations = operationsOf(form);
  return operations.flatMap((operation) => {
    const out = operation.op === 'return' ? operation.values : operation.op === 'send' ? [operation.value] : [];
    return out.flatMap(handedOut).flatMap((value): Returned[] => {
      const shown = behind(value);
      const inner = shown.kind === 'element';
      const container = inner ? shown.of : shown;
      const guards = guardsWhenRead(program, form, operations, value, operation);
      if (guards.length === 0 || underlying(program, typeOf(program, shown)).kind !== 'map') return [];
      const store = storeOf(program, container);
      const guard =
        store?.owner === undefined ? undefined : guards.find((each) => each.owners.includes(store.owner ?? ''));
      return store && guard ? [{ store, inner, guard, operation }] : [];
    });
  });
}

/** Also what is put into what is returned: `return &Snapshot{Known: s.known}`. */
function handedOut(value: Value): Value[] {
  if (value.kind === 'pointer') return handedOut(value.of);
  return value.kind === 'composite' ? value.parts.flatMap((part) => handedOut(part.value)) : [value];
}

/** `result, ok := s.known[name]` … `return result` */
function behind(value: Value): Value {
  if (value.kind !== 'variable' || value.variable.kind !== 'local') return value;
  const { origin } = value.variable;
  return origin?.from === 'value' &&
    !isTakenOut(value.variable) &&
    (origin.value.kind === 'element' || origin.value.kind === 'member')
    ? origin.value
    : value;
}

function guardsWhenRead(
  program: Program,
  form: FunctionForm,
  operations: readonly Operation[],
  value: Value,
  operation: Operation,
): Guard[] {
  const sets = operations.filter(
    (each) =>
      each.op === 'assign' &&
      value.kind === 'variable' &&
      each.target.kind === 'variable' &&
      each.target.variable === value.variable,
  );
  // Set a second time, it may be another map by now.
  if (sets.length > 1) return [];
  return [...guardsAt(program, form, sets[0] ?? operation).values()];
}
