import { channelOf } from '../../go/channels/channel.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { type Guard, guardsAt, unlocksOf } from '../../go/concurrency/guards.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { placeKey } from '../../go/flow/expression-key.js';
import {
  type Block,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import { isLookedUp } from './looked-up-value.js';
import { ownMethod } from './refreshed-elsewhere.js';
import { onlyRemoved, type Seen } from './shape.js';
import { rootVariable } from './source-of.js';

/** An assignment to a field under the lock of its struct. */
export interface GuardedWrite {
  form: FunctionForm;
  block: Block;
  operation: Operation;
  /** The key of the field that is written, and as it is written. */
  field: string;
  text: string;
  /** The key of the element of a map that is written. */
  element: string | undefined;
  lock: Guard;
}

/** An operation by which a variable got its value from the field. */
export interface Read {
  operation: Operation;
  /** Where the lock of the write was held then: the line that takes it, perhaps in the method that was asked. */
  section: Place | undefined;
  /** The key of the element of a map that is read. */
  element: string | undefined;
}

/** A look at the field, on which it depends whether the write is reached. */
interface Check {
  place: Place;
  /** Where the lock of the write is held: the line that takes it. */
  section: Place | undefined;
  /** The key of the element of a map that is looked at. */
  element: string | undefined;
}

/**
 *     s.mu.Lock()
 *     v, ok := s.known[name]       check
 *     s.mu.Unlock()
 *     if ok { return v }
 *     v = s.make(name)             others come here meanwhile
 *     s.mu.Lock()                  lock: nobody looks again
 *     s.known[name] = v            write: over what another one has put there
 */
export function checksInAnotherSection(form: FunctionForm, program: Program): Seen[] {
  const seen = withLiterals(form)
    .flatMap((each) => guardedWrites(program, each))
    .flatMap((write): Seen[] => {
      const checks = checksOf(program, write);
      const inside = checks.filter((each) => each.section === write.lock.taken);
      if (inside.length > 0) return [soundOf(program, write, inside)];
      if (readsIn(program, write)) return [];
      const [check] = checks.length > 0 ? checks : checksOfCallers(program, write);
      return check ? [defectOf(program, write, check)] : [];
    });
  return [...new Map(seen.map((each) => [`${each.verdict} ${each.key}`, each])).values()];
}

export function guardedWrites(program: Program, form: FunctionForm): readonly GuardedWrite[] {
  return program.onceFor(form, 'guarded writes', () => findGuardedWrites(program, form));
}

function findGuardedWrites(program: Program, form: FunctionForm): GuardedWrite[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation): GuardedWrite[] => {
      const target = targetOf(operation);
      const own =
        target &&
        [...guardsAt(program, form, operation).values()].filter(({ mode, by }) => mode === 'write' && by === form);
      // Before the type is asked for, which may take other packages.
      const channel = target && own && own.length > 0 ? channelOf(program, target) : undefined;
      if (channel?.kind !== 'field') return [];
      const owner = `${channel.home}.${channel.type}`;
      const lock = own?.find((each) => each.owners.includes(owner));
      return lock
        ? [
            {
              form,
              block,
              operation,
              field: channel.key,
              text: channel.name,
              element: elementIn(program, operation, channel.key),
              lock,
            },
          ]
        : [];
    }),
  );
}

/** The field in `s.known[name] = v`, `s.open = true`; what is taken out of a map may be taken out twice. */
function targetOf(operation: Operation): Value | undefined {
  if (operation.op !== 'assign') return undefined;
  const { target } = operation;
  const field = target.kind === 'element' ? target.of : target;
  return field.kind === 'member' ? field : undefined;
}

/** `name` of `s.known[name]`. */
function elementIn(program: Program, operation: Operation, field: string): string | undefined {
  const values = operation.op === 'assign' ? [operation.target, operation.value] : [];
  const found = values.flatMap(partsOf).find((each) => each.kind === 'element' && isField(program, each.of, field));
  return found?.kind === 'element' && found.index ? placeKey(found.index) : undefined;
}

/** The conditions of the write that come from the field, each with the section in which the field was read for it. */
function checksOf(program: Program, { form, block, field, lock }: GuardedWrite): Check[] {
  return checksAt(program, { form, block }, { field, lock }, (at) => guardsAt(program, form, at).get(lock.key)?.taken);
}

function checksAt(
  program: Program,
  { form, block }: Pick<GuardedWrite, 'form' | 'block'>,
  { field, lock }: Pick<GuardedWrite, 'field' | 'lock'>,
  sectionAt: (at: Operation | Block) => Place | undefined,
): Check[] {
  return conditionsAt({ form, block }).flatMap((condition): Check[] => {
    const parts = [condition.value, ...(condition.other ? [condition.other] : [])].flatMap(partsOf);
    const direct = parts.some((each) => isField(program, each, field))
      ? [{ place: condition.place, section: sectionAt(condition.block), element: undefined }]
      : [];
    const variables = parts.flatMap((each) => (each.kind === 'variable' ? [each.variable] : []));
    const read = variables.flatMap((each) =>
      readsInto(program, form, each, { field, lock }).map(({ operation, section, element }) => ({
        place: operation.place,
        section: section ?? sectionAt(operation),
        element,
      })),
    );
    return [...direct, ...read];
  });
}

