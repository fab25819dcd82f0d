import type { Declaration } from '../declaration.js';
import type { FunctionForm, Value } from '../form.js';
import { parametersOf, signatureType, typeParametersOf } from '../go-type.js';
import { child, childrenOf, type Syntax } from '../syntax.js';
import { FormBuilder, type LocalTypes } from './form-builder.js';
import { lowerStatements, lowerValues } from './lower-statement.js';

/** Longer names help nobody to find the place. */
const titleCharactersMax = 80;

/** Lowers a function, a method or the initial values of a variable. `syntax` is the declaration with its body. */
export function lowerDeclaration(declaration: Declaration, syntax: Syntax, home: string): FunctionForm {
  const types: LocalTypes = { file: declaration.file, home, hidden: typeParametersOf(syntax, declaration.file) };
  const form = emptyForm(declaration.file, printedName(declaration, syntax), declarationName(declaration));
  const builder = new FormBuilder(form, types);
  form.place = { path: declaration.file.path, line: declaration.line, endLine: declaration.endLine };
  if (declaration.kind === 'variable') lowerInitialValues(builder, syntax);
  else lowerBody(builder, syntax);
  return form;
}

/** A function literal inside `outer`; what it uses of the functions around it stays the same variable. */
export function lowerLiteral(outer: FormBuilder, node: Syntax): FunctionForm {
  const name = `${outer.form.name}.func${outer.form.literals.length + 1}`;
  const form = emptyForm(outer.types.file, name, outer.form.declaration);
  form.outer = outer.form;
  outer.form.literals.push(form);
  const builder = new FormBuilder(form, outer.types, outer);
  form.place = builder.wholePlace(node);
  lowerBody(builder, node);
  return form;
}

function emptyForm(file: FunctionForm['file'], name: string, declaration: string): FunctionForm {
  const place = { path: file.path, line: 1, endLine: 1 };
  return {
    name,
    declaration,
    file,
    place,
    parameters: [],
    results: [],
    type: { kind: 'function', parameters: [], results: [] },
    blocks: [],
    literals: [],
  };
}

function lowerBody(builder: FormBuilder, node: Syntax): void {
  const { form, types } = builder;
  const receiver = child(node, 'receiver');
  const first = receiver && parametersOf(receiver, types)[0];
  if (first) form.receiver = builder.declare(first.name, 'receiver', { type: first.type });
  const list = child(node, 'parameters');
  for (const each of list ? parametersOf(list, types) : [])
    form.parameters.push(builder.declare(each.name, 'parameter', { type: each.type }));
  const result = child(node, 'result');
  if (result?.kind === 'parameter_list') {
    for (const each of parametersOf(result, types)) {
      if (each.name !== '') form.results.push(builder.declare(each.name, 'result', { type: each.type }));
    }
  }
  form.type = signatureType(node, types);
  const body = child(node, 'body');
  if (!body) return;
  // Parameters and results stand in the block of the body: https://go.dev/ref/spec#Short_variable_declarations
  lowerStatements(builder, body);
  const end = {
    path: types.file.path,
    line: types.file.lines.lineOf(body.end - 1),
    endLine: types.file.lines.lineOf(body.end - 1),
  };
  const values = form.results.map((variable) => ({ kind: 'variable' as const, variable }));
  builder.emit({ op: 'return', values, implicit: true, place: end });
}

function lowerInitialValues(builder: FormBuilder, spec: Syntax): void {
  const sources = child(spec, 'value')?.children ?? [];
  if (builder.form.name === '_' && sources[0])
    builder.form.name = builder.form.declaration = calledName(builder, sources[0]);
  const names = childrenOf(spec, 'name').filter((each) => each.kind.endsWith('identifier'));
  const values = lowerValues(builder, sources, names.length);
  names.forEach((each, index) => {
    const [name, value] = [builder.text(each), values[index]];
    const target: Value = name === '_' ? { kind: 'blank' } : builder.name(name);
    if (value) builder.emit({ op: 'assign', target, value, place: builder.place(each) });
  });
}

/** `var _ = Describe("the watcher", func() { … })` has no name but what it describes. */
function calledName(builder: FormBuilder, value: Syntax): string {
  const list = child(value, 'arguments');
  const title = list?.children.find((each) => each.kind.endsWith('string_literal'));
  const callee = builder.text(child(value, 'function'));
  return callee === '' ? '_' : `${callee}(${builder.text(title)})`.replace(/\s+/g, ' ').slice(0, titleCharactersMax);
}

function declarationName(declaration: Declaration): string {
  return declaration.receiver === undefined ? declaration.name : `${declaration.receiver}.${declaration.name}`;
}

/** https://pkg.go.dev/runtime#Func.Name prints methods so. */
function printedName(declaration: Declaration, syntax: Syntax): string {
  if (declaration.receiver === undefined) return declaration.name;
  const receiver = child(syntax, 'receiver')?.children[0];
  const pointer = receiver && child(receiver, 'type')?.kind === 'pointer_type';
  return `${pointer ? `(*${declaration.receiver})` : declaration.receiver}.${declaration.name}`;
}
