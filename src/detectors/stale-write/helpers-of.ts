import type { FunctionForm } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { type CallPoint, callsIn } from './calls-in.js';

/** More callers of one function than this are not looked at. What they do speaks against a finding only, so none is lost by it. */
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

/** Calls of a function in the files of its package that are loaded: a change that moves something to the callers touches them. */
export function loadedCallsOf(program: Program, form: FunctionForm): CallPoint[] {
  const name = form.declaration.replace(/^.*\./, '');
  return program
    .packageOf(form.file)
    .mentioning(name, viewOf(form.file))
    .slice(0, callersMax)
    .flatMap((each) => {
      const caller = formOf(program, each);
      return caller ? callsIn(caller).filter((point) => point.name === name) : [];
    });
}

export function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}
