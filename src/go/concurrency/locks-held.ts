import { channelOf } from '../channels/channel.js';
import type { Block, FunctionForm, Operation, Place, Value } from '../form.js';
import type { Program } from '../program.js';
import { typeOf } from '../type-of.js';

/** Locks by what they are, each with the line that takes it. */
export type Locks = ReadonlyMap<string, Place>;

const none: Locks = new Map();

/** By convention the caller of such a function holds the lock. */
const heldByCaller = /(Locked|LockHeld|WithLock|NoLock|Unsafe)$|^(locked|unsafe)[A-Z]/;
const heldByCallerSaid =
  /\b(must|should|callers?|assum\w+|requires?|expects?|with|while)\b[^.]*\b(lock|mutex|mu)\b[^.]*\b(held|locked|hold|holding)\b|\b(holds?|holding)\b[^.]*\b(lock|mutex|mu)\b/i;

/**
 * Locks that are held on every path to an operation of a form; readers' locks do not count. A lock is told by the field of a type, or by the
 * type in which it is embedded: `s.mu.Lock()`, `s.Lock()`.
 */
export function locksHeld(program: Program, form: FunctionForm, operation: Operation): Locks {
  return locksOf(program, form).get(operation) ?? none;
}

function locksOf(program: Program, form: FunctionForm): Map<Operation, Locks> {
  return program.onceFor(form, 'locks', () => compute(program, form));
}

function compute(program: Program, form: FunctionForm): Map<Operation, Locks> {
  const atEntry = new Map<Block, Locks>();
  const at = new Map<Operation, Locks>();
  const [entry] = form.blocks;
  const waiting = entry ? [entry] : [];
  if (entry) atEntry.set(entry, fromCaller(form));
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    let locks = atEntry.get(block) ?? none;
    for (const operation of block.operations) {
      at.set(operation, locks);
      locks = after(program, operation, locks);
    }
    for (const { to } of block.next) {
      const before = atEntry.get(to);
      const met = before ? both(before, locks) : locks;
      if (before && met.size === before.size) continue;
      atEntry.set(to, met);
      waiting.push(to);
    }
  }
  return at;
}

function both(one: Locks, other: Locks): Locks {
  return new Map([...one].filter(([key]) => other.has(key)));
}

function after(program: Program, operation: Operation, locks: Locks): Locks {
  if (operation.op !== 'call' || operation.when !== 'now' || operation.call.callee.kind !== 'member') return locks;
  const { name, of } = operation.call.callee;
  const takes = name === 'Lock' || name === 'lock';
  if (!takes && name !== 'Unlock' && name !== 'unlock') return locks;
  const key = lockKey(program, of);
  const now = new Map(locks);
  if (takes) now.set(key, operation.place);
  else now.delete(key);
  return now;
}

function lockKey(program: Program, value: Value): string {
  const type = typeOf(program, value);
  const named = type.kind === 'pointer' ? type.element : type;
  // A type of the repository that is locked itself has the lock embedded.
  if (named.kind === 'named' && program.holds(named.home)) return `${named.home}.${named.name}`;
  return channelOf(program, value)?.key ?? 'a lock';
}

/** `closeLocked`, or a comment above the function that says so. */
function fromCaller(form: FunctionForm): Locks {
  if (form.outer) return none;
  const name = form.declaration.replace(/^.*\./, '');
  return heldByCaller.test(name) || heldByCallerSaid.test(commentAbove(form))
    ? new Map([['the caller', form.place]])
    : none;
}

/** The comment right above a declared function. */
export function commentAbove(form: FunctionForm): string {
  const found: string[] = [];
  for (let line = form.place.line - 1; line > 0; line--) {
    const text = form.file.lineText(line).trim();
    if (!text.startsWith('//')) break;
    found.unshift(text.slice(2));
  }
  return found.join(' ');
}
