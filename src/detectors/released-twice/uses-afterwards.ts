import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, partsOf, type Value } from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { underlying } from '../../go/type-of.js';
import type { Resource } from './params.js';
import { stopsAt } from './renewals.js';
import type { Seen } from './seen.js';
import { thingKey, thingText } from './thing-key.js';
import { givenBack, isConfirmed, type Touch } from './touches.js';
import { wrapperRelease } from './wrappers.js';

const nothingBound = new Map();

/**
 *     pool.Put(b)             first
 *     total += cap(*b)        somebody else has it by now
 */
export function usesAfterwards(
  program: Program,
  form: FunctionForm,
  resource: Resource,
  touches: readonly Touch[],
): Seen[] {
  if (resource.uses.length === 0) return [];
  const seen = touches
    .filter(({ how }) => how !== 'takeover')
    .flatMap((touch) => useAfter(program, touch, resource) ?? viewReturned(program, form, touch, resource) ?? []);
  return seen.filter((each, index) => !seen.slice(0, index).some(({ second }) => second === each.second));
}

function useAfter(program: Program, touch: Touch, resource: Resource): Seen | undefined {
  const { point, key } = touch;
  const { operation: first } = point;
  if (first.op !== 'call' || first.when !== 'now') return undefined;
  const stops = (each: Operation) => stopsAt(program, each, key, resource);
  const second = operationsOf(point.form).find(
    (each) =>
      each !== first &&
      isUse(program, each, key, resource) &&
      pathFrom(point, { stops: (one) => one !== each && stops(one), arrives: (one) => one === each }),
  );
  return second && isConfirmed(program, touch, resource) ? seenOf(touch, second, resource) : undefined;
}

function isUse(program: Program, operation: Operation, key: string, resource: Resource): boolean {
  const isIt = (value: Value) => thingKey(value, resource.number, nothingBound) === key;
  if (resource.uses === 'any') {
    if (operation.op === 'call' && isReleased(program, operation, resource)) return false;
    return valuesOf(operation).some(
      (value) => value.kind !== 'literal' && partsOf(value).some((part) => readsIt(part, value, operation, isIt)),
    );
  }
  if (operation.op !== 'call' || operation.when === 'spawned') return false;
  const { callee, arguments: given } = operation.call;
  if (callee.kind === 'imported' && resource.uses.includes(callee.path)) return given.some(isIt);
  if (callee.kind !== 'member' || !isIt(callee.of)) return false;
  if (!resource.uses.some((each) => each.endsWith(`.${callee.name}`))) return false;
  return resource.uses.includes(qualifiedCallee(program, operation.call));
}

/** Setting it anew is no use of it; setting what stands in it is. */
function readsIt(part: Value, value: Value, operation: Operation, isIt: (value: Value) => boolean): boolean {
  if (!isIt(part)) return false;
  return !(
    operation.op === 'assign' &&
    (operation.target.kind === 'blank' || (value === operation.target && isIt(value)))
  );
}

function isReleased(program: Program, { call }: Operation & { op: 'call' }, resource: Resource): boolean {
  return givenBack(call, resource) !== undefined || wrapperRelease(program, call, resource) !== undefined;
}

/**
 *     defer pool.Put(b)
 *     …
 *     return b.Bytes()        what is returned stands in b, which somebody else has by then
 */
function viewReturned(program: Program, form: FunctionForm, touch: Touch, resource: Resource): Seen | undefined {
  const [step, ...inner] = touch.occurrence.steps;
  if (resource.uses !== 'any' || step?.runs !== 'deferred' || step.form !== form || inner.length > 1) return undefined;
  const second = operationsOf(form).find(
    (each) =>
      each.op === 'return' &&
      each.values.some((value, index) => isPart(program, form, value, index, touch, resource)) &&
      pathFrom(step, { stops: (one) => stopsAt(program, one, touch.key, resource), arrives: (one) => one === each }),
  );
  return second && isConfirmed(program, touch, resource) ? seenOf(touch, second, resource) : undefined;
}

function isPart(
  program: Program,
  form: FunctionForm,
  value: Value,
  index: number,
  { key }: Touch,
  resource: Resource,
): boolean {
  const type = form.type.results[index];
  const shape = type && underlying(program, type);
  if (shape?.kind !== 'slice' && shape?.kind !== 'pointer') return false;
  return (value.kind === 'mixed' ? value.of : [value]).some((each) => {
    if (thingKey(each, resource.number, nothingBound) === key) return true;
    const origin = each.kind === 'variable' ? each.variable.origin : undefined;
    const callee = origin?.from === 'call' ? origin.call.callee : undefined;
    if (callee?.kind !== 'member' || !resource.views.includes(callee.name)) return false;
    return thingKey(callee.of, resource.number, nothingBound) === key;
  });
}

function seenOf({ point, value }: Touch, second: Operation, { number }: Resource): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    how: 'used',
    handle: thingText(value, number),
    first: point.operation,
    second,
    at: second.place,
    clues: [
      { role: 'used', place: second.place },
      { role: 'first', place: point.operation.place },
    ],
  };
}
