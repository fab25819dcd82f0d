import { isCallOf } from '../called-by-name.js';
import { calleeForm } from '../callee-form.js';
import { handedTo } from '../channels/handed-on.js';
import { strandOf } from '../channels/strand.js';
import { rootOf } from '../flow/expression-key.js';
import { loopsAround } from '../flow/loops.js';
import { type FunctionForm, type Operation, type Place, partsOf, type Value } from '../form.js';
import { valuesOf } from '../form-values.js';
import { meetLimit } from '../limits-met.js';
import { isFunctionNamed } from '../named-method.js';
import { directivesOfModules } from '../package-directives.js';
import type { Program } from '../program.js';
import { type Caller, callersOf } from './callers.js';
import { knownRoot, knownRootsIn } from './known-roots.js';
import { isServiceMethod } from './service-methods.js';

/** What runs at the same time as other code. */
export interface Root {
  kind: 'goroutine' | 'handler' | 'service method';
  /** It also runs several times at once, for the same receiver. */
  withItself: boolean;
  form: FunctionForm;
  /** Where it is started or handed on; itself when its signature tells. */
  place: Place;
}

/** Roots that nobody but their team knows, by qualified names. */
export interface NamedRoots {
  /** Run the functions that they are handed, several at once. */
  registrars: readonly string[];
  /** Run several times at once themselves. */
  functions: readonly string[];
}

const noRoots: NamedRoots = { registrars: [], functions: [] };

/** Calls that are followed from a function back to the root that reaches it. */
const depthMax = 3;

/** Calls by which a loop may wait for what it started. */
const waits = /(wait|join|acquire|lock|sleep)\w*$/i;

/** Whether several goroutines come to any exported function of the program, as the knowledge of a module tells that it requires, or one of `more`. */
export function isRunByMany(program: Program, more: readonly string[]): boolean {
  return directivesOfModules(program, 'concurrent').length > 0 || more.some((each) => program.requires(each));
}

/** The form as a root of concurrency by its own signature, or a literal by how it is started. */
export function rootAt(program: Program, form: FunctionForm, named = noRoots): Root | undefined {
  const known = knownRoot(program, form);
  if (known) return { kind: 'handler', withItself: known === 'concurrent', form, place: form.place };
  if (isServiceMethod(program, form)) return { kind: 'service method', withItself: true, form, place: form.place };
  if (named.functions.some((each) => isFunctionNamed(program, form, each, { trusted: true })))
    return { kind: 'handler', withItself: true, form, place: form.place };
  const strand = form.outer && strandOf(program, form);
  if (!strand) return undefined;
  const { operation, outer } = strand;
  if (operation.op === 'call' && isCallOf(program, operation.call, named.registrars))
    return { kind: 'handler', withItself: true, form, place: form.place };
  if (strand.how === 'goroutine')
    return { kind: 'goroutine', withItself: isRepeated(outer, operation), form, place: operation.place };
  const handed = handedInStruct(program, operation, (each) => each.kind === 'literal' && each.form === form);
  return handed && { kind: 'handler', withItself: handed === 'concurrent', form, place: form.place };
}

/** A root from which a function of the package is reached, the function itself included. Undefined: none is known. */
export function rootOver(
  program: Program,
  form: FunctionForm,
  wanted: (root: Root) => boolean,
  named = noRoots,
): Root | undefined {
  const above: FunctionForm[] = [];
  const found = rootAbove(program, form, wanted, named, [], above);
  if (!found) for (const each of above) meetLimit(each, `a chain of more than ${depthMax} callers`);
  return found;
}

