import { channelOf } from '../channels/channel.js';
import { strandOf } from '../channels/strand.js';
import {
  type Block,
  type Call,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  withLiterals,
} from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import type { GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { typeOf } from '../type-of.js';
import { saysCallerHoldsLock } from './caller-holds-lock.js';
import { tokenOf } from './channel-locks.js';
import { lockingCallee } from './locking-callee.js';

/** A lock that is held. `read`: by RLock, together with other readers. */
export interface Guard {
  /** The field or variable that is the lock, or the type that has it embedded. */
  key: string;
  mode: 'read' | 'write';
  /** As it is written: `s.mu`. */
  text: string;
  /** Types to which it may belong: the one that has the field, the one that has it embedded. */
  owners: readonly string[];
  taken: Place;
  /** The form that takes it: the one in question, or one around it. */
  by: FunctionForm;
}

export type Guards = ReadonlyMap<string, Guard>;

const none: Guards = new Map();

/** Locks by other names, which nobody can tell apart: `s.lockAll()`, `c.acquireLock()`. A lock that takes an argument locks a key only. */
const takesSome = /^(try)?(acquire|grab|take|get|with|r|w|rw|read|write)?_?lock/i;
const givesSome = /unlock|releaselock/i;

/**
 * Locks that are held on every path to an operation of a form, with those of the function around it where a literal is called there. Of a
 * block: at its end, where the conditions of its edges are tested.
 */
export function guardsAt(program: Program, form: FunctionForm, at: Operation | Block): Guards {
  return guardsOf(program, form).get(at) ?? none;
}

/** Locks by their keys, each with the line that takes it. `the caller`: the lock that the caller is said to hold. */
export type Locks = ReadonlyMap<string, Place>;

/** Those of them that keep everybody else out and that the form itself takes, by their own Lock and not by a helper. */
export function locksHeld(program: Program, form: FunctionForm, operation: Operation): Locks {
  const own = [...guardsAt(program, form, operation).values()].filter(
    ({ key, mode, by }) => mode === 'write' && by === form && !key.startsWith('some '),
  );
  const held = own.map(({ key, taken }): [string, Place] => [key, taken]);
  return new Map(!form.outer && saysCallerHoldsLock(form) ? [['the caller', form.place], ...held] : held);
}

/** Where a form gives a lock back, deferred calls and those in literals of it included. */
export function unlocksOf(program: Program, form: FunctionForm, key: string): Place[] {
  const own = operationsOf(form).flatMap((each) => {
    const name = calledMethod(each);
    return each.op === 'call' &&
      each.call.callee.kind === 'member' &&
      /^r?unlock$/i.test(name) &&
      lockOf(program, each.call.callee.of).key === key
      ? [each.place]
      : [];
  });
  return [...own, ...form.literals.flatMap((each) => unlocksOf(program, each, key))];
}

function guardsOf(program: Program, form: FunctionForm): Map<Operation | Block, Guards> {
  return program.onceFor(form, 'guards', () => compute(program, form));
}

function compute(program: Program, form: FunctionForm): Map<Operation | Block, Guards> {
  const atEntry = new Map<Block, Guards>();
  const at = new Map<Operation | Block, Guards>();
  const [entry] = form.blocks;
  const waiting = entry ? [entry] : [];
  if (entry) atEntry.set(entry, guardsAround(program, form));
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    let guards = atEntry.get(block) ?? none;
    for (const operation of block.operations) {
      at.set(operation, guards);
      guards = after(program, form, operation, guards);
    }
    at.set(block, guards);
    for (const { to } of block.next) {
      const before = atEntry.get(to);
      const met = before ? both(before, guards) : guards;
      if (before && isSame(before, met)) continue;
      atEntry.set(to, met);
      waiting.push(to);
    }
  }
  return at;
}

/** A literal that is called where it stands runs under the locks held there; one that a call is handed is taken to run during that call. */
function guardsAround(program: Program, form: FunctionForm): Guards {
  const { outer } = form;
  const strand = outer && strandOf(program, form);
  if (!outer || !strand || strand.how === 'goroutine') return none;
  const { operation } = strand;
  if (operation.op === 'assign' && operation.target.kind === 'variable' && strand.how === 'called') {
    const { variable } = operation.target;
    const isIt = (value: Value) => value.kind === 'variable' && value.variable === variable;
    const calls = operationsOf(outer).filter(
      (each) => each.op === 'call' && valuesOf(each).some((value) => partsOf(value).some(isIt)),
    );
    const held = calls.map((each) => guardsAt(program, outer, each));
    return held.length > 0 ? held.reduce(both) : none;
  }
  if (operation.op !== 'call' || operation.when === 'spawned') return none;
  return new Map([...guardsAt(program, outer, operation), ...guardsInCallee(program, form, operation.call)]);
}

