import { meetChainLimit } from '../../go/chain-limit.js';
import { placeKey } from '../../go/flow/expression-key.js';
import type { Value, Variable } from '../../go/form.js';
import { valueText } from '../../go/value-text.js';

/** Longer chains than this are not followed. */
const depthMax = 8;

const integer = /^u?int(8|16|32|64|ptr)?$/;

type Bindings = ReadonlyMap<Variable, Value>;

/**
 * A text that is the same for two expressions of one declaration that denote the same thing, as placeKey gives it, and also for elements with
 * a constant index and for what is the same thing in another form: `fds[0]`, `int(fd)`, `f.Fd()`. `number`: names of methods that give it so.
 */
export function thingKey(value: Value, number: readonly string[], bindings: Bindings, depth = 0): string | undefined {
  if (depth > depthMax) return meetChainLimit(value, `a chain of more than ${depthMax} names`);
  const inner = (of: Value) => thingKey(of, number, bindings, depth + 1);
  switch (value.kind) {
    case 'variable': {
      const bound = bindings.get(value.variable);
      if (bound) return inner(bound);
      const same = sameThing(value.variable, number);
      return same ? inner(same) : placeKey(value, bindings);
    }
    case 'element': {
      const of = inner(value.of);
      return of !== undefined && value.index?.kind === 'constant' ? `${of}[${value.index.text}]` : undefined;
    }
    case 'member': {
      const of = inner(value.of);
      return of === undefined ? undefined : `${of}.${value.name}`;
    }
    case 'pointer':
    case 'pointee':
    case 'converted':
      return inner(value.of);
    default:
      return placeKey(value, bindings);
  }
}

/** What `int(fd)` and `f.Fd()` stand for. */
function sameThing({ kind, origin }: Variable, number: readonly string[]): Value | undefined {
  if (kind !== 'temporary' || origin?.from !== 'call') return undefined;
  const { callee, arguments: given } = origin.call;
  if (callee.kind === 'name' && integer.test(callee.name)) return given[0];
  return callee.kind === 'member' && number.includes(callee.name) ? callee.of : undefined;
}

/** Whether what stands there before is something else afterwards: the thing itself is set, or what it stands in. */
export function isPartOf(key: string, target: string): boolean {
  return key === target || key.startsWith(`${target}.`) || key.startsWith(`${target}[`);
}

/** As it is written, constant indexes included: `fds[0]`. */
export function thingText(value: Value, number: readonly string[]): string {
  if (value.kind === 'element' && value.index?.kind === 'constant')
    return `${thingText(value.of, number)}[${value.index.text}]`;
  const same = value.kind === 'variable' ? sameThing(value.variable, number) : undefined;
  return same ? thingText(same, number) : valueText(value);
}
