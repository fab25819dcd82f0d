import { targetOf } from '../../go/call-target.js';
import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { type Guard, guardsAt, unlocksOf } from '../../go/concurrency/guards.js';
import { type FunctionForm, type Operation, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import type { Clue, Sighting } from '../detector.js';
import { type Access, accessesIn } from './accesses.js';
import { accessesElsewhere, callerHolds, guardOf, hasLock } from './elsewhere.js';
import { namesOf } from './names.js';

/**
 *     s.mu.Lock()
 *     free := s.isFree(name)     isFree reads s.known and leaves the lock to its caller
 *     s.mu.Unlock()
 */
export function helperUses(program: Program, form: FunctionForm, isExempt: boolean): Sighting[] {
  const seen = new Set<string>();
  return withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation): Sighting[] => {
      const inside = operation.op === 'call' && operation.when === 'now' ? bareInside(program, operation) : undefined;
      if (!inside || operation.op !== 'call') return [];
      const { access, helper } = inside;
      const key = `${access.store.key} ${access.how} by ${helper.declaration}`;
      const guards = [...guardsAt(program, each, operation).values()];
      const names = { ...namesOf(program, form, access), access: operation.call.text };
      const common = { key, at: operation.place, names };
      if (guards.length > 0)
        return [
          {
            ...common,
            verdict: 'sound',
            confidence: 'proof',
            clues: guards.flatMap((guard) => cluesOf(program, form, guard)),
          },
        ];
      if (isExempt || seen.has(key) || !accessesElsewhere(program, access.store, form)?.written) return [];
      if (callerHolds(program, each) === true) return [];
      seen.add(key);
      const clues = [
        { role: 'helper', place: operation.place },
        { role: 'also', place: access.place },
      ];
      return [{ ...common, verdict: 'defect', confidence: 'possible', onlyWhenGuardRemoved: true, clues }];
    }),
  );
}

export function cluesOf(program: Program, form: FunctionForm, guard: Guard): Clue[] {
  return [guard.taken, ...unlocksOf(program, form, guard.key)].map((place) => ({ role: 'guard', place }));
}

/** What an unexported method of a type with a lock does with a map of that type without taking the lock. */
function bareInside(
  program: Program,
  operation: Operation & { op: 'call' },
): { access: Access; helper: FunctionForm } | undefined {
  const { callee } = operation.call;
  if (callee.kind !== 'member' || /^\p{Lu}/u.test(callee.name)) return undefined;
  const target = targetOf(program, operation.call);
  if (target.kind !== 'method' || target.dynamic || !target.declaration) return undefined;
  const owner = `${target.home}.${target.type}`;
  if (!hasLock(program, { owner, name: '' })) return undefined;
  const helper = formOf(program, target.declaration);
  if (!helper) return undefined;
  const access = accessesIn(program, helper).find(
    (each) =>
      each.form === helper &&
      each.store.owner === owner &&
      each.what !== 'handed' &&
      (saysCallerHoldsLock(helper) || !guardOf(program, each)),
  );
  return access && { access, helper };
}