/** `below`: the functions that the way has come through. `above`: those whose callers were not looked at any more. */
function rootAbove(
  program: Program,
  form: FunctionForm,
  wanted: (root: Root) => boolean,
  named: NamedRoots,
  below: readonly FunctionForm[],
  above: FunctionForm[],
): Root | undefined {
  const here = rootAt(program, form, named);
  if (here && wanted(here)) return here;
  if (form.outer) {
    const how = strandOf(program, form)?.how;
    return how === 'called' || how === 'deferred'
      ? rootAbove(program, form.outer, wanted, named, below, above)
      : undefined;
  }
  for (const caller of callersOf(program, form) ?? []) {
    if (caller.form.file === form.file && caller.form.declaration === form.declaration) continue;
    if (isOther(program, caller, form)) continue;
    const started = startedBy(program, form, caller, named);
    if (started && wanted(started)) return started;
    if (!caller.called || below.includes(caller.form)) continue;
    if (below.length >= depthMax) above.push(form);
    const found =
      below.length < depthMax ? rootAbove(program, caller.form, wanted, named, [...below, form], above) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The call is known to run another function of the name. */
function isOther(program: Program, { called, operation }: Caller, form: FunctionForm): boolean {
  if (!called || operation.op !== 'call') return false;
  const callee = calleeForm(program, operation.call);
  return callee !== undefined && callee !== form;
}

/**
 *     go s.work()
 *     group.Go(s.work)                                   handed to what starts it
 *     go wait.Until(s.work, time.Second, stop)           handed to a call that is started
 *     cache.ResourceEventHandlerFuncs{AddFunc: s.onAdd}
 *     bus.Subscribe(s.onEvent)                           where `registrars` names Subscribe
 */
function startedBy(
  program: Program,
  form: FunctionForm,
  { operation, form: outer, called }: Caller,
  named: NamedRoots,
): Root | undefined {
  if (called) return undefined;
  const name = form.declaration.replace(/^.*\./, '');
  const isIt = (value: Value) => 'name' in value && value.name === name && isMethodOf(form, value);
  const handed = handedInStruct(program, operation, isIt);
  if (handed) return { kind: 'handler', withItself: handed === 'concurrent', form, place: operation.place };
  if (operation.op !== 'call') return undefined;
  const { call, when } = operation;
  if (call.arguments.some(isIt) && isCallOf(program, call, named.registrars))
    return { kind: 'handler', withItself: true, form, place: operation.place };
  if (when !== 'spawned' && !(call.arguments.some(isIt) && handedTo(program, call, isIt) === 'goroutine'))
    return undefined;
  if (isIt(call.callee) && calleeForm(program, call) !== form) return undefined;
  const holder = [call.callee, ...call.arguments].find(isIt);
  const isShared = holder?.kind !== 'member' || isFromOutside(outer, operation, holder.of);
  return { kind: 'goroutine', withItself: isShared && isRepeated(outer, operation), form, place: operation.place };
}

/** Methods are handed on by the receiver of the form around, since the types of others are told less surely than their names. */
function isMethodOf(form: FunctionForm, value: Value): boolean {
  return form.receiver ? value.kind === 'member' : value.kind === 'name' || value.kind === 'imported';
}

function handedInStruct(program: Program, operation: Operation, isIt: (value: Value) => boolean) {
  for (const value of valuesOf(operation).flatMap(partsOf))
    if (value.kind === 'composite' && value.parts.some((part) => isIt(part.value))) {
      const known = knownRootsIn(program, value.type);
      if (known) return known;
    }
  return undefined;
}

/** Started in a loop that waits for nothing before the next round: several run at once. */
function isRepeated(outer: FunctionForm, operation: Operation): boolean {
  const block = outer.blocks.find((each) => each.operations.includes(operation));
  return (
    block !== undefined &&
    loopsAround(outer, block).some(({ blocks }) =>
      [...blocks].every((each) => each.operations.every((one) => one === operation || !isWait(one))),
    )
  );
}

function isWait(operation: Operation): boolean {
  if (operation.op === 'receive') return operation.select === undefined;
  return operation.op === 'call' && operation.when === 'now' && waits.test(operation.call.text);
}

/** Not set anew in the loop: `for _, s := range all { go s.work() }` has a goroutine for each. */
function isFromOutside(outer: FunctionForm, operation: Operation, value: Value): boolean {
  const holder = rootOf(value);
  const block = outer.blocks.find((each) => each.operations.includes(operation));
  if (!holder || !block) return false;
  if (holder.kind === 'receiver' || holder.kind === 'parameter' || holder.owner !== outer) return true;
  return !loopsAround(outer, block).some((loop) =>
    [...loop.blocks].some((each) =>
      each.operations.some(
        (one) => one.op === 'assign' && one.target.kind === 'variable' && one.target.variable === holder,
      ),
    ),
  );
}
