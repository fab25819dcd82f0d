import { targetOf } from '../../go/call-target.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { reachableBlocks } from '../../go/flow/dominance.js';
import type { Block, Call, FunctionForm, Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { isKnowledge } from '../../go/ownership/known-effects.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import type { Resource } from './params.js';

/** What a function of the repository always gives back, in its own variables. */
type Inside = { value: Value; index: number | 'receiver' } | undefined;

/**
 *     func putBuffer(b *bytes.Buffer) {        func (s *socket) Close() error {
 *         b.Reset()                                return unix.Close(s.fd)
 *         pool.Put(b)                          }
 *     }
 *
 * A function that is called like what it does and gives back its argument, or a field of its receiver, whichever way it takes.
 */
export function wrapperRelease(
  program: Program,
  call: Call,
  resource: Resource,
): { how: 'harmful'; value: Value } | undefined {
  const { callee } = call;
  if (!isNamedLike(call, resource)) return undefined;
  const target = targetOf(program, call);
  if ((target.kind !== 'function' && target.kind !== 'method') || !target.declaration) return undefined;
  const { declaration } = target;
  if (isKnowledge(declaration) || (target.kind === 'method' && target.dynamic)) return undefined;
  const inside = program.onceFor(declaration, `gives back ${resource.release.join()}`, () => {
    const form = formOf(program, declaration);
    return form && insideOf(program, form, resource);
  });
  const given = inside && (inside.index === 'receiver' ? receiverOf(callee) : call.arguments[inside.index]);
  return given && inside ? { how: 'harmful', value: substituted(inside.value, given) } : undefined;
}

/** `putBuffer`, `Close`, `closeFd`: called like what gives the resource back. */
export function isNamedLike({ callee }: Call, resource: Resource): boolean {
  return 'name' in callee && hintOf(resource).test(callee.name);
}

const hints = new WeakMap<Resource, RegExp>();

function hintOf(resource: Resource): RegExp {
  const known = hints.get(resource);
  if (known) return known;
  const words = resource.release.map((each) => each.replace(/\(\.\)$/, '').replace(/^.*\./, ''));
  const hint = new RegExp([...new Set(words)].join('|'), 'i');
  hints.set(resource, hint);
  return hint;
}

function receiverOf(callee: Value): Value | undefined {
  return callee.kind === 'member' ? callee.of : undefined;
}

function insideOf(program: Program, form: FunctionForm, resource: Resource): Inside {
  const operations = operationsOf(form);
  // It takes the thing again, or remembers that it has given it back.
  if (form.literals.length > 0 || operations.some((each) => each.op === 'call' && isAgain(each.call, resource)))
    return undefined;
  for (const block of form.blocks) {
    for (const operation of block.operations) {
      if (operation.op !== 'call' || operation.when === 'spawned') continue;
      const value = releasedValue(program, operation.call, resource);
      const root = value && rootVariable(value);
      if (!value || !root || passesBy(form, block)) continue;
      if (root === form.receiver) {
        const isReset = operations.some((each) => each.op === 'assign' && rootVariable(each.target) === root);
        return isReset || value.kind !== 'member' ? undefined : { value, index: 'receiver' };
      }
      const index = form.parameters.indexOf(root);
      if (index >= 0 && value.kind === 'variable') return { value, index };
    }
  }
  return undefined;
}

function releasedValue(program: Program, call: Call, { release }: Resource): Value | undefined {
  const { callee, arguments: given } = call;
  if (callee.kind !== 'member' && callee.kind !== 'imported') return undefined;
  if (!release.some((each) => each.replace(/\(\.\)$/, '').endsWith(`.${callee.name}`))) return undefined;
  const name = qualifiedCallee(program, call);
  if (release.includes(`${name}(.)`)) return given[0];
  return release.includes(name) && callee.kind === 'member' ? callee.of : undefined;
}

export function isAgain({ callee }: Call, { again }: Resource): boolean {
  return callee.kind === 'member' && again.includes(callee.name);
}

function rootVariable(value: Value): FunctionForm['receiver'] {
  if (value.kind === 'variable') return value.variable;
  return 'of' in value && !Array.isArray(value.of) ? rootVariable(value.of) : undefined;
}

/** Some way to an end of the form does not come by. */
export function passesBy(form: FunctionForm, block: Block): boolean {
  return [...reachableBlocks(form, { block })].some((each) => each.next.length === 0);
}

function substituted(value: Value, given: Value): Value {
  if (value.kind === 'variable') return given;
  return value.kind === 'member' ? { ...value, of: substituted(value.of, given) } : given;
}
