import { calleeForm } from '../../go/callee-form.js';
import { strandOf } from '../../go/channels/strand.js';
import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { type Caller, callersOf } from '../../go/concurrency/callers.js';
import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import { rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm } from '../../go/form.js';
import type { GoType } from '../../go/go-type.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf, typeOf, underlying } from '../../go/type-of.js';
import { type Access, accessesIn, type Store } from './accesses.js';
import { isFresh, nameOf, runsBeforeSharing } from './before-sharing.js';

/** Callers of callers that are asked whether they hold a lock. */
const depthMax = 3;

/** Functions that hold the lock before one that does not is the odd one out, and as many times more of them. */
const guardedFunctionsMin = 2;
const guardedTimesMin = 2;

/** What the rest of the package does with a store. */
export interface Elsewhere {
  /** With the functions that are handed it, which may write it. */
  all: Access[];
  accesses: Access[];
  written: Access | undefined;
}

/** All accesses after construction in the package of the function and in that of the type, tests left out. Undefined while one is not loaded. */
export function accessesElsewhere(program: Program, store: Store, form: FunctionForm): Elsewhere | undefined {
  const homes = [program.packageOf(form.file)];
  const owner = store.owner === undefined ? undefined : program.packageAt(homeOfOwner(store.owner));
  if (owner && owner !== homes[0]) homes.push(owner);
  for (const home of homes) if (!home.complete) program.want(home.directory);
  if (homes.some((home) => !home.complete)) return undefined;
  return program.once(`elsewhere ${store.key} ${homes.map((home) => home.directory).join()}`, () => {
    const accesses = homes
      .flatMap((home) => home.mentioning(store.word, { tests: false }))
      .flatMap((declaration) => {
        const found = declaration.kind === 'variable' ? undefined : formOf(program, declaration);
        return found ? accessesIn(program, found) : [];
      })
      .filter((each) => each.store.key === store.key && !isFresh(each.root) && !runsBeforeSharing(each.form));
    return {
      all: accesses,
      accesses: accesses.filter((each) => each.what !== 'handed'),
      written: accesses.find((each) => each.how === 'write') ?? accesses.find((each) => each.what === 'handed'),
    };
  });
}

function homeOfOwner(owner: string): string {
  return owner.slice(0, owner.lastIndexOf('.'));
}

/** A lock that is enough for an access: a writer's, or a reader's when it only reads. */
export function guardOf(program: Program, access: Access): Guard | undefined {
  const guards = [...guardsAt(program, access.form, access.at).values()];
  const strong = guards.filter((each) => each.mode === 'write' || access.how === 'read');
  return (
    strong.find((each) => access.store.owner !== undefined && each.owners.includes(access.store.owner)) ?? strong[0]
  );
}

export function readGuardOf(program: Program, access: Access): Guard | undefined {
  return [...guardsAt(program, access.form, access.at).values()].find((each) => each.mode === 'read');
}

/** The lock of the same struct that nearly all other accesses hold, and where. */
export function usualGuard(
  program: Program,
  { accesses }: Elsewhere,
  store: Store,
): { guard: Guard; at: Access[] } | undefined {
  const functions = (list: Access[]) => new Set(list.map((each) => each.form.declaration)).size;
  const byLock = new Map<string, { guard: Guard; at: Access[] }>();
  const bare: Access[] = [];
  for (const access of accesses) {
    const guard = guardOf(program, access);
    if (!guard) {
      // A reader's lock around a write is a mistake of its own, and no sign that none is needed.
      if (readGuardOf(program, access)) continue;
      if (callerHolds(program, access.form) !== true) bare.push(access);
      continue;
    }
    const isOwn = store.owner === undefined ? !guard.key.startsWith('some ') : guard.owners.includes(store.owner);
    if (!isOwn) continue;
    const entry = byLock.get(guard.key) ?? { guard, at: [] };
    entry.at.push(access);
    byLock.set(guard.key, entry);
  }
  const [best] = [...byLock.values()].sort((a, b) => b.at.length - a.at.length);
  if (!best?.at.some((each) => each.how === 'write')) return undefined;
  const [guarded, unguarded] = [functions(best.at), functions(bare)];
  return guarded >= guardedFunctionsMin && guarded >= guardedTimesMin * unguarded ? best : undefined;
}

