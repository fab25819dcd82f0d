import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { type Guard, guardsAt, unlocksOf } from '../../go/concurrency/guards.js';
import { mayHoldByHelper } from '../../go/concurrency/locking-callee.js';
import { type FunctionForm, type Operation, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Clue, Sighting } from '../detector.js';
import { nameOf, runsBeforeSharing } from './before-sharing.js';
import { callerHolds, someCallerHolds } from './elsewhere.js';
import { type FieldUse, isPlainField, nameOfType, usesOfReceiver } from './fields.js';
import { type FieldElsewhere, fieldElsewhere, functionsOf, ownGuard, usersThatKeep } from './fields-elsewhere.js';
import { lockBeside } from './names.js';

/** More places elsewhere make no reader wiser. */
const elsewhereShownMax = 3;

/** Functions besides this one that hold the lock whenever they touch a field, before one that does not is the odd one out. */
const guardedFunctionsMin = 2;

/** What is called once, before anybody else has the value, or sets the goroutines of it going. */
const begins =
  /^(start|run|serve|open|listen|connect|prepare|begin|boot|bootstrap|launch|with|apply|register|set[A-Z]\w*(Logger|Options?|Config))/i;

/** Fields of the receiver that one function uses. */
interface Uses {
  owner: string;
  field: string;
  all: FieldUse[];
  bare: FieldUse[];
}

/**
 *     func (s *S) Close() { s.mu.Lock(); defer s.mu.Unlock(); s.conn = nil }
 *     func (s *S) Reset() { s.mu.Lock(); defer s.mu.Unlock(); s.conn = dial() }
 *     func (s *S) Send()  { s.conn.Write(…) }       the only one without the lock
 *
 * Fields that are no maps. All others have to hold the lock, since many a field is set once and read by everybody.
 */
export function fieldUses(program: Program, form: FunctionForm): Sighting[] {
  const owner = nameOfType(form.receiver?.type);
  if (form.outer || owner === undefined) return [];
  const used = usesOfReceiver(program, form, owner);
  const isExempt = runsBeforeSharing(form) || saysCallerHoldsLock(form);
  return [...new Set(used.map(({ field }) => field))].flatMap((field): Sighting[] => {
    const all = used.filter((each) => each.field === field);
    if (all.some(({ how }) => how === 'address')) return [];
    const bare = all.filter(
      (each) => each.how !== 'atomic' && !ownGuard(program, each, owner) && isAlone(program, each),
    );
    const uses = { owner, field, all, bare };
    if (bare.length === 0) return soundUses(program, form, uses);
    return isExempt ? [] : defectOf(program, form, uses);
  });
}

/** No lock at all is held, but perhaps that of readers around a write. */
function isAlone(program: Program, { form, at, how }: FieldUse): boolean {
  const held = [...guardsAt(program, form, at).values()];
  return held.length === 0 || (how === 'write' && held.every(({ mode }) => mode === 'read'));
}

function keyOf({ owner, field }: Uses, how: FieldUse['how']): string {
  return `${owner}.${field} field ${how === 'read' ? 'read' : 'write'}`;
}

function soundUses(program: Program, form: FunctionForm, uses: Uses): Sighting[] {
  return (['read', 'write'] as const).flatMap((how): Sighting[] => {
    const of = uses.all.filter((each) => each.how === how || each.how === 'atomic');
    const held = of.flatMap((each) => ownGuard(program, each, uses.owner) ?? []);
    const guards = [...new Map(held.map((guard) => [guard.taken, guard])).values()];
    const atomics = of.filter((each) => each.how === 'atomic');
    const [first] = of;
    if (!first || (guards.length === 0 && atomics.length === 0)) return [];
    if (!isPlainField(program, form, uses.owner, uses.field)) return [];
    const places = [
      ...guards.flatMap((guard) => [guard.taken, ...unlocksOf(program, form, guard.key)]),
      ...atomics.map(({ place }) => place),
    ];
    return [
      {
        verdict: 'sound',
        confidence: 'proof',
        key: keyOf(uses, how),
        at: first.place,
        clues: places.map((place) => ({ role: 'guard', place })),
        names: namesOf(form, uses, first, ''),
      },
    ];
  });
}

