import { channelOf } from './channels/channel.js';
import { qualifiedCallee } from './concurrency/qualified-callee.js';
import type { Call } from './form.js';
import type { GoFile } from './go-file.js';
import type { Program } from './program.js';
import { isBuiltin } from './type-of.js';

/** Whether a call is of one of these: `import/path.Function`, `import/path.Type.Method`, a field that holds a function, or a function of Go such as close. */
export function isCallOf(program: Program, call: Call, names: readonly string[]): boolean {
  const { callee } = call;
  const last = 'name' in callee ? callee.name : '';
  if (last === '' || !names.some((name) => name === last || name.endsWith(`.${last}`))) return false;
  if (callee.kind === 'name' && isBuiltin(last)) return names.includes(last);
  return names.includes(qualifiedCallee(program, call)) || names.includes(fieldOf(program, call));
}

/** `s.notify()` where notify is a field: `import/path.Type.notify`. */
function fieldOf(program: Program, { callee }: Call): string {
  const field = callee.kind === 'member' ? channelOf(program, callee) : undefined;
  return field?.kind === 'field' ? field.key : '';
}

/** True when a text has none of the names, which most have not. */
export function isUnnamed(text: string, names: readonly string[]): boolean {
  return !names.some((name) => text.includes(name.slice(name.lastIndexOf('.') + 1)));
}

const unnamedIn = new WeakMap<GoFile, Map<readonly string[], boolean>>();

/** The same for a whole file, which is asked for each of its functions. */
export function isUnnamedIn(file: GoFile, names: readonly string[]): boolean {
  const answers = unnamedIn.get(file) ?? new Map<readonly string[], boolean>();
  unnamedIn.set(file, answers);
  const known = answers.get(names) ?? isUnnamed(file.text, names);
  answers.set(names, known);
  return known;
}