/** True when every known caller holds some lock; false when one is known that does not; undefined when nobody can tell. */
export function callerHolds(program: Program, form: FunctionForm, depth = 0): boolean | undefined {
  const outer = outermost(form);
  if (saysCallerHoldsLock(outer)) return true;
  const callers = callersOf(program, outer);
  if (!callers) return undefined;
  const others = callers.filter(
    (each) => each.form.declaration !== outer.declaration && !isOfOwnValue(program, outer, each),
  );
  if (others.length === 0) return isExported(outer) ? false : undefined;
  if (depth >= depthMax) {
    meetLimit(outer, `a chain of more than ${depthMax} callers`);
    return undefined;
  }
  const answers = others.map((each) => (each.called ? holdsAt(program, each, depth) : false));
  if (answers.some((each) => each === false)) return false;
  return answers.every((each) => each === true) ? true : undefined;
}

/** `stats := &queryStats{}` … `stats.total()`: whether others have it too by then, only the caller knows. */
function isOfOwnValue(program: Program, form: FunctionForm, { operation, called }: Caller): boolean {
  if (!called || operation.op !== 'call' || operation.call.callee.kind !== 'member') return false;
  return isFresh(rootOf(operation.call.callee)) && calleeForm(program, operation.call) === form;
}

/** One known caller holds a lock, the one with the key `lock` when it is given: then the function may be meant to leave it to its callers. */
export function someCallerHolds(program: Program, form: FunctionForm, lock?: string): boolean {
  const outer = outermost(form);
  const callers = callersOf(program, outer) ?? [];
  return callers.some(
    (each) =>
      each.called &&
      holdsAt(program, each, 0) === true &&
      (lock === undefined || !holdsOthersOnly(program, each, lock)) &&
      !runsBeforeSharing(each.form) &&
      !isOfAnother(program, outer, each),
  );
}

function holdsOthersOnly(program: Program, { form, operation }: Caller, lock: string): boolean {
  const held = [...guardsAt(program, form, operation).keys()];
  return held.length > 0 && held.every((key) => key !== lock && !key.startsWith('some '));
}

/** Another method of the same name: `c.Close()` of a connection. */
function isOfAnother(program: Program, form: FunctionForm, { operation }: Caller): boolean {
  if (operation.op !== 'call') return false;
  const { callee } = operation.call;
  const found = calleeForm(program, operation.call);
  // Whoever calls an interface does not hold the lock of what is behind it.
  const isKnown = found !== undefined || (callee.kind === 'member' && typeOf(program, callee.of).kind !== 'unknown');
  return isKnown && found !== form;
}

function holdsAt(program: Program, { form, operation }: Caller, depth: number): boolean | undefined {
  if (guardsAt(program, form, operation).size > 0) return true;
  const how = strandOf(program, form)?.how ?? 'called';
  if (how === 'goroutine') return false;
  // Who runs what is handed on, and when, is not known.
  if (how === 'unknown') return undefined;
  return runsBeforeSharing(form) || callerHolds(program, form, depth + 1);
}

export function isExported(form: FunctionForm): boolean {
  return /^\p{Lu}/u.test(nameOf(form));
}

/** The struct that has the field has a lock too. */
export function hasLock(program: Program, store: Pick<Store, 'owner' | 'name'>): boolean {
  return lockFieldOf(program, store) !== undefined;
}

/** The lock of the struct that has the field, as it is called from there. */
export function lockFieldOf(program: Program, store: Pick<Store, 'owner' | 'name'>): string | undefined {
  const [field] = locksOf(program, store);
  const holder = store.name.replace(/\.[^.]*$/, '');
  return field && (field.embedded ? holder : `${holder}.${field.name}`);
}

/** The locks of the struct that has the field. */
export function locksOf(program: Program, store: Pick<Store, 'owner'>): { name: string; embedded: boolean }[] {
  if (store.owner === undefined) return [];
  const home = homeOfOwner(store.owner);
  const type: GoType = { kind: 'named', home, name: store.owner.slice(home.length + 1) };
  const shape = underlying(program, type);
  return shape.kind === 'struct' ? shape.fields.filter((each) => isLockType(each.type)) : [];
}

function isLockType(type: GoType): boolean {
  const inner = type.kind === 'pointer' ? type.element : type;
  return inner.kind === 'named' && /^(RW)?(Mutex|Locker)$|Mutex$|RWLock$/.test(inner.name);
}

export function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}

/** The first access of each other function. */
export function oneOfEach(accesses: readonly Access[], butNot: FunctionForm): Access[] {
  const seen = new Set([butNot.declaration]);
  return accesses.filter(({ form: { declaration } }) => {
    const isNew = !seen.has(declaration);
    seen.add(declaration);
    return isNew;
  });
}
