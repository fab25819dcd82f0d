import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import type { Declaration } from '../../go/declaration.js';
import { rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm } from '../../go/form.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { isFresh, runsBeforeSharing } from './before-sharing.js';
import { callerHolds } from './elsewhere.js';
import { type FieldUse, fieldUsesIn, namedOf } from './fields.js';

/** A field that more functions use than these is not followed. */
const usersMax = 30;

export interface GuardedUse {
  use: FieldUse;
  guard: Guard;
}

/** What the other functions of the package do with a field after construction. */
export interface FieldElsewhere {
  /** Under a lock of the struct that has the field. */
  guarded: GuardedUse[];
  /** By sync/atomic. */
  atomic: FieldUse[];
  /** Some function uses it with neither, and no caller of it is known to hold a lock. Takes a look at callers. */
  hasBare(): boolean;
}

/** Undefined when no function outside of constructors writes it, none has a lock in sight, or nobody can tell: that is asked of the text first. */
export function fieldElsewhere(
  program: Program,
  { owner, field, form }: { owner: string; field: string; form: FunctionForm },
): FieldElsewhere | undefined {
  const users = usersThatKeep(program, field, form);
  if (!users) return undefined;
  const all = program.once(`field ${owner}.${field}`, () =>
    users.flatMap((each) => {
      const user = formOf(program, each);
      return user && !runsBeforeSharing(user) ? usesOf(program, user, owner, field) : [];
    }),
  );
  return sorted(
    program,
    all.filter((each) => each.form.declaration !== form.declaration),
    owner,
  );
}

/** The functions of the package that speak of a field, when the text of one writes it and that of one may keep others out meanwhile. */
export function usersThatKeep(program: Program, field: string, form: FunctionForm): Declaration[] | undefined {
  const home = program.packageOf(form.file);
  // An exported field may be used by other packages, which are not read for it.
  if (!home.complete || /^\p{Lu}/u.test(field)) return undefined;
  return program.onceFor(home, `users of ${field}`, () => {
    const users = home.mentioning(field, { tests: false }).filter(({ kind }) => kind !== 'variable');
    const texts = users.map(({ file, start, end }) => file.text.slice(start, end));
    const isWritten = texts.some((text, index) => isWrite(text, field, users[index]?.name ?? ''));
    const isKept = texts.some((text) => /[lL]ock\(\)/.test(text) || isAtomic(text, field));
    if (!isWritten || !isKept) return undefined;
    if (users.length <= usersMax) return users;
    meetLimit(form, `more than ${usersMax} functions that speak of a field`);
    return undefined;
  });
}

/** `s.open = true`, `s.open++`, `atomic.AddInt64(&s.open, 1)`: the last needs no lock. */
function isWrite(text: string, field: string, name: string): boolean {
  if (/^(new|init)/i.test(name)) return false;
  const set = new RegExp(`\\.${field}\\b(\\[[^\\]\\n]*\\])?\\s*(=[^=]|\\+\\+|--|[-+*/|&^%]=|, \\S+ =[^=])`);
  return set.test(text) || isAtomic(text, field);
}

function isAtomic(text: string, field: string): boolean {
  return new RegExp(`atomic\\.\\w+\\(&[\\w.]+\\.${field}\\b`).test(text);
}

function usesOf(program: Program, user: FunctionForm, owner: string, field: string): FieldUse[] {
  return fieldUsesIn(user, (of, name) => name === field && namedOf(program, of) === owner).filter(
    (each) => !isFresh(rootOf(each.holder)),
  );
}

function sorted(program: Program, uses: readonly FieldUse[], owner: string): FieldElsewhere | undefined {
  const [guarded, atomic, bare]: [GuardedUse[], FieldUse[], FieldUse[]] = [[], [], []];
  for (const use of uses) {
    if (use.how === 'address') return undefined;
    const guard = ownGuard(program, use, owner);
    if (use.how === 'atomic') atomic.push(use);
    else if (guard) guarded.push({ use, guard });
    else if (guardsAt(program, use.form, use.at).size === 0) bare.push(use);
  }
  if (guarded.length + atomic.length === 0) return undefined;
  return { guarded, atomic, hasBare: () => bare.some((each) => callerHolds(program, each.form) !== true) };
}

/** The lock of the struct that has the field. For a write that of readers is not enough. */
export function ownGuard(program: Program, { form, at, how }: FieldUse, owner: string): Guard | undefined {
  return [...guardsAt(program, form, at).values()].find(
    ({ owners, mode }) => owners.includes(owner) && (mode === 'write' || how === 'read'),
  );
}

export function functionsOf(uses: readonly { form: FunctionForm }[]): number {
  return new Set(uses.map(({ form }) => form.declaration)).size;
}
