import { meetChainLimit } from './chain-limit.js';
import type { Declaration } from './declaration.js';
import { declarationsOf, importedDeclarations } from './declarations-of.js';
import type { Call, FunctionForm, Origin, Value, Variable } from './form.js';
import { beyondLimit } from './form-limit.js';
import type { GoFile } from './go-file.js';
import { homeOf } from './go-package.js';
import { LimitError } from './go-parser.js';
import {
  embeddedIn,
  type GoType,
  signatureType,
  type TypeScope,
  typeOfSyntax,
  typeParametersOf,
  universeType,
  unknown,
} from './go-type.js';
import { meetLimit } from './limits-met.js';
import { lowerDeclaration } from './lower/lower-function.js';
import type { Program } from './program.js';
import { child } from './syntax.js';

/** https://go.dev/ref/spec#Built-in_functions */
const builtins = new Set(
  'append cap clear close complex copy delete imag len make max min new panic print println real recover'.split(' '),
);

/** Deeper embedding, longer chains of origins and aliases than this are taken as unknown. */
const depthMax = 40;
/** Of the variables that an expression is made of, types are kept; not of those that they come from. */
const depthKeptMax = 3;

export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}

export function typeScopeOf(program: Program, file: GoFile): TypeScope {
  return { file, home: homeOf(program.packageOf(file)) };
}

/** The same for the types in one declaration. */
function scopeIn(program: Program, { file, syntax }: Declaration): TypeScope {
  return { ...typeScopeOf(program, file), hidden: typeParametersOf(syntax, file) };
}

/** The function, method or variable as a form; undefined when its code does not parse or is beyond a limit. Lowered once. */
export function formOf(program: Program, declaration: Declaration): FunctionForm | undefined {
  const { file, start, line, endLine } = declaration;
  return program.once(`form ${file.path}:${start}:${declaration.name}`, () => {
    const unread = unparsable(() => declaration.whole);
    const whole = unread === undefined ? declaration.whole : undefined;
    const form = whole && lowerDeclaration(declaration, whole, homeOf(program.packageOf(file)));
    declaration.forgetBodies();
    const reason = form ? beyondLimit(form) : unread;
    if (reason === undefined) return form;
    program.skip({ path: file.path, reason: `lines ${line} to ${endLine}: ${reason}`, lines: { line, endLine } });
    return undefined;
  });
}

function unparsable(read: () => unknown): string | undefined {
  try {
    return read() === undefined ? 'this declaration does not parse' : undefined;
  } catch (error) {
    if (error instanceof LimitError) return error.message;
    throw error;
  }
}

export function typeOf(program: Program, value: Value, depth = 0): GoType {
  if (depth > depthMax) return meetChainLimit(value, `a type behind more than ${depthMax} values`) ?? unknown;
  const inner = (of: Value) => typeOf(program, of, depth + 1);
  switch (value.kind) {
    case 'variable':
      return typeOfVariable(program, value.variable, depth + 1);
    case 'name':
      return typeOfDeclarations(
        program,
        isBuiltin(value.name) ? [] : declarationsOf(program, value.name, value.file),
        depth,
      );
    case 'imported':
      return typeOfDeclarations(program, importedDeclarations(program, value.path, value.name), depth);
    case 'member':
      return memberOf(program, inner(value.of), value.name)?.type ?? unknown;
    case 'element':
      return elementOf(program, inner(value.of));
    case 'pointer':
      return { kind: 'pointer', element: inner(value.of) };
    case 'pointee': {
      const pointed = inner(value.of);
      return pointed.kind === 'pointer' ? pointed.element : unknown;
    }
    case 'literal':
      return value.form.type;
    case 'composite':
    case 'converted':
      return value.type;
    default:
      return unknown;
  }
}

function typeOfVariable(program: Program, variable: Variable, depth: number): GoType {
  if (variable.type)
    return variable.type.kind === 'variadic' ? { kind: 'slice', element: variable.type.element } : variable.type;
  const { origin } = variable;
  if (!origin) return unknown;
  // What is found far down a chain of origins may be cut off by `depthMax`, and is no answer for whoever starts there.
  return depth > depthKeptMax
    ? typeOfOrigin(program, origin, depth)
    : program.onceFor(variable, 'type', () => typeOfOrigin(program, origin, depth));
}

