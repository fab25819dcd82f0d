import { isLast } from '../calls-that-end.js';
import { partsOf, type Value, type Variable } from '../form.js';
import { typeOfSyntax } from '../go-type.js';
import { child, childrenOf, type Syntax } from '../syntax.js';
import type { FormBuilder } from './form-builder.js';
import { lowerFor, lowerIf, lowerSelect, lowerSwitch } from './lower-control.js';
import { isReceive, lowerCall, lowerExpression, lowerReceive, prepareCall } from './lower-expression.js';

export function lowerBlock(builder: FormBuilder, block: Syntax): void {
  builder.inScope(() => lowerStatements(builder, block));
}

export function lowerStatements(builder: FormBuilder, parent: Syntax): void {
  for (const node of parent.children) {
    if (node.kind === 'statement_list') lowerStatements(builder, node);
    else lowerStatement(builder, node);
  }
}

export function lowerStatement(builder: FormBuilder, node: Syntax): void {
  switch (node.kind) {
    case 'block':
      return lowerBlock(builder, node);
    case 'if_statement':
      return lowerIf(builder, node);
    case 'for_statement':
      return lowerFor(builder, node);
    case 'expression_switch_statement':
    case 'type_switch_statement':
      return lowerSwitch(builder, node);
    case 'select_statement':
      return lowerSelect(builder, node);
    case 'labeled_statement':
      return lowerLabelled(builder, node);
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return lowerJump(builder, node);
    case 'return_statement':
      return lowerReturn(builder, node);
    default:
      return lowerSimple(builder, node);
  }
}

/** Statements that do not branch. */
export function lowerSimple(builder: FormBuilder, node: Syntax): void {
  switch (node.kind) {
    case 'expression_statement':
      return lowerExpressionStatement(builder, node);
    case 'short_var_declaration':
    case 'assignment_statement':
      return lowerAssignment(builder, node);
    case 'var_declaration':
      for (const each of specifications(node)) lowerVariables(builder, each);
      return;
    case 'defer_statement':
    case 'go_statement':
      return lowerLater(builder, node);
    case 'send_statement':
      return lowerSend(builder, node);
    case 'inc_statement':
    case 'dec_statement':
      return lowerUpdate(builder, node, node.children[0], []);
    case 'const_declaration':
      return lowerConstants(builder, node);
    case 'type_declaration':
      for (const each of node.children) builder.hideType(builder.text(child(each, 'name')));
  }
}

function lowerSend(builder: FormBuilder, node: Syntax): void {
  builder.emit({ op: 'send', ...prepareSend(builder, node), place: builder.place(node) });
}

export function prepareSend(builder: FormBuilder, node: Syntax): { channel: Value; value: Value } {
  const lower = (part: Syntax | undefined): Value =>
    part ? lowerExpression(builder, part) : { kind: 'mixed', of: [] };
  return { channel: lower(child(node, 'channel')), value: lower(child(node, 'value')) };
}

/** Sets targets to what was computed; `:=` declares those that the scope does not have. */
export function assign(
  builder: FormBuilder,
  targets: readonly Syntax[],
  values: readonly Value[],
  declares: boolean,
  at: Syntax,
): void {
  const lowered = targets.map((target, index) => lowerTarget(builder, target, declares, values[index]));
  for (const [index, value] of apart(builder, lowered, values, at).entries()) {
    const target = lowered[index];
    if (target) builder.emit({ op: 'assign', target, value, place: builder.place(at) });
  }
}

/** `a, b = b, a`: nothing is set before everything is read, so what an earlier target sets is kept aside first. */
function apart(
  builder: FormBuilder,
  targets: readonly Value[],
  values: readonly Value[],
  at: Syntax,
): readonly Value[] {
  const mentions = (value: Value, variable: Variable) =>
    partsOf(value).some((part) => part.kind === 'variable' && part.variable === variable);
  const isMixed = values.some((value, index) =>
    targets.slice(0, index).some((each) => each.kind === 'variable' && mentions(value, each.variable)),
  );
  if (!isMixed) return values;
  return values.map((value): Value => {
    const variable = builder.temporary({ from: 'value', value });
    const target: Value = { kind: 'variable', variable };
    builder.emit({ op: 'assign', target, value, place: builder.place(at) });
    return target;
  });
}

/** One value for each of `count` names or places, from as many expressions or from one that gives them all. */
export function lowerValues(builder: FormBuilder, sources: readonly Syntax[], count: number): Value[] {
  const [only] = sources;
  return sources.length === 1 && only && count > 1
    ? lowerSeveral(builder, only, count)
    : sources.map((each) => lowerExpression(builder, each));
}

/** `count` values from one call, receive or other expression that gives several. */
function lowerSeveral(builder: FormBuilder, node: Syntax, count: number): Value[] {
  const asValues = (variables: Variable[]): Value[] => variables.map((variable) => ({ kind: 'variable', variable }));
  if (node.kind === 'call_expression') return asValues(lowerCall(builder, node, count));
  if (isReceive(builder, node)) return asValues(lowerReceive(builder, node, count));
  return [
    lowerExpression(builder, node),
    ...Array.from({ length: count - 1 }, (): Value => ({ kind: 'mixed', of: [] })),
  ];
}

