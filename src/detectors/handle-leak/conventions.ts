import { targetOf } from '../../go/call-target.js';
import type { Call, Operation, Value, Variable } from '../../go/form.js';
import { isKnowledge } from '../../go/ownership/known-effects.js';
import { qualifiedName } from '../../go/ownership/owned-results.js';
import type { Program } from '../../go/program.js';
import { formOf, isBuiltin } from '../../go/type-of.js';
import type { Conventions } from './params.js';

/** What stands in a variable, or in a field of it. */
export interface Thing {
  root: Variable;
  fields: readonly string[];
}

export function thingOf(value: Value): Thing | undefined {
  if (value.kind === 'converted' || value.kind === 'pointer' || value.kind === 'pointee') return thingOf(value.of);
  if (value.kind === 'variable') return { root: value.variable, fields: [] };
  if (value.kind !== 'member') return undefined;
  const of = thingOf(value.of);
  return of && { root: of.root, fields: [...of.fields, value.name] };
}

/** What a call gives back: `x.Close()`, `x.Shutdown(ctx)`, `unix.Close(x)`, `closeQuietly(x)`, `cleanup()`. */
export function givenBack({ op, ...rest }: Operation, conventions: Conventions): Thing | undefined {
  if (op !== 'call' || !('call' in rest)) return undefined;
  const { callee, arguments: given } = rest.call;
  if (callee.kind === 'member' && conventions.release.includes(callee.name) && given.every(isContext))
    return thingOf(callee.of);
  if (callee.kind === 'variable' && given.every(isContext) && isCalledToGiveBack(callee.variable, conventions))
    return thingOf(callee);
  const first = given.find((each) => each.kind !== 'constant' && !isHelper(each));
  return first && givesArgument(rest.call, conventions) ? thingOf(first) : undefined;
}

/** A function that came with the thing, or instead of it: `files, closer, err := openFiles(names)`. */
export function isCalledToGiveBack({ name, origin }: Variable, { called }: Conventions): boolean {
  const from = origin?.from === 'value' && origin.value.kind === 'variable' ? origin.value.variable.origin : origin;
  return from?.from === 'call' && called.some((each) => startsWithWord(name, each));
}

/** `CloseWithLog(logger, f)`, `closeAndReport(ctx, f)`: what a release writes to or waits with is not what it releases. */
function isHelper(value: Value): boolean {
  return (
    (value.kind === 'variable' && /^(l|lg|log|logger|ctx|t|tb)$|Logger$/.test(value.variable.name)) || isContext(value)
  );
}

/** Shutdown may take a context; a release with other arguments, such as Delete(key), is about something else. */
function isContext(value: Value): boolean {
  if (value.kind === 'variable')
    return /^ctx$|[cC]tx$|context/i.test(value.variable.name) || value.variable.kind === 'temporary';
  return false;
}

/** `unix.Close(fd)`, or a function that is called so: `closeOrLog(f)`, `CloseWithLog(logger, f)`. */
export function givesArgument({ callee }: Call, { functions, release }: Conventions): boolean {
  if (callee.kind === 'imported' && functions.includes(`${callee.path}.${callee.name}`)) return true;
  if (callee.kind !== 'imported' && (callee.kind !== 'name' || isBuiltin(callee.name))) return false;
  return release.some((each) => startsWithWord(callee.name, each));
}

/** Whether a call is written like one that hands out something new. */
export function isLikeAcquisition(program: Program, call: Call, { acquire, except }: Conventions): boolean {
  const name = 'name' in call.callee ? call.callee.name : '';
  if (!acquire.some((each) => startsWithWord(name, each))) return false;
  if (isExcepted(program, call, except)) return false;
  return !constructors.some((each) => startsWithWord(name, each)) || !onlyAssembles(program, call);
}

/** How functions are called that may only put something together; whatever is opened or dialled, its body may be in another process. */
const constructors = ['new', 'make', 'create', 'setup'];

/**
 *     func NewChild(p Process) *Child { return &Child{process: p} }
 *
 * A constructor that runs nothing and writes to nothing but its own variables has opened nothing yet: there is nothing to give back until
 * something is started.
 */
function onlyAssembles(program: Program, call: Call): boolean {
  const target = targetOf(program, call);
  if (target.kind !== 'function' || !target.declaration || isKnowledge(target.declaration)) return false;
  const form = formOf(program, target.declaration);
  if (!form) return false;
  return form.blocks.every(({ operations }) =>
    operations.every((operation) => {
      if (operation.op === 'assign') return operation.target.kind === 'variable' || operation.target.kind === 'blank';
      return operation.op === 'return' || (operation.op === 'call' && isBuiltinCall(program, operation.call));
    }),
  );
}

function isBuiltinCall(program: Program, call: Call): boolean {
  return targetOf(program, call).kind === 'builtin';
}

export function isExcepted(program: Program, call: Call, except: readonly string[]): boolean {
  return except.includes(qualifiedName(targetOf(program, call)));
}

/** `openFile` and `OpenFile` start with the word open; `opener` does not. */
function startsWithWord(name: string, word: string): boolean {
  return name.slice(0, word.length).toLowerCase() === word.toLowerCase() && !/^[a-z]/.test(name.slice(word.length));
}
