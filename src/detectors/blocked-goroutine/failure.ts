import type { Edge } from '../../go/form.js';

/** `err != nil`, `errors.Is(err, …)`: what follows is the way of a failure. Told by the name, since an error that is nil-tested has one. */
export function isFailure({ when }: Edge): boolean {
  if (!when) return false;
  if (when.test === 'error') return when.holds;
  return when.test === 'nil' && !when.holds && when.value.kind === 'variable' && isErrorName(when.value.variable.name);
}

export function isSuccess({ when }: Edge): boolean {
  return when?.test === 'nil' && when.holds && when.value.kind === 'variable' && isErrorName(when.value.variable.name);
}

function isErrorName(name: string): boolean {
  return /^e$|^err|Err(or)?$/.test(name);
}
