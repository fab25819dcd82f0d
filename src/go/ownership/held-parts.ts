import type { FunctionForm, Value, Variable } from '../form.js';
import type { Held, Wrap } from './held.js';
import { literalIn, mentionedIn } from './mentioned.js';
import { calling, type Release, releaseThrough } from './release.js';

/** How a value carries what is held. `captured`: a function literal in it uses a variable that holds it. */
export type HeldPart =
  /** `bound`: a method value that gives it back, `f.Close`; calling it does so. */
  | { as: 'self'; release: readonly Release[]; bound?: true }
  | { as: 'wrapped'; release: readonly Release[]; wrap: Wrap }
  | { as: 'captured' };

export function heldIn(value: Value, held: Held): HeldPart | undefined {
  switch (value.kind) {
    case 'variable': {
      const hold = held.holdOf(value.variable);
      if (!hold) return holdsLiteral(value.variable, held) ? { as: 'captured' } : undefined;
      const { release, wrap } = hold;
      return wrap ? { as: 'wrapped', release, wrap } : { as: 'self', release };
    }
    case 'pointer':
    case 'pointee':
    case 'converted':
      return heldIn(value.of, held);
    case 'composite':
      return heldInComposite(value, held);
    case 'literal':
      return captures(value.form, held) ? { as: 'captured' } : undefined;
    case 'member':
      return heldInMember(value, held);
    default:
      return undefined;
  }
}

/** The field that the thing stands in, the part of it by which it is given back, or a method value: `stop := h.Close`. */
function heldInMember(value: Value & { kind: 'member' }, held: Held): HeldPart | undefined {
  const of = heldIn(value.of, held);
  if (of?.as === 'wrapped' && of.wrap.field === value.name) return { as: 'self', release: of.release };
  if (of?.as !== 'self') return undefined;
  const through = releaseThrough(of.release, value.name);
  if (through.length > 0) return { as: 'self', release: through };
  if (of.release.includes(value.name)) return { as: 'self', release: [calling], bound: true };
  return held.isMethod(value) ? { as: 'captured' } : undefined;
}

/** Texts in a list are copied: `args := []string{"-C", dir}` says where a directory is, and has not taken it. */
function heldInComposite(value: Value & { kind: 'composite' }, held: Held): HeldPart | undefined {
  if (value.type.kind === 'slice' && value.type.element.kind === 'basic' && value.type.element.name === 'string')
    return undefined;
  for (const [position, part] of value.parts.entries()) {
    const inner = heldIn(part.value, held);
    if (inner?.as === 'self') {
      const wrap = { type: value.type, field: part.name === '' ? position : part.name };
      return { as: 'wrapped', release: inner.release, wrap };
    }
    if (inner) return { as: 'captured' };
  }
  return undefined;
}

function captures(form: FunctionForm, held: Held): boolean {
  const mentioned = mentionedIn(form);
  return held.variables().some((variable) => mentioned.has(variable));
}

/** `cleanup := func() { h.Close() }` */
function holdsLiteral(variable: Variable, held: Held): boolean {
  const literal = literalIn(variable);
  return literal !== undefined && captures(literal, held);
}
