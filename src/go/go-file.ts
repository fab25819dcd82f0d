import type { GoParser } from './go-parser.js';
import { child, childOfKind, childrenOf, isBroken, LineTable, type Syntax } from './syntax.js';

export interface Import {
  /** The name that the file uses: an alias, `.`, `_`, or undefined when it is the imported package's own name. */
  alias?: string;
  path: string;
}

export interface Declaration {
  kind: 'function' | 'method' | 'type' | 'variable' | 'constant';
  name: string;
  /** Methods: the name of the receiver's type, without pointer and type arguments. */
  receiver?: string;
  /** The declaration as a whole (one specification of a group), without bodies. */
  syntax: Syntax;
  /** Lines of the file, 1-based, inclusive. */
  line: number;
  endLine: number;
  file: GoFile;
}

/** One file, read as far as its top-level declarations. The bodies of functions are parsed when they are asked for. */
export interface GoFile {
  path: string;
  text: string;
  lines: LineTable;
  packageName: string;
  isTest: boolean;
  /** `// Code generated … DO NOT EDIT.`, https://go.dev/s/generatedcode */
  isGenerated: boolean;
  imports: Import[];
  declarations: Declaration[];
  /** Lines of top-level regions that do not parse. */
  broken: { line: number; endLine: number }[];
}

export function readGoFile(parser: GoParser, path: string, text: string): GoFile {
  const root = parser.skeleton(text);
  const file: GoFile = {
    path,
    text,
    lines: new LineTable(text),
    packageName: '',
    isTest: path.endsWith('_test.go'),
    isGenerated: /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(text),
    imports: [],
    declarations: [],
    broken: [],
  };
  for (const node of root.children) enter(file, node);
  return file;
}

function enter(file: GoFile, node: Syntax): void {
  const slice = (part: Syntax | undefined) => (part ? file.text.slice(part.start, part.end) : '');
  switch (node.kind) {
    case 'package_clause':
      file.packageName = slice(node.children[0]);
      return;
    case 'import_declaration':
      for (const spec of specifications(node)) file.imports.push(importOf(spec, slice));
      return;
    case 'function_declaration':
      add(file, node, 'function', slice(child(node, 'name')));
      return;
    case 'method_declaration':
      add(file, node, 'method', slice(child(node, 'name')), receiverName(node, slice));
      return;
    case 'type_declaration':
      for (const spec of specifications(node)) add(file, spec, 'type', slice(child(spec, 'name')));
      return;
    case 'var_declaration':
    case 'const_declaration':
      enterValues(file, node, slice);
      return;
    default:
      if (isBroken(node)) file.broken.push({ line: file.lines.lineOf(node.start), endLine: file.lines.lineOf(node.end) });
  }
}

function enterValues(file: GoFile, node: Syntax, slice: (part: Syntax | undefined) => string): void {
  for (const spec of specifications(node)) {
    for (const name of childrenOf(spec, 'name')) {
      if (name.kind !== ',') add(file, spec, node.kind === 'var_declaration' ? 'variable' : 'constant', slice(name));
    }
  }
}

function add(file: GoFile, syntax: Syntax, kind: Declaration['kind'], name: string, receiver?: string): void {
  const line = file.lines.lineOf(syntax.start);
  const endLine = file.lines.lineOf(Math.max(syntax.start, syntax.end - 1));
  file.declarations.push({ kind, name, ...(receiver === undefined ? {} : { receiver }), syntax, line, endLine, file });
}

function specifications(node: Syntax): Syntax[] {
  return node.children.flatMap((each) =>
    each.kind.endsWith('_spec_list') ? each.children : each.kind.endsWith('_spec') || each.kind === 'type_alias' ? [each] : [],
  );
}

function importOf(spec: Syntax, slice: (part: Syntax | undefined) => string): Import {
  const alias = child(spec, 'name');
  const path = slice(child(spec, 'path')).slice(1, -1);
  return alias ? { alias: slice(alias), path } : { path };
}

/** `(r *Real[K])` is of `Real`. */
function receiverName(node: Syntax, slice: (part: Syntax | undefined) => string): string {
  const declaration = child(node, 'receiver')?.children[0];
  let type = declaration && child(declaration, 'type');
  while (type && type.kind !== 'type_identifier') {
    type = childOfKind(type, 'pointer_type', 'generic_type', 'parenthesized_type', 'type_identifier');
  }
  return slice(type);
}
