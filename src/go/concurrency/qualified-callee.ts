import { targetOf } from '../call-target.js';
import { meetChainLimit } from '../chain-limit.js';
import type { Call, Value } from '../form.js';
import type { GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { memberOf, typeOf, underlying } from '../type-of.js';

/** Deeper embedding than this is taken as unknown. */
const depthMax = 4;

/**
 * `import/path.Function` or `import/path.Type.Method`; `''` when it cannot be told. A method of a type of a package that nobody knows is told
 * by the type of its receiver alone, embedded ones included, since such a type has no other way to have the method.
 */
export function qualifiedCallee(program: Program, call: Call): string {
  const { callee } = call;
  if (callee.kind === 'imported') return `${callee.path}.${callee.name}`;
  if (callee.kind === 'member') {
    const type = typeOf(program, callee.of);
    const home = memberOf(program, type, callee.name)
      ? undefined
      : externalHolder(program, type, { of: callee.of, seen: [] });
    if (home) return `${home}.${callee.name}`;
  }
  const target = targetOf(program, call);
  if (target.kind === 'function') return `${target.home}.${target.name}`;
  return target.kind === 'method' && target.type !== '' ? `${target.home}.${target.type}.${target.name}` : '';
}

/** The type itself, or the only embedded one, whose declaration is not known. */
function externalHolder(program: Program, type: GoType, way: { of: Value; seen: string[] }): string | undefined {
  if (type.kind === 'pointer') return externalHolder(program, type.element, way);
  if (type.kind !== 'named' || type.home === '') return undefined;
  const own = `${type.home}.${type.name}`;
  if (way.seen.includes(own)) return undefined;
  if (way.seen.length > depthMax) return meetChainLimit(way.of, `types embedded more than ${depthMax} deep`);
  const shape = underlying(program, type);
  if (shape.kind === 'unknown') return program.holds(type.home) ? undefined : own;
  if (shape.kind !== 'struct') return undefined;
  const inside = { ...way, seen: [...way.seen, own] };
  const found = shape.fields.flatMap((each) =>
    each.embedded ? (externalHolder(program, each.type, inside) ?? []) : [],
  );
  return found.length === 1 ? found[0] : undefined;
}