function typeOfOrigin(program: Program, origin: Origin, depth: number): GoType {
  switch (origin.from) {
    case 'value':
      return typeOf(program, origin.value, depth);
    case 'call':
      return resultOf(program, origin.call, origin.index, depth);
    case 'receive': {
      const channel = underlying(program, typeOf(program, origin.channel, depth));
      return channel.kind === 'channel' ? channel.element : unknown;
    }
    case 'range': {
      const over = underlying(program, typeOf(program, origin.over, depth));
      if (over.kind === 'map') return origin.part === 'first' ? over.key : over.element;
      if (over.kind === 'channel') return over.element;
      if (over.kind !== 'slice' && over.kind !== 'array') return unknown;
      return origin.part === 'first' ? { kind: 'basic', name: 'int' } : over.element;
    }
  }
}

function resultOf(program: Program, call: Call, index: number, depth: number): GoType {
  if (call.callee.kind === 'name' && isBuiltin(call.callee.name)) {
    const [first] = call.arguments;
    if (call.callee.name === 'append' && first) return typeOf(program, first, depth + 1);
    if (first?.kind !== 'type') return unknown;
    return call.callee.name === 'new' ? { kind: 'pointer', element: first.type } : first.type;
  }
  const converted = convertedTo(program, call.callee);
  if (converted) return converted;
  const signature = underlying(program, typeOf(program, call.callee, depth + 1));
  return signature.kind === 'function' ? (signature.results[index] ?? unknown) : unknown;
}

/** The type that a conversion written like a call makes: `T(x)`, `p.T(x)`, `(*T)(x)`, `List[int](x)`. Undefined when it is a call. */
export function convertedTo(program: Program, callee: Value): GoType | undefined {
  if (callee.kind === 'pointee') {
    const element = convertedTo(program, callee.of);
    return element && { kind: 'pointer', element };
  }
  if (callee.kind === 'element') return convertedTo(program, callee.of);
  if (callee.kind !== 'name' && callee.kind !== 'imported') return undefined;
  const universe = callee.kind === 'name' ? universeType(callee.name) : undefined;
  if (universe) return universe;
  const [first] =
    callee.kind === 'imported'
      ? importedDeclarations(program, callee.path, callee.name)
      : isBuiltin(callee.name)
        ? []
        : declarationsOf(program, callee.name, callee.file);
  return first?.kind === 'type'
    ? { kind: 'named', home: typeScopeOf(program, first.file).home, name: first.name }
    : undefined;
}

function typeOfDeclarations(program: Program, declarations: readonly Declaration[], depth: number): GoType {
  const [first] = declarations;
  if (!first) return unknown;
  const scope = scopeIn(program, first);
  if (first.kind === 'function') return signatureOf(program, first);
  if (first.kind === 'type') return { kind: 'named', home: scope.home, name: first.name };
  if (first.kind !== 'variable') return unknown;
  const declared = child(first.syntax, 'type');
  return declared ? typeOfSyntax(declared, scope) : typeOfInitialValue(program, first, depth);
}

/** The type of a function or method of a package. */
export function signatureOf(program: Program, declaration: Declaration): GoType & { kind: 'function' } {
  return program.onceFor(declaration, 'signature', () =>
    signatureType(declaration.syntax, scopeIn(program, declaration)),
  );
}

function typeOfInitialValue(program: Program, declaration: Declaration, depth: number): GoType {
  const set = formOf(program, declaration)
    ?.blocks.flatMap((block) => block.operations)
    .find((each) => each.op === 'assign' && each.target.kind === 'name' && each.target.name === declaration.name);
  return set?.op === 'assign' ? typeOf(program, set.value, depth + 1) : unknown;
}

/** The declaration of a named type. */
export function typeDeclaration(program: Program, type: GoType & { kind: 'named' }): Declaration | undefined {
  if (type.home === '') return undefined;
  const home = program.packageAt(type.home);
  return home?.declarations(type.name, { tests: true }).find((each) => each.kind === 'type');
}