/** `s.locked(func() { … })`, where locked takes the lock and calls what it is handed. */
function guardsInCallee(program: Program, literal: FunctionForm, call: Call): Guards {
  const index = call.arguments.findIndex((each) => each.kind === 'literal' && each.form === literal);
  const callee = index < 0 ? undefined : lockingCallee(program, call);
  const parameter = callee?.parameters[index];
  if (!callee || !parameter) return none;
  const held = withLiterals(callee).flatMap((each) =>
    operationsOf(each).flatMap((operation) => {
      if (operation.op !== 'call') return [];
      const { callee: called } = operation.call;
      return called.kind === 'variable' && called.variable === parameter ? [guardsAt(program, each, operation)] : [];
    }),
  );
  return held.length > 0 ? held.reduce(both) : none;
}

function both(one: Guards, other: Guards): Guards {
  return new Map(
    [...one].flatMap(([key, guard]): [string, Guard][] => {
      const same = other.get(key);
      if (!same) return [];
      return [[key, same.mode === 'read' ? { ...guard, mode: 'read' } : guard]];
    }),
  );
}

function isSame(one: Guards, other: Guards): boolean {
  return one.size === other.size && [...one].every(([key, { mode }]) => other.get(key)?.mode === mode);
}

function calledMethod(operation: Operation): string {
  return operation.op === 'call' && 'name' in operation.call.callee ? operation.call.callee.name : '';
}

function after(program: Program, form: FunctionForm, operation: Operation, guards: Guards): Guards {
  const token = tokenOf(program, form, operation);
  if (token !== undefined) return afterToken(form, operation, guards, token);
  if (operation.op !== 'call' || operation.when === 'spawned') return guards;
  const name = calledMethod(operation);
  const { callee } = operation.call;
  if (!/lock/i.test(name)) return guards;
  const now = new Map(guards);
  if (operation.when === 'deferred') return guards;
  const of = callee.kind === 'member' ? callee.of : undefined;
  if (of && operation.call.arguments.length === 0 && /^(Try)?R?Lock$|^r?lock$/.test(name)) {
    const lock = lockOf(program, of);
    now.set(lock.key, {
      ...lock,
      mode: /^(Try)?R|^rlock/.test(name) ? 'read' : 'write',
      taken: operation.place,
      by: form,
    });
  } else if (of && /^R?Unlock$|^r?unlock$/.test(name)) now.delete(lockOf(program, of).key);
  else if (givesSome.test(name)) for (const key of guards.keys()) if (key.startsWith('some ')) now.delete(key);
  if (
    operation.call.arguments.length === 0 &&
    !now.has(`some ${name}`) &&
    takesSome.test(name) &&
    !/^(Try)?R?Lock(ed)?$|^r?lock(ed)?$/.test(name)
  )
    now.set(`some ${name}`, {
      key: `some ${name}`,
      mode: 'write',
      text: operation.call.text,
      owners: [],
      taken: operation.place,
      by: form,
    });
  return now;
}

/** Of the two operations on the channel the one that comes first takes the lock, and the other gives it back. */
function afterToken(form: FunctionForm, { place }: Operation, guards: Guards, channel: string): Guards {
  const now = new Map(guards);
  const key = `some ${channel}`;
  if (!now.delete(key)) now.set(key, { key, mode: 'write', text: channel, owners: [], taken: place, by: form });
  return now;
}

/** Which lock `x` of `x.Lock()` is: the field `s.mu` of its type, or the type that has the lock embedded. */
function lockOf(program: Program, value: Value): Pick<Guard, 'key' | 'text' | 'owners'> {
  const type = namedBehind(typeOf(program, value));
  const channel = channelOf(program, value);
  const ownType = type ? typeKey(type) : undefined;
  const holder = channel?.kind === 'field' ? `${channel.home}.${channel.type}` : undefined;
  const isLock = !type || type.home === 'sync' || /mutex|lock|^mu$/i.test(type.name);
  const owners = isLock ? [] : ownType ? [ownType] : [];
  const text = channel?.name ?? '';
  if (!isLock && ownType) return { key: ownType, text, owners };
  if (holder) owners.push(holder);
  return { key: channel?.key ?? 'a lock', text, owners };
}

function namedBehind(type: GoType): (GoType & { kind: 'named' }) | undefined {
  const inner = type.kind === 'pointer' ? type.element : type;
  return inner.kind === 'named' ? inner : undefined;
}

function typeKey({ home, name }: GoType & { kind: 'named' }): string {
  return `${home}.${name}`;
}
