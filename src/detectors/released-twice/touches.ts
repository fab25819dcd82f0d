import { type Occurrence, occurrencesOf, pointsOf } from '../../go/concurrency/occurrences.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import type { Point } from '../../go/flow/paths.js';
import { type Call, type FunctionForm, type Value, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Resource } from './params.js';
import { thingKey } from './thing-key.js';
import { isNamedLike, wrapperRelease } from './wrappers.js';

/** A place where a thing is given back, told by names alone until `isConfirmed`. */
export interface Touch {
  /** `harmful`: of these a second one does harm. `takeover`: the result sees to it from now on. */
  how: 'harmful' | 'tolerant' | 'takeover';
  value: Value;
  key: string;
  point: Point;
  occurrence: Occurrence;
  call: Call;
}

const handing = '(.)';

/** Everything that a declaration and its literals give back, by the names of the resource. */
export function touchesOf(program: Program, form: FunctionForm, resource: Resource): Touch[] {
  const points = pointsOf(withLiterals(form)).flatMap((point) => {
    const { operation } = point;
    return operation.op === 'call' && operation.when !== 'spawned' ? [{ point, call: operation.call }] : [];
  });
  const direct = points.filter(({ call }) => givenBack(call, resource));
  const wrapped = points.filter(({ call }) => isNamedLike(call, resource) && !givenBack(call, resource));
  // Nothing to compare it with: then no other code is read to see what it does.
  const told = wrapped.filter(
    (each) =>
      direct.length > 0 ||
      resource.uses === 'any' ||
      wrapped.some((other) => other !== each && other.call.text === each.call.text),
  );
  return [...direct, ...told].flatMap(({ point, call }): Touch[] => {
    const given = givenBack(call, resource) ?? wrapperRelease(program, call, resource);
    if (!given) return [];
    return occurrencesOf(program, point).flatMap((occurrence) => {
      const key = thingKey(given.value, resource.number, occurrence.bindings);
      return key === undefined ? [] : [{ ...given, key, point, occurrence, call }];
    });
  });
}

/** What a call gives back if its callee is what its name says. */
export function givenBack(
  { callee, arguments: given }: Call,
  resource: Resource,
): Pick<Touch, 'how' | 'value'> | undefined {
  if (callee.kind !== 'member' && callee.kind !== 'imported') return undefined;
  const named = (list: readonly string[], end: string) => list.some((each) => each.endsWith(`.${callee.name}${end}`));
  const [first] = given;
  if (first && named(resource.release, handing)) return { how: 'harmful', value: first };
  if (first && named(resource.takeover, '')) return { how: 'takeover', value: first };
  if (callee.kind !== 'member') return undefined;
  if (named(resource.release, '')) return { how: 'harmful', value: callee.of };
  return named(resource.tolerant, '') ? { how: 'tolerant', value: callee.of } : undefined;
}

/** The callee is really one of the resource: asked last, since types may have to be read for it. */
export function isConfirmed(program: Program, { call }: Pick<Touch, 'call'>, resource: Resource): boolean {
  if (!givenBack(call, resource)) return wrapperRelease(program, call, resource) !== undefined;
  const name = qualifiedCallee(program, call);
  const all = [...resource.release, ...resource.tolerant, ...resource.takeover];
  return name !== '' && all.some((each) => each === name || each === `${name}${handing}`);
}
