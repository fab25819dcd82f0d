import { rootOf } from '../../go/flow/expression-key.js';
import { type FunctionForm, type Operation, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';
import { accessesIn } from './accesses.js';
import { accessesElsewhere, guardOf } from './elsewhere.js';
import { namesOf, roleOf } from './names.js';

/**
 *     func (s Set) Add(name string) {     s is a copy, and its lock too
 *         s.mu.Lock()
 *         s.known[name] = true            the map is not: all copies have the same one
 */
export function copiedLocks(program: Program, form: FunctionForm): Sighting[] {
  const locked = withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation) => copyLocked(program, operation)),
  );
  const seen = new Set<string>();
  return locked.flatMap(({ copy, operation }): Sighting[] => {
    const access = accessesIn(program, form).find(
      (each) =>
        each.root === copy &&
        each.what !== 'replace' &&
        each.what !== 'handed' &&
        guardOf(program, each)?.taken === operation.place,
    );
    if (!access || seen.has(access.store.key)) return [];
    if (!accessesElsewhere(program, access.store, form)?.written) return [];
    seen.add(access.store.key);
    return [
      {
        verdict: 'defect',
        confidence: 'likely',
        key: `${access.store.key} copied`,
        at: access.place,
        clues: [
          { role: roleOf(access), place: access.place },
          { role: 'copied', place: operation.place },
          ...(copy.kind === 'receiver' ? [{ role: 'copy', place: { ...form.place, endLine: form.place.line } }] : []),
        ],
        names: namesOf(program, form, access),
      },
    ];
  });
}

/** `s.mu.Lock()` and `s.Lock()` of a copy with a lock in it. */
function copyLocked(program: Program, operation: Operation): { copy: Variable; operation: Operation }[] {
  if (operation.op !== 'call' || operation.when !== 'now' || operation.call.callee.kind !== 'member') return [];
  const { of, name } = operation.call.callee;
  if (!/^R?Lock$/.test(name)) return [];
  const holder = of.kind === 'member' ? of.of : of;
  const copy = holder.kind === 'variable' ? holder.variable : undefined;
  if (!copy || rootOf(holder) !== copy || !isCopy(copy)) return [];
  const type = typeOf(program, holder);
  const shape = underlying(program, type);
  if (type.kind !== 'named' || shape.kind !== 'struct') return [];
  const lock = shape.fields.find((each) => (of.kind === 'member' ? each.name === of.name : each.embedded));
  return lock?.type.kind === 'named' && lock.type.home === 'sync' && /^(RW)?Mutex$/.test(lock.type.name)
    ? [{ copy, operation }]
    : [];
}

/** What is handed by value, or read from behind a pointer; a value that the function makes itself is no copy. */
function isCopy({ kind, origin }: Variable): boolean {
  if (kind === 'receiver' || kind === 'parameter') return true;
  return kind === 'local' && origin?.from === 'value' && isOfAnother(origin.value);
}

function isOfAnother(value: Value): boolean {
  return value.kind === 'pointee' && value.of.kind === 'variable' && value.of.variable.kind !== 'local';
}
