import { strandOf } from '../../go/channels/strand.js';
import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import { outermost } from '../../go/concurrency/occurrences.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Place, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { type Goroutine, type Joined, joinedBy } from './joined-goroutines.js';
import type { Seen, World } from './shape.js';

/** Methods by which a goroutine comes to the lock deeper than this are not followed. */
const depthMax = 2;

/**
 *     func (m *Manager) Close() {            func (m *Manager) loop() {
 *         m.mu.Lock()                            defer m.group.Done()      or close(m.done)
 *         defer m.mu.Unlock()                    for … {
 *         m.group.Wait()      blocks                 m.mu.Lock()           blocks
 *     }                       or <-m.done            …
 *
 * Both belong to one value, or are variables of one function, and the goroutine cannot end before it had the lock.
 */
export function waitsUnderLock(world: World, root: FunctionForm): Seen[] {
  const { program } = world;
  const forms = withLiterals(root);
  // Most functions take no lock, and need no look at what they wait for.
  if (!forms.some((form) => operationsOf(form).some(locks))) return [];
  return forms
    .flatMap((form) =>
      operationsOf(form).flatMap((wait): Seen[] => {
        if (wait.op !== 'receive' && !(wait.op === 'call' && wait.when === 'now')) return [];
        if (wait.op === 'call' && !('name' in wait.call.callee && wait.call.callee.name === 'Wait')) return [];
        const held = [...guardsAt(program, form, wait).values()];
        const joined = held.length > 0 ? joinedBy(world, root, form, wait) : undefined;
        return joined ? needing(program, form, wait, joined, held) : [];
      }),
    )
    .slice(0, 1);
}

function locks(operation: Operation): boolean {
  return operation.op === 'call' && /lock/i.test(operation.call.text);
}

function needing(
  program: Program,
  form: FunctionForm,
  wait: Operation,
  joined: Joined,
  held: readonly Guard[],
): Seen[] {
  return joined.goroutines.flatMap((goroutine) => {
    if (!isStartedBefore(program, form, wait, goroutine.form)) return [];
    for (const guard of held) {
      const isOneValue = outermost(goroutine.form) === outermost(form);
      if (!isOneValue && !isOfSame(guard, joined)) continue;
      const owner = isOneValue ? ownerKey(guard) : undefined;
      const taken = takenIn(program, goroutine, { guard, owner }, 0);
      if (taken) return [seenOf(form, wait, joined, guard, goroutine.form, taken)];
    }
    return [];
  });
}

/** A lock in a field of the same value, or embedded in it. */
function isOfSame({ text }: Pick<Guard, 'text'>, { owner = '' }: Joined): boolean {
  return owner !== '' && (text === owner || text.slice(0, text.lastIndexOf('.')) === owner);
}

/** A goroutine of the waiting function itself is waited for only when it has been started. */
function isStartedBefore(program: Program, form: FunctionForm, wait: Operation, goroutine: FunctionForm): boolean {
  const strand = strandOf(program, goroutine);
  if (strand?.outer !== form) return true;
  const block = form.blocks.find((each) => each.operations.includes(strand.operation));
  if (!block) return false;
  const { operation } = strand;
  return leadsTo({ form, block, index: block.operations.indexOf(operation), operation }, wait);
}

/** `owner`: the key of the value that has the lock, which must be the same then; undefined where types have to do. */
interface Wanted {
  guard: Guard;
  owner: string | undefined;
}

/** `v12` for `m.mu.Lock()`: what the held lock belongs to. A lock in a variable of its own is told by its key. */
function ownerKey({ by, taken }: Guard): string | undefined {
  const call = operationsOf(by).find((each) => each.op === 'call' && each.place === taken);
  const lock = call?.op === 'call' && call.call.callee.kind === 'member' ? call.call.callee.of : undefined;
  return lock && placeKey(lock.kind === 'member' ? lock.of : lock);
}

/** Where the goroutine takes the lock while it is still waited for. */
function takenIn(program: Program, { form, dones }: Goroutine, wanted: Wanted, depth: number): Place | undefined {
  const until = dones.filter((each) => each.op !== 'call' || each.when === 'now');
  for (const block of form.blocks) {
    for (const [index, operation] of block.operations.entries()) {
      if (operation.op !== 'call' || operation.when === 'spawned') continue;
      const place = takes(program, form, operation, wanted) ?? throughMethod(program, form, operation, wanted, depth);
      if (!place) continue;
      const point = { form, block, index, operation };
      if (until.length === 0 || until.some((done) => leadsTo(point, done))) return place;
    }
  }
  return undefined;
}

function leadsTo(point: Parameters<typeof pathFrom>[0], to: Operation): boolean {
  return pathFrom(point, { stops: () => false, arrives: (each) => each === to });
}

function takes(
  program: Program,
  form: FunctionForm,
  operation: Operation & { op: 'call' },
  { guard, owner }: Wanted,
): Place | undefined {
  const { callee } = operation.call;
  if (callee.kind !== 'member' || !/^R?Lock$/.test(callee.name)) return undefined;
  // Two readers do not keep each other out.
  if (guard.mode === 'read' && callee.name === 'RLock') return undefined;
  if (owner !== undefined && !isOwner(callee.of.kind === 'member' ? callee.of.of : callee.of, owner)) return undefined;
  const after = operationsOf(form)
    .map((each) => guardsAt(program, form, each).get(guard.key))
    .find((each) => each?.taken === operation.place);
  return after?.taken;
}

function isOwner(value: Value, owner: string): boolean {
  return placeKey(value) === owner;
}

/** `m.update()` takes the lock of m. */
function throughMethod(
  program: Program,
  form: FunctionForm,
  { call, place }: Operation & { op: 'call' },
  { guard, owner }: Wanted,
  depth: number,
): Place | undefined {
  const { callee } = call;
  if (callee.kind !== 'member' || callee.of.kind !== 'variable') return undefined;
  if (owner !== undefined && !isOwner(callee.of, owner)) return undefined;
  const { type } = callee.of.variable;
  const named = type?.kind === 'pointer' ? type.element : type;
  if (named?.kind !== 'named' || !guard.owners.includes(`${named.home}.${named.name}`)) return undefined;
  const declaration = program.packageOf(form.file).method(named.name, callee.name, viewOf(form.file));
  const inner = declaration && formOf(program, declaration);
  if (!inner) return undefined;
  if (depth >= depthMax) {
    meetLimit(inner, `a chain of more than ${depthMax} methods to a lock`);
    return undefined;
  }
  const inside = { guard, owner: inner.receiver && placeKey({ kind: 'variable', variable: inner.receiver }) };
  return takenIn(program, { form: inner, dones: [] }, inside, depth + 1) ? place : undefined;
}

function seenOf(
  form: FunctionForm,
  wait: Operation,
  { text }: Joined,
  guard: Guard,
  goroutine: FunctionForm,
  taken: Place,
): Seen {
  return {
    shape: 'wait-under-lock',
    verdict: 'defect',
    confidence: 'likely',
    key: `${text} ${guard.text}`,
    form,
    at: wait.place,
    subject: text,
    clues: [
      { role: 'waitsHere', place: wait.place },
      { role: 'held', place: guard.taken },
      { role: 'needs', place: taken },
    ],
    exit: taken,
    exitForm: goroutine,
  };
}
