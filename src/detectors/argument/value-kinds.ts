import { isCallOf } from '../../go/called-by-name.js';
import { meetChainLimit } from '../../go/chain-limit.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { type Call, type FunctionForm, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { homeOf } from '../../go/go-package.js';
import type { GoType } from '../../go/go-type.js';
import type { Program } from '../../go/program.js';
import { convertedTo, typeOf } from '../../go/type-of.js';
import { valueText } from '../../go/value-text.js';
import type { Never } from './params.js';

/** Longer chains of variables than this are not followed. */
const depthMax = 5;

/** The forbidden value that an expression is, as it is written; undefined when it is none of them or nobody can tell. A field that is left out has no value. */
export function forbidden(program: Program, value: Value | undefined, never: Never): string | undefined {
  if (!value) return never.zero ? 'nothing' : undefined;
  const known = behind(program, value);
  const written = writtenValue(known);
  if (never.nil && known.kind === 'nil') return 'nil';
  if (never.zero && isZero(known)) return written;
  if (never.literal && known.kind === 'constant') return written;
  if (never.values?.some((each) => each === written || each === qualified(program, known))) return written;
  const call = callOf(known);
  if (call && never.results && isCallOf(program, call, never.results)) return `${call.text}()`;
  const type = typeNameOf(program, typeOf(program, value));
  return type !== undefined && never.types?.includes(type) ? valueText(value) || type : undefined;
}

/** `ctx := context.Background(); use(ctx)`: what a variable was set to, if it was set once and for all. */
function behind(program: Program, value: Value, depth = 0): Value {
  if (depth > depthMax) {
    meetChainLimit(value, `a value behind more than ${depthMax} variables`);
    return value;
  }
  if (value.kind === 'converted') return behind(program, value.of, depth + 1);
  const call = callOf(value);
  const [converted] = call && convertedTo(program, call.callee) ? call.arguments : [];
  if (converted) return behind(program, converted, depth + 1);
  if (value.kind !== 'variable') return value;
  const { variable } = value;
  if (variable.kind === 'temporary') return value;
  const set = setOnce(variable);
  return set ? behind(program, set, depth + 1) : value;
}

function setOnce(variable: Variable): Value | undefined {
  if (variable.kind !== 'local') return undefined;
  const sets = withLiterals(outermost(variable.owner))
    .flatMap(operationsOf)
    .filter((each) => each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable);
  const [only] = sets;
  return sets.length === 1 && only?.op === 'assign' ? only.value : undefined;
}

function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}

/** The call of which a value is the first result. */
function callOf(value: Value): Call | undefined {
  if (value.kind !== 'variable' || value.variable.kind !== 'temporary') return undefined;
  const { origin } = value.variable;
  return origin?.from === 'call' && origin.index === 0 ? origin.call : undefined;
}

function isZero(value: Value): boolean {
  if (value.kind === 'nil') return true;
  if (value.kind === 'composite') return value.parts.length === 0;
  return value.kind === 'constant' && /^(?:0|0\.0*|0x0+|0o0+|""|``|false)$/i.test(value.text);
}

function writtenValue(value: Value): string {
  if (value.kind === 'constant') return value.text;
  if (value.kind === 'composite') return `${value.type.kind === 'named' ? value.type.name : ''}{}`;
  return value.kind === 'nil' ? 'nil' : valueText(value);
}

/** `net/http.DefaultClient`; a name of the package itself has its import path too. */
function qualified(program: Program, value: Value): string {
  if (value.kind === 'imported') return `${value.path}.${value.name}`;
  return value.kind === 'name' ? `${homeOf(program.packageOf(value.file))}.${value.name}` : '';
}

export function typeNameOf(program: Program, type: GoType): string | undefined {
  if (type.kind === 'pointer') return typeNameOf(program, type.element);
  if (type.kind === 'basic') return type.name;
  if (type.kind !== 'named') return undefined;
  return type.home === '' ? type.name : `${type.home}.${type.name}`;
}

/** What stands for the argument in names and comments. */
export function shownValue(program: Program, value: Value | undefined): string {
  if (!value) return 'nothing';
  const call = callOf(value);
  return call && qualifiedCallee(program, call) !== '' ? `${call.text}()` : writtenValue(value);
}
