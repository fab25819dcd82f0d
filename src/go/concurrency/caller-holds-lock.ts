import type { FunctionForm } from '../form.js';
import type { GoFile } from '../go-file.js';

const heldByCaller =
  /(Locked|LockHeld|WithLock|NoLock|NonLocking|Unlocked|Unsafe)$|^([lL]ocked|[uU]nsafe|[uU]nlocked)[A-Z]|_locked$/;
const heldByCallerSaid =
  /\b(lock|mutex|mu|mtx)\w*\b[^.]*\b(held|hold|holds|holding)\b|\b(hold|holds|holding|owns?|must|callers?|assumes?|expects?|requires?|under)\b[^.]*\b(lock|mutex|mu|mtx)\w*|\bnot (goroutine|thread|concurren)/i;

const known = new WeakMap<FunctionForm, boolean>();

/** By convention the caller of such a function holds the lock: `closeLocked`, or a comment right above it that says so. */
export function saysCallerHoldsLock(form: FunctionForm): boolean {
  const said = known.get(form) ?? says(form);
  known.set(form, said);
  return said;
}

function says(form: FunctionForm): boolean {
  return heldByCaller.test(form.declaration.replace(/^.*\./, '')) || heldByCallerSaid.test(commentAbove(form));
}

/** The comment right above a declared function. */
export function commentAbove(form: FunctionForm): string {
  return commentAboveLine(form.file, form.place.line);
}

export function commentAboveLine(file: GoFile, below: number): string {
  const found: string[] = [];
  for (let line = below - 1; line > 0; line--) {
    const text = file.lineText(line).trim();
    if (!text.startsWith('//')) break;
    found.unshift(text.slice(2));
  }
  return found.join(' ');
}

const safeSaid =
  /\b(goroutine|thread|concurrency)[- ]safe|\bsafe for (concurrent|simultaneous)|\bsafe for use by multiple/i;

/** The comment of a type promises that several goroutines may use it at once. */
export function saysSafe(comment: string): boolean {
  return comment
    .split(/\.(?:\s|$)/)
    .some((sentence) => safeSaid.test(sentence) && !/\b(not|isn't|never|only|unless|must)\b/i.test(sentence));
}
