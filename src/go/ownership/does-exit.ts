import { targetOf } from '../call-target.js';
import { endsHere } from '../calls-that-end.js';
import type { Declaration } from '../declaration.js';
import type { Call, FunctionForm } from '../form.js';
import { implementationsOf } from '../implementations.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { child } from '../syntax.js';
import { formOf } from '../type-of.js';
import { isKnowledge, knownToExit } from './known-effects.js';

/** A function of the repository is looked into only if it is called like one that ends the process. */
const hint = /exit|fatal|panic|die|abort|fail|must|check/i;

/** `ExitWithError(code, err)` calls os.Exit in its turn; deeper wrappers than this are taken as returning. */
const depthMax = 3;

export function doesExit(program: Program, call: Call, depth = 0): boolean {
  const { callee } = call;
  if (endsHere(call)) return true;
  const name = callee.kind === 'name' || callee.kind === 'imported' || callee.kind === 'member' ? callee.name : '';
  if (callee.kind !== 'imported' && !hint.test(name)) return false;
  const target = targetOf(program, call);
  const declaration = target.kind === 'function' || target.kind === 'method' ? target.declaration : undefined;
  if (declaration) return calleeExits(program, declaration, name, depth);
  // Whatever else may stand behind the interface: what ends here in all code that is known is not reported.
  const { methods } = implementationsOf(program, call);
  return methods.length > 0 && methods.every((each) => calleeExits(program, each, name, depth));
}

function calleeExits(program: Program, declaration: Declaration, name: string, depth: number): boolean {
  if (isKnowledge(declaration)) return knownToExit(declaration);
  if (!hint.test(name) || !child(declaration.syntax, 'body')) return false;
  if (depth > depthMax) {
    const form = formOf(program, declaration);
    if (form) meetLimit(form, `a chain of more than ${depthMax} calls that may not return`);
    return false;
  }
  const key = `exits ${declaration.file.path}:${declaration.start}`;
  return program.once(key, () => {
    const form = formOf(program, declaration);
    return form !== undefined && !mayReturn(program, form, depth);
  });
}

/** Whether a way leads from the beginning to a return. */
function mayReturn(program: Program, form: FunctionForm, depth: number): boolean {
  const seen = new Set(form.blocks.slice(0, 1));
  for (const block of seen) {
    const ends = block.operations.some((each) => {
      return each.op === 'call' && each.when === 'now' && doesExit(program, each.call, depth + 1);
    });
    if (ends) continue;
    if (block.operations.some((each) => each.op === 'return')) return true;
    for (const { to } of block.next) seen.add(to);
  }
  return false;
}
