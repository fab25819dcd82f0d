import type { FunctionForm } from './form.js';
import type { GoFile } from './go-file.js';

const met = new WeakMap<GoFile, Set<string>>();

/**
 * Notes that a function was followed to a limit only, so that what lies behind it counts as unknown. Whoever asked goes on with an answer that
 * leads to silence; a review says at the end which functions that concerns. `limit` names it with its number: `more than 3000 ways`.
 */
export function meetLimit({ file, declaration }: Pick<FunctionForm, 'file' | 'declaration'>, limit: string): void {
  const known = met.get(file) ?? new Set();
  met.set(file, known);
  known.add(`${limit} in ${declaration}: what lies behind was not followed`);
}

/** One sentence for each function of the file that met one. */
export function limitsMet(file: GoFile): string[] {
  return [...(met.get(file) ?? [])].sort();
}
