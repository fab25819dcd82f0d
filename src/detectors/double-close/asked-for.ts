import { targetOf } from '../../go/call-target.js';
import { bindingsOf } from '../../go/flow/call-bindings.js';
import { type Bindings, placeKey } from '../../go/flow/expression-key.js';
import { type Call, partsOf, type Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { child } from '../../go/syntax.js';
import { formOf } from '../../go/type-of.js';

/** The places that a condition looks at: those of `len(x)`, `x.Load()` and `v, ok := x[k]` too, and of a method that only asks: `m.isClosed()`. */
export function subjectsOf(program: Program, value: Value): string[] {
  return askedFor(value, new Map(), (call, index) => askedByCallee(program, call, index));
}

type OfCall = (call: Call, index: number) => string[];

function askedFor(value: Value, bindings: Bindings, ofCall: OfCall): string[] {
  const keyOf = (each: Value) => placeKey(each, bindings) ?? [];
  const own = [keyOf(value)].flat();
  if (value.kind !== 'variable') return own;
  const { origin } = value.variable;
  if (origin?.from === 'call') {
    const { callee, arguments: given } = origin.call;
    return [
      ...[...given, ...(callee.kind === 'member' ? [callee.of] : [])].flatMap(keyOf),
      ...ofCall(origin.call, origin.index),
    ];
  }
  if (origin?.from !== 'value') return own;
  const inside = partsOf(origin.value).filter((each) => each !== value);
  return [...own, ...inside.flatMap((each) => askedFor(each, bindings, ofCall))];
}

/** What a function of the module looks at whose one return is its answer. */
function askedByCallee(program: Program, call: Call, index: number): string[] {
  const target = targetOf(program, call);
  if (target.kind !== 'function' && (target.kind !== 'method' || target.dynamic)) return [];
  const { declaration } = target;
  const form = declaration && child(declaration.syntax, 'body') && formOf(program, declaration);
  if (!form) return [];
  const returns = operationsOf(form).flatMap((each) => (each.op === 'return' && !each.implicit ? [each] : []));
  const answer = returns.length === 1 ? returns[0]?.values[index] : undefined;
  if (!answer) return [];
  const bindings = bindingsOf(form, call);
  return partsOf(answer).flatMap((part) => askedFor(part, bindings, () => []));
}
