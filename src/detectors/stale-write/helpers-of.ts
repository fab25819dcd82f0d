import type { FunctionForm } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { type CallPoint, callsIn } from './calls-in.js';

/** More functions that speak of one are not looked at. */
const callersMax = 20;

/**
 * The function of the same file that a call runs: `helper(x)`, or a method of the function's own receiver. Other files are not asked for: a
 * function that does one thing with its neighbour is mostly written next to it.
 */
export function helperOf(program: Program, { call, name, form }: CallPoint): FunctionForm | undefined {
  const { callee } = call;
  const receiver = outermost(form).receiver;
  const isOwn =
    callee.kind === 'name' ||
    (callee.kind === 'member' && callee.of.kind === 'variable' && callee.of.variable === receiver);
  if (!isOwn) return undefined;
  const wanted = callee.kind === 'name' ? undefined : form.declaration.replace(/^\(?\*?([^.)]*)\)?\..*$/, '$1');
  const found = form.file.named(name).find((each) => each.receiver === wanted);
  return found && (found.kind === 'function' || found.kind === 'method') ? formOf(program, found) : undefined;
}

/**
 * Whether some call of a function is so, in the files of its package that are loaded: a change that moves something to the callers touches them.
 * Where there are more callers than are looked at, one of them may be.
 */
export function someLoadedCall(program: Program, form: FunctionForm, isSo: (call: CallPoint) => boolean): boolean {
  const name = form.declaration.replace(/^.*\./, '');
  const users = program.packageOf(form.file).mentioning(name, viewOf(form.file));
  if (users.length > callersMax) {
    meetLimit(form, `more than ${callersMax} functions that speak of it`);
    return true;
  }
  return users.some((each) => {
    const caller = formOf(program, each);
    return caller !== undefined && callsIn(caller).some((point) => point.name === name && isSo(point));
  });
}

export function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}