function lowerTarget(builder: FormBuilder, node: Syntax, declares: boolean, value: Value | undefined): Value {
  const name = builder.text(node);
  if (name === '_') return { kind: 'blank' };
  if (!declares || node.kind !== 'identifier') return lowerExpression(builder, node);
  const known = builder.declaredHere(name);
  const variable = known ?? builder.declare(name, 'local', value ? { origin: { from: 'value', value } } : {});
  return { kind: 'variable', variable };
}

function lowerAssignment(builder: FormBuilder, node: Syntax): void {
  const targets = child(node, 'left')?.children ?? [];
  const sources = child(node, 'right')?.children ?? [];
  const operator = builder.text(child(node, 'operator'));
  if (operator !== '' && operator !== '=') {
    return lowerUpdate(builder, node, targets[0], sources);
  }
  const values = lowerValues(builder, sources, targets.length);
  assign(builder, targets, values, node.kind === 'short_var_declaration', node);
}

/** `x += y` and `x++`: made of both and neither of them. */
function lowerUpdate(
  builder: FormBuilder,
  node: Syntax,
  changed: Syntax | undefined,
  sources: readonly Syntax[],
): void {
  if (!changed) return;
  const target = lowerExpression(builder, changed);
  const value: Value = { kind: 'mixed', of: [target, ...sources.map((each) => lowerExpression(builder, each))] };
  builder.emit({ op: 'assign', target, value, place: builder.place(node) });
}

/** Constants of a function hide names of the package; nothing runs. */
function lowerConstants(builder: FormBuilder, node: Syntax): void {
  for (const spec of node.children) {
    const values = child(spec, 'value')?.children ?? [];
    childrenOf(spec, 'name').forEach((name, index) => {
      const value = values[index];
      const origin = value ? { origin: { from: 'value' as const, value: lowerExpression(builder, value) } } : {};
      if (name.kind === 'identifier') builder.declare(builder.text(name), 'local', origin);
    });
  }
}

function lowerVariables(builder: FormBuilder, spec: Syntax): void {
  const names = childrenOf(spec, 'name').filter(
    (each) => each.kind === 'identifier' || each.kind === 'blank_identifier',
  );
  const type = child(spec, 'type');
  const values = lowerValues(builder, child(spec, 'value')?.children ?? [], names.length);
  names.forEach((name, index) => {
    const value = values[index];
    const declared = type ? { type: typeOfSyntax(type, builder.types) } : {};
    const variable = builder.declare(builder.text(name), 'local', {
      ...declared,
      ...(value ? { origin: { from: 'value', value } } : {}),
    });
    const target: Value = builder.text(name) === '_' ? { kind: 'blank' } : { kind: 'variable', variable };
    builder.emit({ op: 'assign', target, value: value ?? { kind: 'constant', text: '' }, place: builder.place(spec) });
  });
}

function lowerExpressionStatement(builder: FormBuilder, node: Syntax): void {
  const [expression] = node.children;
  if (!expression) return;
  if (expression.kind === 'call_expression') {
    lowerCall(builder, expression, 0);
    const last = builder.block.operations.at(-1);
    if (last && isLast(last)) builder.stop();
  } else if (isReceive(builder, expression)) lowerReceive(builder, expression, 0);
  else lowerExpression(builder, expression);
}

function lowerLater(builder: FormBuilder, node: Syntax): void {
  const [call] = node.children;
  if (call?.kind !== 'call_expression') return;
  const when = node.kind === 'defer_statement' ? 'deferred' : 'spawned';
  builder.emit({ op: 'call', call: prepareCall(builder, call), results: [], when, place: builder.place(node) });
}

function lowerReturn(builder: FormBuilder, node: Syntax): void {
  const sources = node.children[0]?.kind === 'expression_list' ? node.children[0].children : node.children;
  const { form } = builder;
  const given = lowerValues(builder, sources, form.type.results.length);
  const values = sources.length > 0 ? given : form.results.map((variable): Value => ({ kind: 'variable', variable }));
  builder.emit({ op: 'return', values, implicit: false, place: builder.place(node) });
  builder.stop();
}

function lowerLabelled(builder: FormBuilder, node: Syntax): void {
  const name = builder.text(child(node, 'label'));
  const start = builder.labelled(name);
  builder.goTo(start);
  builder.block = start;
  builder.label = name;
  for (const each of node.children) if (each.field !== 'label') lowerStatement(builder, each);
  builder.label = '';
}

function lowerJump(builder: FormBuilder, node: Syntax): void {
  const label = builder.text(node.children[0]);
  const kind = node.kind === 'break_statement' ? 'break' : 'continue';
  const target = node.kind === 'goto_statement' ? builder.labelled(label) : builder.jumpTarget(kind, label);
  if (target) builder.goTo(target);
  builder.stop();
}

function specifications(node: Syntax): Syntax[] {
  return node.children
    .flatMap((each) => (each.kind === 'var_spec_list' ? each.children : [each]))
    .filter((each) => each.kind === 'var_spec');
}
