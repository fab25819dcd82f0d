import type { Value, Variable } from '../form.js';
import { homeOf } from '../go-package.js';
import type { Program } from '../program.js';
import { memberOf, typeOf } from '../type-of.js';

/** Which channel an expression denotes. Two expressions with the same key denote the same channel, or the same field of values of one type. */
export interface Channel {
  key: string;
  /** As it is written, for people. */
  name: string;
  kind: 'variable' | 'field' | 'package variable';
  /** Of a `variable`: captured by literals it is still the same one. */
  variable?: Variable;
  /** Of a `field`: the type that has it, and the field's name. */
  home?: string;
  type?: string;
  field?: string;
}

const numbers = new WeakMap<Variable, number>();
let count = 0;

/** Undefined for what cannot be told apart: elements of maps and slices, results of calls. */
export function channelOf(program: Program, value: Value): Channel | undefined {
  switch (value.kind) {
    case 'variable':
      return ofVariable(program, value.variable);
    case 'converted':
      return channelOf(program, value.of);
    case 'member':
      return ofField(program, value);
    case 'name': {
      const home = homeOf(program.packageOf(value.file));
      return { key: `${home}.${value.name}`, name: value.name, kind: 'package variable', home };
    }
    case 'imported':
      return { key: `${value.path}.${value.name}`, name: value.name, kind: 'package variable', home: value.path };
    default:
      return undefined;
  }
}

/** `stop := s.stop` is the field: a local variable that was set once from a field is a name for it. */
function ofVariable(program: Program, variable: Variable): Channel | undefined {
  if (variable.kind === 'temporary' && variable.origin?.from === 'value')
    return channelOf(program, variable.origin.value);
  const origin = variable.origin?.from === 'value' ? variable.origin.value : undefined;
  if (variable.kind === 'local' && origin?.kind === 'member') return ofField(program, origin) ?? local(variable);
  return local(variable);
}

function local(variable: Variable): Channel {
  const number = numbers.get(variable) ?? ++count;
  numbers.set(variable, number);
  return { key: `variable ${number}`, name: variable.name, kind: 'variable', variable };
}

function ofField(program: Program, value: Value & { kind: 'member' }): Channel | undefined {
  const holder = typeOf(program, value.of);
  const named = holder.kind === 'pointer' ? holder.element : holder;
  if (named.kind !== 'named') return undefined;
  const member = memberOf(program, named, value.name);
  if (member?.kind === 'method') return undefined;
  const name = `${written(value.of)}.${value.name}`;
  return {
    key: `${named.home}.${named.name}.${value.name}`,
    name,
    kind: 'field',
    home: named.home,
    type: named.name,
    field: value.name,
  };
}

function written(value: Value): string {
  if (value.kind === 'variable') return value.variable.name;
  if (value.kind === 'name') return value.name;
  if (value.kind === 'member') return `${written(value.of)}.${value.name}`;
  return 'of' in value && !Array.isArray(value.of) ? written(value.of) : '';
}
