import { strandOf } from '../../go/channels/strand.js';
import { type Guard, guardsAt } from '../../go/concurrency/guards.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Place, Value } from '../../go/form.js';
import { withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { valueText } from '../../go/value-text.js';
import type { Seen, World } from './shape.js';

/** Methods by which a goroutine comes to the lock deeper than this are not followed. */
const depthMax = 2;

/**
 *     func (m *Manager) Close() {            func (m *Manager) loop() {
 *         m.mu.Lock()                            defer m.group.Done()
 *         defer m.mu.Unlock()                    for … {
 *         m.group.Wait()      blocks                 m.mu.Lock()       blocks
 *     }                                              …
 *
 * Both belong to one value, and the goroutine cannot end before it had the lock.
 */
export function waitsUnderLock(world: World, root: FunctionForm): Seen[] {
  const { program } = world;
  return withLiterals(root)
    .flatMap((form) =>
      operationsOf(form).flatMap((wait): Seen[] => {
        const group = waitedFor(world, wait);
        if (!group || wait.op !== 'call' || wait.when !== 'now') return [];
        const held = [...guardsAt(program, form, wait).values()].filter((each) => isOfSame(each, group));
        if (held.length === 0) return [];
        return goroutinesOf(world, root, form, group).flatMap((goroutine) => {
          for (const guard of held) {
            const locks = takenIn(program, goroutine, guard, 0);
            if (locks) return [seenOf(form, wait, group, guard, goroutine.form, locks)];
          }
          return [];
        });
      }),
    )
    .slice(0, 1);
}

interface Group {
  value: Value & { kind: 'member' };
  /** `m` of `m.group`. */
  owner: string;
}

interface Goroutine {
  form: FunctionForm;
  /** After these it is not waited for any more; none when it is waited for until it ends. */
  dones: readonly Operation[];
}

/** `m.group.Wait()`, where m has both the group and the lock. */
function waitedFor({ program, groups }: World, operation: Operation): Group | undefined {
  if (operation.op !== 'call' || operation.call.callee.kind !== 'member') return undefined;
  const { name, of } = operation.call.callee;
  if (name !== 'Wait' || of.kind !== 'member') return undefined;
  if (!groups.has(qualifiedCallee(program, operation.call).slice(0, -'.Wait'.length))) return undefined;
  return { value: of, owner: valueText(of.of) };
}

/** A lock in a field of the same value, or embedded in it. */
function isOfSame({ text }: Pick<Guard, 'text'>, { owner }: Group): boolean {
  return owner !== '' && (text === owner || text.slice(0, text.lastIndexOf('.')) === owner);
}

/** Functions of the package that tell the group that they have ended. */
function goroutinesOf({ program, groups }: World, root: FunctionForm, waiter: FunctionForm, group: Group): Goroutine[] {
  const home = program.packageOf(root.file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  const forms = home
    .mentioning(group.value.name, viewOf(root.file))
    .flatMap((each) => (each.kind === 'method' || each.kind === 'function' ? (formOf(program, each) ?? []) : []))
    .flatMap(withLiterals);
  return forms.flatMap((form): Goroutine[] => {
    if (form === waiter) return [];
    const dones = operationsOf(form).filter(
      (each) =>
        each.op === 'call' &&
        each.call.callee.kind === 'member' &&
        each.call.callee.name === 'Done' &&
        each.call.callee.of.kind === 'member' &&
        each.call.callee.of.name === group.value.name &&
        groups.has(qualifiedCallee(program, each.call).slice(0, -'.Done'.length)) &&
        isSameType(form, waiter, each.call.callee.of, group.value),
    );
    if (dones.length > 0) return [{ form, dones }];
    return isStartedBy(program, form, group) ? [{ form, dones: [] }] : [];
  });
}

/** Groups of one name may belong to several types: the receivers, or what the literals stand in, must agree. */
function isSameType(form: FunctionForm, waiter: FunctionForm, one: Value, other: Value): boolean {
  return typeNameOf(form, one) !== undefined && typeNameOf(form, one) === typeNameOf(waiter, other);
}

function typeNameOf(form: FunctionForm, value: Value): string | undefined {
  if (value.kind !== 'member' || value.of.kind !== 'variable') return undefined;
  const { type } = value.of.variable;
  const named = type?.kind === 'pointer' ? type.element : type;
  return named?.kind === 'named' ? `${named.home}.${named.name}` : form.outer && typeNameOf(form.outer, value);
}

/** `m.group.Go(func() { … })` */
function isStartedBy(program: Program, form: FunctionForm, group: Group): boolean {
  const strand = strandOf(program, form);
  if (strand?.how !== 'goroutine' || strand.operation.op !== 'call') return false;
  const { callee } = strand.operation.call;
  return callee.kind === 'member' && callee.name === 'Go' && valueText(callee.of) === valueText(group.value);
}

/** Where the goroutine takes the lock while it is still waited for. */
function takenIn(program: Program, { form, dones }: Goroutine, guard: Guard, depth: number): Place | undefined {
  const until = dones.filter((each) => each.op === 'call' && each.when === 'now');
  for (const block of form.blocks) {
    for (const [index, operation] of block.operations.entries()) {
      if (operation.op !== 'call' || operation.when === 'spawned') continue;
      const place = takes(program, form, operation, guard) ?? throughMethod(program, form, operation, guard, depth);
      if (!place) continue;
      const point = { form, block, index, operation };
      const before = until.length === 0 || until.some((done) => leadsTo(point, done));
      if (before) return place;
    }
  }
  return undefined;
}

function leadsTo(point: Parameters<typeof pathFrom>[0], done: Operation): boolean {
  return pathFrom(point, { stops: () => false, arrives: (each) => each === done });
}

function takes(
  program: Program,
  form: FunctionForm,
  operation: Operation & { op: 'call' },
  guard: Guard,
): Place | undefined {
  const { callee } = operation.call;
  if (callee.kind !== 'member' || !/^R?Lock$/.test(callee.name)) return undefined;
  // Two readers do not keep each other out.
  if (guard.mode === 'read' && callee.name === 'RLock') return undefined;
  const after = operationsOf(form)
    .map((each) => guardsAt(program, form, each).get(guard.key))
    .find((each) => each?.taken === operation.place);
  return after?.taken;
}

/** `m.update()` takes the lock of m. */
function throughMethod(
  program: Program,
  form: FunctionForm,
  { call, place }: Operation & { op: 'call' },
  guard: Guard,
  depth: number,
): Place | undefined {
  const { callee } = call;
  if (depth >= depthMax || callee.kind !== 'member' || callee.of.kind !== 'variable') return undefined;
  const { type } = callee.of.variable;
  const named = type?.kind === 'pointer' ? type.element : type;
  if (named?.kind !== 'named' || !guard.owners.includes(`${named.home}.${named.name}`)) return undefined;
  const declaration = program.packageOf(form.file).method(named.name, callee.name, viewOf(form.file));
  const inner = declaration && formOf(program, declaration);
  return inner && takenIn(program, { form: inner, dones: [] }, guard, depth + 1) ? place : undefined;
}

function seenOf(
  form: FunctionForm,
  wait: Operation,
  { value }: Group,
  guard: Guard,
  goroutine: FunctionForm,
  locks: Place,
): Seen {
  const subject = valueText(value);
  return {
    shape: 'wait-under-lock',
    verdict: 'defect',
    confidence: 'likely',
    key: `${subject} ${guard.text}`,
    form,
    at: wait.place,
    subject,
    clues: [
      { role: 'waitsHere', place: wait.place },
      { role: 'held', place: guard.taken },
      { role: 'needs', place: locks },
    ],
    exit: locks,
    exitForm: goroutine,
  };
}
