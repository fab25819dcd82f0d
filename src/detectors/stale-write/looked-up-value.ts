import { placeKey } from '../../go/flow/expression-key.js';
import type { FunctionForm, Operation, Value, Variable } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { GoType } from '../../go/go-type.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import { rootVariable, valuesSet } from './source-of.js';

/** Calls that give another thing each time, of which the second must not replace the first. */
const makes =
  /(^|\.)(get)?(or)?(new|make|create|build|open|dial|listen|start|connect|alloc|reserve|register|add|next|generate|init|spawn|launch|clone|copy|parse|unmarshal|load)\w*$/i;

/**
 *     v, ok := s.cache[key]      under the lock of readers
 *     v = s.source.For(key)      the same for everybody who asks
 *     s.cache[key] = v           under the lock of writers: once more what stands there
 *
 * True of what is read somewhere else: an element, a field, the result of a call that does not say that it makes something. What has a state of
 * its own, or is changed before it is put there, is lost when another one is put over it.
 */
export function isLookedUp(program: Program, form: FunctionForm, value: Value): boolean {
  // `s.next++; s.numbers[name] = s.next`: another one each time.
  if (value.kind === 'element' || value.kind === 'member') return !operationsOf(form).some((each) => sets(each, value));
  if (value.kind !== 'variable') return false;
  const { variable } = value;
  if (variable.kind !== 'local' && variable.kind !== 'temporary') return false;
  if (hasState(program, typeOf(program, value)) || operationsOf(form).some((each) => setsPartOf(each, variable)))
    return false;
  if (variable.origin?.from === 'call' && variable.kind === 'temporary') return !makes.test(variable.origin.call.text);
  const set = valuesSet(variable).filter((each) => each !== value);
  return set.length > 0 && set.every((each) => isLookedUp(program, form, each));
}

/** Which of two such things is there makes a difference. */
function hasState(program: Program, type: GoType): boolean {
  const shape = underlying(program, type.kind === 'pointer' ? type.element : type);
  if (type.kind === 'channel' || shape.kind === 'channel' || shape.kind === 'map') return true;
  return (
    shape.kind === 'struct' &&
    type.kind === 'pointer' &&
    shape.fields.some(({ type: field }) => {
      const inner = underlying(program, field);
      const named = field.kind === 'pointer' ? field.element : field;
      return (
        ['map', 'channel', 'slice', 'function', 'basic'].includes(inner.kind) ||
        (named.kind === 'named' && /^sync(\/atomic)?$/.test(named.home))
      );
    })
  );
}

function sets(operation: Operation, value: Value): boolean {
  const key = placeKey(value);
  return key !== undefined && operation.op === 'assign' && placeKey(operation.target) === key;
}

/** `n.driver = d` */
function setsPartOf(operation: Operation, variable: Variable): boolean {
  if (operation.op !== 'assign' || operation.target.kind === 'variable') return false;
  return rootVariable(operation.target) === variable;
}