/** The type literal behind names and aliases. https://go.dev/ref/spec#Underlying_types */
export function underlying(program: Program, type: GoType, depth = 0): GoType {
  if (type.kind !== 'named') return type;
  if (depth > depthMax) return tooDeep(program, type, type);
  const declaration = typeDeclaration(program, type);
  return declaration ? underlying(program, typeOfName(program, declaration), depth + 1) : unknown;
}

/** What stands behind the name in the declaration of a type. */
function typeOfName(program: Program, declaration: Declaration): GoType {
  return program.onceFor(declaration, 'type', () =>
    typeOfSyntax(child(declaration.syntax, 'type'), scopeIn(program, declaration)),
  );
}

function tooDeep(program: Program, type: GoType, otherwise: GoType): GoType {
  const found = type.kind === 'named' ? typeDeclaration(program, type) : undefined;
  if (found) meetLimit({ file: found.file, declaration: found.name }, `more than ${depthMax} types behind one another`);
  return otherwise;
}

/** The type that has the methods: without pointers, and the original of an alias. */
function bare(program: Program, type: GoType, depth = 0): GoType {
  if (depth > depthMax) return tooDeep(program, type, unknown);
  if (type.kind === 'pointer') return bare(program, type.element, depth + 1);
  const declaration = type.kind === 'named' ? typeDeclaration(program, type) : undefined;
  return declaration?.syntax.kind === 'type_alias' ? bare(program, typeOfName(program, declaration), depth + 1) : type;
}

export interface Member {
  kind: 'field' | 'method';
  type: GoType;
  /** Methods: the named type that has it. */
  of?: GoType & { kind: 'named' };
  /** Methods with code that is known. */
  declaration?: Declaration;
  /** True for a method of an interface: which code runs is not told by the type. */
  dynamic?: boolean;
}

/** A field or method of a type, those of embedded types included, the least deep first. https://go.dev/ref/spec#Selectors */
export function memberOf(program: Program, type: GoType, name: string): Member | undefined {
  const holder = type.kind === 'pointer' ? type.element : type;
  if (holder.kind !== 'named') return findMember(program, type, name);
  return program.once(`member ${name} ${holder.home} ${holder.name}`, () => findMember(program, holder, name));
}

function findMember(program: Program, type: GoType, name: string): Member | undefined {
  const seen = new Set<string>();
  let level = [type];
  for (let depth = 0; depth <= depthMax && level.length > 0; depth++) {
    const types = level.map((each) => bare(program, each)).filter((each) => isFirst(each, seen));
    for (const each of types) {
      const found = ownMember(program, each, name);
      if (found) return found;
    }
    level = types.flatMap((each) => embeddedIn(underlying(program, each)));
  }
  for (const each of level) if (isFirst(each, seen)) tooDeep(program, each, unknown);
  return undefined;
}

function isFirst(type: GoType, seen: Set<string>): boolean {
  if (type.kind !== 'named') return true;
  const name = `${type.home}.${type.name}`;
  return !seen.has(name) && seen.add(name) !== undefined;
}

function ownMember(program: Program, type: GoType, name: string): Member | undefined {
  const method = type.kind === 'named' ? methodOf(program, type, name) : undefined;
  if (method) return method;
  const shape = underlying(program, type);
  if (shape.kind === 'interface') {
    const own = shape.methods.get(name);
    return own && { kind: 'method', type: own, dynamic: true, ...(type.kind === 'named' ? { of: type } : {}) };
  }
  const field = shape.kind === 'struct' ? shape.fields.find((each) => each.name === name) : undefined;
  return field && { kind: 'field', type: field.type };
}

function methodOf(program: Program, type: GoType & { kind: 'named' }, name: string): Member | undefined {
  if (type.home === '') return undefined;
  const declaration = program.packageAt(type.home)?.method(type.name, name, { tests: true });
  if (!declaration) return undefined;
  return {
    kind: 'method',
    type: signatureOf(program, declaration),
    of: type,
    declaration,
  };
}

function elementOf(program: Program, type: GoType): GoType {
  if (type.kind === 'function') return type;
  const shape = underlying(program, type.kind === 'pointer' ? type.element : type);
  return shape.kind === 'map' || shape.kind === 'slice' || shape.kind === 'array' ? shape.element : unknown;
}
