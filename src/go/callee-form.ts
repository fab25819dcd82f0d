import { targetOf } from './call-target.js';
import type { Call, FunctionForm } from './form.js';
import type { Program } from './program.js';
import { formOf } from './type-of.js';

/** The form of the function that a call runs, when that is told and its code is known. */
export function calleeForm(program: Program, call: Call): FunctionForm | undefined {
  const target = targetOf(program, call);
  if (target.kind === 'literal') return target.form;
  if (target.kind === 'method' && target.dynamic) return undefined;
  if (target.kind !== 'function' && target.kind !== 'method') return undefined;
  const { declaration } = target;
  if (!declaration || declaration.file.path.startsWith('knowledge:')) return undefined;
  const form = formOf(program, declaration);
  return form && form.blocks.length > 0 ? form : undefined;
}
