import { targetOf } from '../../go/call-target.js';
import { type Call, type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { doesExit } from '../../go/ownership/does-exit.js';
import { isKnowledge } from '../../go/ownership/known-effects.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import type { Resource } from './params.js';
import { isPartOf, thingKey } from './thing-key.js';
import { isAgain } from './wrappers.js';

/** Callees of callees deeper than this are taken as leaving the thing alone, so that no finding is lost by it. */
const depthMax = 2;

const nothingBound = new Map();

/** A way ends here: nothing follows, or the thing may be given back once more. */
export function stopsAt(program: Program, operation: Operation, key: string, resource: Resource): boolean {
  if (operation.op === 'call' && operation.when === 'now' && doesExit(program, operation.call)) return true;
  return renews(program, operation, key, resource);
}

/** After this operation the thing may be given back once more: it was taken again, or something else stands there. */
export function renews(program: Program, operation: Operation, key: string, resource: Resource): boolean {
  if (operation.op === 'assign') return isSet(operation.target, key, resource);
  if (operation.op !== 'call') return false;
  const { call } = operation;
  if (isAgain(call, resource) && keyOf(receiverOf(call), resource) === key) return true;
  const literals = [call.callee, ...call.arguments].flatMap((each) => literalOf(each) ?? []);
  if (literals.some((each) => renewsInside(program, each, key, resource))) return true;
  if (call.arguments.some((each) => each.kind === 'pointer' && isPartOf(key, keyOf(each, resource) ?? key)))
    return !resource.again.length || isUnbalanced(program, call, key, resource, 0);
  return concerns(call, key, resource) && isUnbalanced(program, call, key, resource, 0);
}

/** The same for all that a literal does. */
export function renewsInside(program: Program, literal: FunctionForm, key: string, resource: Resource): boolean {
  return withLiterals(literal).some((form) =>
    operationsOf(form).some((operation) => renews(program, operation, key, resource)),
  );
}

function isSet(target: Value, key: string, resource: Resource): boolean {
  if (target.kind === 'blank') return false;
  const own = keyOf(target, resource);
  if (own !== undefined) return isPartOf(key, own);
  // `fds[i] = -1`
  const container = target.kind === 'element' ? keyOf(target.of, resource) : undefined;
  return container !== undefined && key.startsWith(`${container}[`);
}

function keyOf(value: Value | undefined, resource: Resource): string | undefined {
  return value && thingKey(value, resource.number, nothingBound);
}

function receiverOf({ callee }: Call): Value | undefined {
  return callee.kind === 'member' ? callee.of : undefined;
}

function literalOf(value: Value): FunctionForm | undefined {
  if (value.kind === 'literal') return value.form;
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  return origin?.from === 'value' && origin.value.kind === 'literal' ? origin.value.form : undefined;
}

/** The callee gets hold of what the thing stands in: `s.relock()` for `s.mu`, any function for a variable of the package. */
function concerns({ callee, arguments: given }: Call, key: string, resource: Resource): boolean {
  if (key.startsWith('@')) return true;
  if (!key.includes('.')) return false;
  const values = [...(callee.kind === 'member' ? [callee.of] : []), ...given].flatMap(partsOf);
  return values.some((each) => {
    const own = keyOf(each, resource);
    return own !== undefined && own !== key && isPartOf(key, own);
  });
}

/** Takes it and does not give it back, or sets it: what takes and gives back leaves it as it was. */
function isUnbalanced(program: Program, call: Call, key: string, resource: Resource, depth: number): boolean {
  const target = targetOf(program, call);
  const declaration = target.kind === 'function' || target.kind === 'method' ? target.declaration : undefined;
  if (!declaration || isKnowledge(declaration) || (target.kind === 'method' && target.dynamic)) return false;
  const name = key.replace(/^.*[.@]/, '').replace(/\[.*$/, '');
  return program.onceFor(declaration, `unbalanced ${name} ${resource.release.join()}`, () => {
    const form = formOf(program, declaration);
    if (!form) return false;
    const operations = withLiterals(form).flatMap(operationsOf);
    if (operations.some((each) => each.op === 'assign' && nameOf(each.target) === name)) return true;
    const calls = operations.flatMap((each) => (each.op === 'call' ? [each.call] : []));
    if (calls.some((each) => isAgain(each, resource)) && !calls.some((each) => isRelease(each, resource))) return true;
    return (
      depth < depthMax &&
      calls.some((each) => isOwnCall(each, form) && isUnbalanced(program, each, key, resource, depth + 1))
    );
  });
}

function nameOf(target: Value): string | undefined {
  if (target.kind === 'element') return nameOf(target.of);
  return target.kind === 'member' || target.kind === 'name' ? target.name : undefined;
}

function isRelease({ callee }: Call, { release }: Resource): boolean {
  return callee.kind === 'member' && release.some((each) => each.endsWith(`.${callee.name}`));
}

/** A call that hands the receiver on. */
function isOwnCall({ callee, arguments: given }: Call, { receiver }: FunctionForm): boolean {
  const values = callee.kind === 'member' ? [callee.of, ...given] : given;
  return receiver !== undefined && values.some((each) => each.kind === 'variable' && each.variable === receiver);
}