function defectOf(program: Program, form: FunctionForm, uses: Uses): Sighting[] {
  const [use] = uses.bare.toSorted((a, b) => Number(b.how === 'write') - Number(a.how === 'write'));
  const { owner, field } = uses;
  // What the text tells is asked first: neither types nor other functions have to be read for it.
  if (!use || !usersThatKeep(program, field, form) || !isPlainField(program, form, owner, field)) return [];
  const elsewhere = fieldElsewhere(program, { owner, field, form });
  if (!elsewhere) return [];
  if (elsewhere.atomic.length > 0) return plainBesideAtomic(program, form, uses, { use, elsewhere });
  const [first] = elsewhere.guarded;
  // The length of a slice of which only the elements are set is the same at all times.
  const isFixed = elsewhere.guarded.every((each) => each.use.how !== 'write' || each.use.of === 'elements');
  if (isFixed && uses.bare.every((each) => each.of === 'length')) return [];
  if (!first || callerHolds(program, use.form) === true || mayHoldByHelper(program, use.form, use.place.line))
    return [];
  const readLock = readLockOf(program, use, uses.owner);
  if (readLock) return [sighting(form, uses, use, [{ role: 'readLock', place: readLock.taken }], readLock)];
  const clues = shown(elsewhere.guarded.map(({ use: each }) => each)).map((place) => ({ role: 'guarded', place }));
  const found = sighting(form, uses, use, clues, first.guard);
  return isOddOneOut(program, form, uses, { use, elsewhere })
    ? [found]
    : [{ ...found, confidence: 'possible', onlyWhenGuardRemoved: true }];
}

function readLockOf(program: Program, { how, form, at }: FieldUse, owner: string): Guard | undefined {
  if (how !== 'write') return undefined;
  return [...guardsAt(program, form, at).values()].find(({ owners }) => owners.includes(owner));
}

interface Candidate {
  use: FieldUse;
  elsewhere: FieldElsewhere;
}

function isOddOneOut(
  program: Program,
  form: FunctionForm,
  { all, bare, owner }: Uses,
  { use, elsewhere }: Candidate,
): boolean {
  const { guarded } = elsewhere;
  if (new Set(guarded.map(({ guard }) => guard.key)).size > 1) return false;
  if (functionsOf(guarded.map((each) => each.use)) < guardedFunctionsMin) return false;
  if (!guarded.some((each) => each.use.how === 'write')) return false;
  // Looked at before the lock is taken, and again under it.
  if (use.how === 'read' && all.some((each) => ownGuard(program, each, owner))) return false;
  if (begins.test(nameOf(form)) || bare.some((each) => startsAfter(form, each))) return false;
  return callerHolds(program, use.form) === false && !elsewhere.hasBare() && !someCallerHolds(program, use.form);
}

/** `s.started = time.Now(); go s.loop()`: nobody else is there yet. */
function startsAfter(form: FunctionForm, { place }: FieldUse): boolean {
  return withLiterals(form).some((each) =>
    operationsOf(each).some(
      (one: Operation) => one.op === 'call' && one.when === 'spawned' && one.place.line >= place.line,
    ),
  );
}

/** `atomic.AddInt64(&s.open, 1)` elsewhere, and `s.open` here. */
function plainBesideAtomic(
  program: Program,
  form: FunctionForm,
  uses: Uses,
  { use, elsewhere }: Candidate,
): Sighting[] {
  if (uses.all.some((each) => ownGuard(program, each, uses.owner)) || elsewhere.guarded.length > 0) return [];
  const isWritten = elsewhere.atomic.some((each) => !/\bLoad/.test(textOf(each)));
  if (!isWritten && use.how === 'read') return [];
  if (begins.test(nameOf(form)) || elsewhere.hasBare() || callerHolds(program, use.form) === true) return [];
  const clues = shown(elsewhere.atomic).map((place) => ({ role: 'atomic', place }));
  return [sighting(form, uses, use, clues, undefined)];
}

function textOf({ at }: FieldUse): string {
  return 'op' in at && at.op === 'call' ? at.call.text : '';
}

function shown(uses: readonly FieldUse[]) {
  return [...new Map(uses.map((each) => [each.form.declaration, each.place])).values()].slice(0, elsewhereShownMax);
}

function sighting(form: FunctionForm, uses: Uses, use: FieldUse, clues: Clue[], guard: Guard | undefined): Sighting {
  const name = `${form.receiver?.name ?? ''}.${uses.field}`;
  const lock = guard ? lockBeside({ owner: uses.owner, name }, guard.key) : 'sync/atomic';
  const role = use.how === 'read' ? 'read' : use.grown ? 'grown' : 'write';
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: keyOf(uses, use.how),
    at: use.place,
    clues: [{ role, place: use.place }, ...clues],
    names: namesOf(form, uses, use, lock),
  };
}

function namesOf(form: FunctionForm, { field }: Uses, use: FieldUse, lock: string): Record<string, string> {
  return {
    map: `${form.receiver?.name ?? ''}.${field}`,
    function: form.declaration,
    access: use.how === 'read' ? 'read' : 'write',
    lock,
    root: form.declaration,
  };
}
