import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { type Guard, guardsAt, unlocksOf } from '../../go/concurrency/guards.js';
import { mayHoldByHelper } from '../../go/concurrency/locking-callee.js';
import { type FunctionForm, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Clue, Sighting } from '../detector.js';
import { type Access, accessesIn } from './accesses.js';
import { isFresh, runsBeforeSharing } from './before-sharing.js';
import {
  accessesElsewhere,
  callerHolds,
  guardOf,
  oneOfEach,
  readGuardOf,
  someCallerHolds,
  usualGuard,
} from './elsewhere.js';
import { helperUses } from './helper-uses.js';
import { lockBeside, namesOf, roleElsewhere, roleOf } from './names.js';
import { isUnderAnotherLock } from './other-lock.js';
import { sharingOf } from './sharing.js';
import { synchronisedMaps } from './synchronised-maps.js';
import type { UnguardedMapParams } from './unguarded-map.js';

/** More places elsewhere make no reader wiser. */
const elsewhereShownMax = 3;

/** What this function does with one map, all of its reads or all of its writes. */
interface Use {
  key: string;
  accesses: Access[];
  bare: Access[];
}

/** Accesses of a map outside the lock that guards it, and those inside. */
export function bareUses(program: Program, form: FunctionForm, options: UnguardedMapParams): Sighting[] {
  const accesses = accessesIn(program, form).filter((each) => each.what !== 'handed' && !isFresh(each.root));
  const isExempt = runsBeforeSharing(form) || saysCallerHoldsLock(form);
  const sound = synchronisedMaps(program, form);
  const locked = options.shapes.includes('lock-left-out');
  const helpers = locked ? helperUses(program, form, isExempt) : [];
  const reported = new Set<string>();
  const found = usesOf(program, form, accesses).flatMap((use): Sighting[] => {
    const [first] = use.accesses;
    if (!first) return [];
    if (use.bare.length === 0) return [soundUse(program, form, use)];
    if (isExempt || reported.has(first.store.key)) return [];
    const sighting =
      (locked ? readLocked(program, form, use) : undefined) ?? bareUse(program, form, use, options, reported);
    if (sighting && !sighting.onlyWhenGuardRemoved) reported.add(first.store.key);
    return sighting ? [sighting] : [];
  });
  return [...found, ...helpers, ...sound];
}

/** What is written comes first. */
function usesOf(program: Program, form: FunctionForm, accesses: readonly Access[]): Use[] {
  return [...new Set(accesses.map(keyOf))]
    .map((key): Use => {
      const list = accesses.filter((each) => keyOf(each) === key);
      return {
        key,
        accesses: list,
        bare: list.filter((each) => !guardOf(program, each) || isUnderAnotherLock(program, form, each)),
      };
    })
    .sort((a, b) => Number(isWrite(b)) - Number(isWrite(a)));
}

function isWrite({ accesses }: Use): boolean {
  return accesses.some((each) => each.how === 'write');
}

function keyOf({ store, how, what }: Access): string {
  return `${store.key} ${how} ${what}`;
}

function soundUse(program: Program, form: FunctionForm, { key, accesses }: Use): Sighting {
  const guards = accesses.flatMap((each) => [...guardsAt(program, each.form, each.at).values()]);
  const clues = [...new Map(guards.map((guard) => [guard.taken, guard])).values()].flatMap((guard): Clue[] => [
    { role: 'guard', place: guard.taken },
    ...unlocksOf(program, form, guard.key).map((place) => ({ role: 'guard', place })),
  ]);
  const [first] = accesses;
  return {
    verdict: 'sound',
    confidence: 'proof',
    key,
    at: first?.place ?? form.place,
    clues,
    names: first ? namesOf(program, form, first) : {},
  };
}

/**
 *     s.mu.RLock()
 *     s.known[name] = true     other readers hold the lock at the same time, and may write too
 */
function readLocked(program: Program, form: FunctionForm, { key, bare }: Use): Sighting | undefined {
  for (const access of bare) {
    const guard = access.how === 'write' && access.what !== 'replace' ? readGuardOf(program, access) : undefined;
    if (!guard || access.store.owner === undefined || !guard.owners.includes(access.store.owner)) continue;
    return {
      verdict: 'defect',
      confidence: 'likely',
      key,
      at: access.place,
      clues: [
        { role: roleOf(access), place: access.place },
        { role: 'readLock', place: guard.taken },
      ],
      names: namesOf(program, form, access, { lock: lockBeside(access.store, guard.key) }),
    };
  }
  return undefined;
}

function bareUse(
  program: Program,
  form: FunctionForm,
  use: Use,
  options: UnguardedMapParams,
  spokenOf: Set<string>,
): Sighting | undefined {
  const [access] = use.bare;
  if (!access) return undefined;
  const elsewhere = accessesElsewhere(program, access.store, form);
  if (!elsewhere?.written || callerHolds(program, access.form) === true) return undefined;
  if (mayHoldByHelper(program, access.form, access.place.line)) return undefined;
  const sighting = (more: { lock?: string; root?: string }, clues: Clue[]): Sighting => ({
    verdict: 'defect',
    confidence: 'likely',
    key: use.key,
    at: access.place,
    clues: [{ role: roleOf(access), place: access.place }, ...clues],
    names: namesOf(program, form, access, more),
  });
  const root = sharingOf(program, form, access, elsewhere, options);
  if (root) {
    // Each shape is left to the incident that names it, so that a map is spoken of once.
    spokenOf.add(access.store.key);
    return options.shapes.includes('shared-without-lock') ? sighting({ root: root.name }, root.clues) : undefined;
  }
  if (!options.shapes.includes('lock-left-out')) return undefined;
  const usual = access.what !== 'length' ? usualGuard(program, elsewhere, access.store) : undefined;
  if (usual && isShared(program, form, access) && !someCallerHolds(program, access.form, usual.guard.key)) {
    const shown = oneOfEach(usual.at, form).slice(0, elsewhereShownMax);
    const clues = shown.map(({ place }) => ({ role: 'guarded', place }));
    return sighting({ lock: lockBeside(access.store, usual.guard.key) }, clues);
  }
  const others = oneOfEach(elsewhere.accesses, form).slice(0, elsewhereShownMax);
  return {
    ...sighting(
      {},
      others.map((each) => ({ role: roleElsewhere(each), place: each.place })),
    ),
    confidence: 'possible',
    onlyWhenGuardRemoved: true,
  };
}

/** Where nobody can tell who calls the function, or how a literal runs, the odd one out may be right. */
function isShared(program: Program, form: FunctionForm, access: Access): boolean {
  return (
    access.what !== 'replace' &&
    callerHolds(program, access.form) === false &&
    !isHandedByNobodyKnown(program, form, access) &&
    !hasOtherLock(program, form)
  );
}

/** `func Prepare(s *Store)`: who calls it from another package may be the only one who has the value, as while a program starts. */
function isHandedByNobodyKnown(program: Program, form: FunctionForm, { root }: Access): boolean {
  return root?.kind === 'parameter' && root.owner === form && (callersOf(program, form) ?? []).length === 0;
}

function hasOtherLock(program: Program, form: FunctionForm): boolean {
  return withLiterals(form).some((each) =>
    operationsOf(each).some((operation) =>
      [...guardsAt(program, each, operation).values()].some((guard: Guard) => guard.key.startsWith('some ')),
    ),
  );
}
