import type { Declaration } from './declaration.js';
import { declarationsOf, importedDeclarations } from './declarations-of.js';
import type { Call, FunctionForm, Value } from './form.js';
import type { Program } from './program.js';
import { convertedTo, isBuiltin, memberOf, typeOf, typeScopeOf } from './type-of.js';

/** What a call runs, as far as it can be told. */
export type CallTarget =
  | { kind: 'builtin'; name: string }
  | { kind: 'function'; home: string; name: string; declaration?: Declaration }
  /** `type`: the named type that declares the method; `''` when only the name is known. */
  | {
      kind: 'method';
      home: string;
      type: string;
      name: string;
      receiver: Value;
      declaration?: Declaration;
      dynamic: boolean;
    }
  | { kind: 'literal'; form: FunctionForm }
  /** A conversion to a named type is written like a call. */
  | { kind: 'conversion' }
  | { kind: 'unknown' };

export function targetOf(program: Program, call: Call): CallTarget {
  return program.onceFor(call, 'target', () => findTarget(program, call));
}

function findTarget(program: Program, call: Call): CallTarget {
  if (convertedTo(program, call.callee)) return { kind: 'conversion' };
  const callee = withoutTypeArguments(call.callee);
  switch (callee.kind) {
    case 'literal':
      return { kind: 'literal', form: callee.form };
    case 'name':
      if (isBuiltin(callee.name)) return { kind: 'builtin', name: callee.name };
      return ofDeclarations(program, declarationsOf(program, callee.name, callee.file)) ?? { kind: 'unknown' };
    case 'imported':
      return (
        ofDeclarations(program, importedDeclarations(program, callee.path, callee.name)) ?? {
          kind: 'function',
          home: callee.path,
          name: callee.name,
        }
      );
    case 'member':
      return ofMember(program, callee);
    case 'variable':
      return ofVariable(callee);
    default:
      return { kind: 'unknown' };
  }
}

/** `f[int](x)` reads like an element of f. */
function withoutTypeArguments(callee: Value): Value {
  return callee.kind === 'element' && (callee.of.kind === 'name' || callee.of.kind === 'imported') ? callee.of : callee;
}

function ofDeclarations(program: Program, declarations: readonly Declaration[]): CallTarget | undefined {
  const [first] = declarations;
  if (!first) return undefined;
  if (first.kind !== 'function') return { kind: 'unknown' };
  return { kind: 'function', home: typeScopeOf(program, first.file).home, name: first.name, declaration: first };
}

function ofMember(program: Program, callee: Value & { kind: 'member' }): CallTarget {
  // `(*T).Close(h)`: the receiver is an argument.
  if (convertedTo(program, callee.of)) return { kind: 'unknown' };
  const member = memberOf(program, typeOf(program, callee.of), callee.name);
  if (member?.kind === 'field') return { kind: 'unknown' };
  return {
    kind: 'method',
    home: member?.of?.home ?? '',
    type: member?.of?.name ?? '',
    name: callee.name,
    receiver: callee.of,
    dynamic: member ? member.dynamic === true : true,
    ...(member?.declaration ? { declaration: member.declaration } : {}),
  };
}

/** `cleanup := func() { … }; cleanup()`: a variable that was set to a literal once is that literal. */
function ofVariable(callee: Value & { kind: 'variable' }): CallTarget {
  const { origin } = callee.variable;
  return origin?.from === 'value' && origin.value.kind === 'literal'
    ? { kind: 'literal', form: origin.value.form }
    : { kind: 'unknown' };
}
