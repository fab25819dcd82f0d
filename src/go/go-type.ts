import type { GoFile } from './go-file.js';
import { child, childOfKind, childrenOf, type Syntax } from './syntax.js';

/** Types as far as they can be told from declarations. What cannot be told is `unknown`, which matches nothing. */
export type GoType =
  | { kind: 'unknown' }
  | { kind: 'basic'; name: string }
  /** `home`: see `homeOf` in program.ts; `''` for the universe (`error`, `any`). */
  | { kind: 'named'; home: string; name: string }
  | { kind: 'pointer' | 'slice' | 'array' | 'variadic'; element: GoType }
  | { kind: 'map'; key: GoType; element: GoType }
  | { kind: 'channel'; element: GoType; direction: 'both' | 'send' | 'receive' }
  | { kind: 'function'; parameters: GoType[]; results: GoType[] }
  | { kind: 'struct'; fields: Field[] }
  | { kind: 'interface'; methods: Map<string, GoType>; embedded: GoType[] }
  /** A type parameter or a set of types: nothing is known of its values. */
  | { kind: 'tuple'; elements: GoType[] };

export interface Field {
  name: string;
  type: GoType;
  embedded: boolean;
}

export const unknown: GoType = { kind: 'unknown' };

const basics = new Set(
  'bool byte complex64 complex128 float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr'.split(
    ' ',
  ),
);

/** https://go.dev/ref/spec#Predeclared_identifiers */
export function universeType(name: string): GoType | undefined {
  if (basics.has(name)) return { kind: 'basic', name };
  return name === 'error' || name === 'any' ? { kind: 'named', home: '', name } : undefined;
}

/** Where names of types in a file come from. */
export interface TypeScope {
  file: GoFile;
  /** The home of the file's own package. */
  home: string;
  /** Type parameters and types declared in the function. */
  hidden?: ReadonlySet<string>;
}

/** The type that a piece of syntax denotes. */
export function typeOfSyntax(node: Syntax | undefined, scope: TypeScope): GoType {
  if (!node) return unknown;
  const text = () => scope.file.text.slice(node.start, node.end);
  const inner = (field: string) => typeOfSyntax(child(node, field), scope);
  switch (node.kind) {
    case 'type_identifier':
    case 'identifier':
      return namedType(text(), scope);
    case 'qualified_type':
    case 'selector_expression':
      return qualifiedType(text(), scope);
    case 'pointer_type':
      return { kind: 'pointer', element: typeOfSyntax(node.children[0], scope) };
    case 'parenthesized_type':
      return typeOfSyntax(node.children[0], scope);
    case 'generic_type':
      return inner('type');
    case 'slice_type':
      return { kind: 'slice', element: inner('element') };
    case 'array_type':
    case 'implicit_length_array_type':
      return { kind: 'array', element: inner('element') };
    case 'map_type':
      return { kind: 'map', key: inner('key'), element: inner('value') };
    case 'channel_type':
      return { kind: 'channel', element: inner('value'), direction: directionOf(node) };
    case 'function_type':
      return signatureType(node, scope);
    case 'struct_type':
      return { kind: 'struct', fields: fieldsOf(node, scope) };
    case 'interface_type':
      return interfaceType(node, scope);
    default:
      return unknown;
  }
}

/** The type of a function, method or function literal from its `parameters` and `result`. */
export function signatureType(node: Syntax, scope: TypeScope): GoType & { kind: 'function' } {
  const result = child(node, 'result');
  const results =
    result?.kind === 'parameter_list'
      ? parametersOf(result, scope).map((each) => each.type)
      : result
        ? [typeOfSyntax(result, scope)]
        : [];
  const list = child(node, 'parameters');
  return { kind: 'function', parameters: list ? parametersOf(list, scope).map((each) => each.type) : [], results };
}

/** Parameters with their names, one for each name; `''` for an unnamed one. */
export function parametersOf(list: Syntax, scope: TypeScope): { name: string; type: GoType; syntax: Syntax }[] {
  return list.children.flatMap((declaration) => {
    const plain = typeOfSyntax(child(declaration, 'type'), scope);
    const type: GoType =
      declaration.kind === 'variadic_parameter_declaration' ? { kind: 'variadic', element: plain } : plain;
    const names = childrenOf(declaration, 'name').filter(
      (each) => each.kind === 'identifier' || each.kind === 'blank_identifier',
    );
    if (names.length === 0) return [{ name: '', type, syntax: declaration }];
    return names.map((name) => ({ name: scope.file.text.slice(name.start, name.end), type, syntax: name }));
  });
}

function namedType(name: string, scope: TypeScope): GoType {
  if (scope.hidden?.has(name)) return unknown;
  return universeType(name) ?? { kind: 'named', home: scope.home, name };
}

function qualifiedType(text: string, scope: TypeScope): GoType {
  const [qualifier = '', name = ''] = text.split('.');
  const home = scope.file.importPathOf(qualifier);
  return home === undefined ? unknown : { kind: 'named', home, name };
}

function directionOf(node: Syntax): 'both' | 'send' | 'receive' {
  const arrow = node.children.findIndex((each) => each.kind === '<-');
  if (arrow < 0) return 'both';
  return arrow === 0 ? 'receive' : 'send';
}

function fieldsOf(node: Syntax, scope: TypeScope): Field[] {
  const list = node.children.find((each) => each.kind === 'field_declaration_list');
  return (list?.children ?? []).flatMap((declaration): Field[] => {
    const plain = typeOfSyntax(child(declaration, 'type'), scope);
    const names = childrenOf(declaration, 'name').filter((each) => each.kind === 'field_identifier');
    if (names.length > 0)
      return names.map((name) => ({ name: scope.file.text.slice(name.start, name.end), type: plain, embedded: false }));
    const pointed = scope.file.text[declaration.start] === '*';
    if (plain.kind !== 'named') return [];
    return [{ name: plain.name, type: pointed ? { kind: 'pointer', element: plain } : plain, embedded: true }];
  });
}

function interfaceType(node: Syntax, scope: TypeScope): GoType {
  const methods = new Map<string, GoType>();
  const embedded: GoType[] = [];
  for (const each of node.children) {
    const name = child(each, 'name');
    if (each.kind === 'method_elem' && name)
      methods.set(scope.file.text.slice(name.start, name.end), signatureType(each, scope));
    else if (each.kind === 'type_elem' && each.children.length === 1)
      embedded.push(typeOfSyntax(each.children[0], scope));
  }
  return { kind: 'interface', methods, embedded };
}

export function embeddedIn(shape: GoType): GoType[] {
  if (shape.kind === 'interface') return shape.embedded;
  return shape.kind === 'struct' ? shape.fields.filter((each) => each.embedded).map((each) => each.type) : [];
}

/** Names that stand for type parameters in a declaration, its receiver's included: nothing is known of their types. */
export function typeParametersOf(node: Syntax, file: GoFile): Set<string> {
  const text = (each: Syntax) => file.text.slice(each.start, each.end);
  const own = child(node, 'type_parameters')?.children.flatMap((each) => childrenOf(each, 'name')) ?? [];
  const receiver = child(node, 'receiver')?.children[0];
  const type = receiver && child(receiver, 'type');
  const generic = type?.kind === 'pointer_type' ? childOfKind(type, 'generic_type') : type;
  const list = generic && child(generic, 'type_arguments');
  return new Set([...own, ...(list?.children ?? [])].map(text));
}