/** The operations by which a variable got its value from the field: `v := s.open`, `v, ok := s.known[name]`, `n := len(s.known)`, `v := s.get(name)`. */
export function readsInto(
  program: Program,
  form: FunctionForm,
  variable: Variable,
  { field, lock }: Pick<GuardedWrite, 'field' | 'lock'>,
  seen = new Set<Variable>(),
): Read[] {
  if (seen.has(variable)) return [];
  seen.add(variable);
  const operations = operationsOf(form);
  const readBy = (operation: Operation): Read => ({
    operation,
    section: guardsAt(program, form, operation).get(lock.key)?.taken,
    element: elementIn(program, operation, field),
  });
  return operations.flatMap((operation, index): Read[] => {
    if (operation.op === 'call' && operation.results.includes(variable)) {
      if (operation.call.arguments.some((each) => isField(program, each, field))) return [readBy(operation)];
      const point = ownCalls(form).find((each) => each.operation === operation);
      return (point && readByMethod(program, point, { field, lock })) ?? [];
    }
    if (operation.op !== 'assign' || operation.target.kind !== 'variable' || operation.target.variable !== variable)
      return [];
    const { value } = operation;
    if (partsOf(value).some((each) => isField(program, each, field))) return [readBy(operation)];
    if (value.kind === 'variable' && value.variable !== variable)
      return readsInto(program, form, value.variable, { field, lock }, seen);
    // `v, ok := s.known[name]`: the second part follows the first.
    const before = operations[index - 1];
    const isSecond = value.kind === 'mixed' && value.of.length === 0 && before?.op === 'assign';
    return isSecond && before.value.kind === 'element' && isField(program, before.value.of, field)
      ? [readBy(before)]
      : [];
  });
}

function isField(program: Program, value: Value, field: string): boolean {
  return value.kind === 'member' && channelOf(program, value)?.key === field;
}

/** A method of the same value that reads the field and does not write it: `v, ok := s.get(name)`. */
function readByMethod(
  program: Program,
  point: CallPoint,
  { field, lock }: Pick<GuardedWrite, 'field' | 'lock'>,
): Read[] | undefined {
  const method = ownMethod(program, point);
  if (!method) return undefined;
  const operations = withLiterals(method).flatMap(operationsOf);
  if (operations.some((each) => isField(program, targetOf(each) ?? { kind: 'nil' }, field))) return undefined;
  const read = operations.find((each) =>
    valuesOf(each).some((value) => partsOf(value).some((part) => isField(program, part, field))),
  );
  if (!read) return undefined;
  const inside = guardsAt(program, method, read).get(lock.key)?.taken;
  return [
    { operation: point.operation, section: inside, element: elementAsked(program, point, method, { read, field }) },
  ];
}

/** The argument that stands for `name` in `s.known[name]` of the method. */
function elementAsked(
  program: Program,
  { call }: CallPoint,
  method: FunctionForm,
  { read, field }: { read: Operation; field: string },
): string | undefined {
  const element = valuesOf(read)
    .flatMap(partsOf)
    .find((each) => each.kind === 'element' && isField(program, each.of, field));
  const index = element?.kind === 'element' && element.index ? rootVariable(element.index) : undefined;
  const given = index ? call.arguments[method.parameters.indexOf(index)] : undefined;
  return given && placeKey(given);
}

/** Anything else in the same section reads the field: `s.known[name] = append(s.known[name], v)`. */
export function readsIn(program: Program, { form, operation: write, field, lock }: GuardedWrite): boolean {
  return form.blocks.some((block) => {
    const inSection = (at: Operation | Block) => guardsAt(program, form, at).get(lock.key)?.taken === lock.taken;
    const has = (values: readonly Value[]) => values.flatMap(partsOf).some((each) => isField(program, each, field));
    return (
      block.operations.some((each) => {
        if (!inSection(each)) return false;
        const values = valuesOf(each);
        return has(targetOf(each) ? values.slice(1) : each === write ? [] : values);
      }) || block.next.some(({ when }) => when !== undefined && inSection(block) && has([when.value]))
    );
  });
}

/** What every known caller asked before it came here: `if v := s.get(name); v != nil { return v }; return s.create(name)`. */
function checksOfCallers(program: Program, { form, field, lock }: GuardedWrite): Check[] {
  if (form.outer || !form.receiver) return [];
  const callers = callersOf(program, form) ?? [];
  const checks = callers.map((each) => {
    const block = each.form.blocks.find(({ operations }) => operations.includes(each.operation));
    return each.called && block
      ? checksAt(program, { form: each.form, block }, { field, lock }, () => undefined).map((check) => ({
          ...check,
          section: undefined,
        }))
      : [];
  });
  return checks.every((each) => each.length > 0) ? checks.flat() : [];
}

function soundOf(program: Program, write: GuardedWrite, checks: readonly Check[]): Seen {
  const places = [
    ...checks.map(({ place }) => place),
    write.lock.taken,
    ...unlocksOf(program, write.form, write.lock.key),
  ];
  return {
    ...common(write),
    verdict: 'sound',
    confidence: 'likely',
    clues: places.map((place) => ({ role: 'together', place })),
    guard: write.lock.text,
  };
}

/** Whoever looks for an element under the lock, and puts it there under the same lock, holds the lock for a reason. */
function defectOf(program: Program, write: GuardedWrite, check: Check): Seen {
  const isSame =
    check.section !== undefined &&
    check.element !== undefined &&
    check.element === write.element &&
    !(write.operation.op === 'assign' && isLookedUp(program, write.form, write.operation.value));
  return {
    ...common(write),
    ...(isSame ? { confidence: 'likely' } : onlyRemoved),
    verdict: 'defect',
    clues: [
      { role: 'set', place: write.operation.place },
      { role: 'asked', place: check.place },
      { role: 'lock', place: write.lock.taken },
    ],
    guard: write.lock.text,
  };
}

function common({ field, text, operation }: GuardedWrite): Pick<Seen, 'key' | 'at' | 'write' | 'state'> {
  return { key: `section ${field}`, at: operation.place, write: text, state: text };
}
