import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { guardsAt, type Guard as Lock } from '../../go/concurrency/guards.js';
import type { Step } from '../../go/concurrency/occurrences.js';
import { outermostForm } from '../../go/concurrency/who-runs.js';
import { conditionsAt, type Dominating } from '../../go/flow/dominance.js';
import { type FunctionForm, type Operation, type Place, partsOf, type Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { subjectsOf } from './asked-for.js';

/** Why a flag, though it is looked at and set, lets two callers in at once. */
export interface Gap {
  /** `unlocked`: no lock at all. `readers`: a lock that several hold at once. `sections`: the lock is given back in between. */
  kind: 'unlocked' | 'readers' | 'sections';
  /** Where the flag is looked at. */
  asked: readonly Place[];
  /** Where the lock is taken under which it is set. */
  taken: readonly Place[];
}

/**
 *     s.mu.Lock()
 *     closed := s.closed
 *     s.mu.Unlock()            another caller may come here too
 *     if closed {
 *         return
 *     }
 *     s.mu.Lock()
 *     s.closed = true
 *     close(s.done)
 *     s.mu.Unlock()
 *
 * Undefined when some question and some answer stand in one section of a lock, or when the caller is said to hold it.
 */
export function gapOf(
  program: Program,
  step: Step,
  keys: readonly string[],
  settings: readonly Operation[],
): Gap | undefined {
  const { form } = step;
  const reads = conditionsAt(step).flatMap((condition) => readsIn(program, form, condition, keys));
  if (reads.length === 0 || settings.length === 0 || saysCallerHoldsLock(outermostForm(form))) return undefined;
  const locks = settings.map((each) => locksAt(program, form, each));
  const isOneSection = (read: readonly Lock[], set: readonly Lock[], mode?: Lock['mode']) =>
    read.some((one) => set.some((other) => isSame(one, other) && (mode === undefined || other.mode === mode)));
  if (reads.some((read) => locks.some((set) => isOneSection(read.locks, set, 'write')))) return undefined;
  const asked = reads.map(({ place }) => place);
  const taken = [...new Set(locks.flat().map((each) => each.taken))];
  if (reads.some((read) => locks.some((set) => isOneSection(read.locks, set))))
    return { kind: 'readers', asked, taken };
  if (locks.every((set) => set.length === 0))
    return reads.every((read) => read.locks.length === 0) ? { kind: 'unlocked', asked, taken } : undefined;
  return { kind: 'sections', asked, taken };
}

function isSame(one: Lock, other: Lock): boolean {
  return one.key === other.key && one.taken === other.taken;
}

function locksAt(program: Program, form: FunctionForm, at: Parameters<typeof guardsAt>[2]): Lock[] {
  return [...guardsAt(program, form, at).values()];
}

interface Read {
  place: Place;
  locks: readonly Lock[];
}

/** Where one of the places is read for a condition: in it, or before into a variable. */
function readsIn(
  program: Program,
  form: FunctionForm,
  { value, block, place }: Dominating,
  keys: readonly string[],
): Read[] {
  return partsOf(value).flatMap((part): Read[] => {
    if (!subjectsOf(program, part).some((each) => keys.includes(each))) return [];
    const before = readingOf(form, part);
    return [
      before
        ? { place: before.place, locks: locksAt(program, form, before) }
        : { place, locks: locksAt(program, form, block) },
    ];
  });
}

function readingOf(form: FunctionForm, value: Value): Operation | undefined {
  if (value.kind !== 'variable') return undefined;
  const { variable } = value;
  return operationsOf(form).find(
    (each) =>
      (each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable) ||
      (each.op === 'call' && each.results.includes(variable)),
  );
}
