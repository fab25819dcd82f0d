import type { Call, Value, Variable } from '../form.js';
import { typeOfSyntax } from '../go-type.js';
import { child, childOfKind, type Syntax } from '../syntax.js';
import type { FormBuilder } from './form-builder.js';
import { lowerLiteral } from './lower-function.js';

/** The value of an expression; calls and receives in it become operations of the current block, in the order in which Go runs them. */
export function lowerExpression(builder: FormBuilder, node: Syntax): Value {
  switch (node.kind) {
    case 'identifier':
      return lowerIdentifier(builder, node);
    case 'blank_identifier':
      return { kind: 'blank' };
    case 'parenthesized_expression':
      return lowerFirst(builder, node);
    case 'selector_expression':
      return lowerSelector(builder, node);
    case 'call_expression':
      return { kind: 'variable', variable: lowerCall(builder, node, 1)[0] ?? builder.temporary() };
    case 'unary_expression':
      return lowerUnary(builder, node);
    case 'func_literal':
      return { kind: 'literal', form: lowerLiteral(builder, node) };
    case 'composite_literal':
      return lowerComposite(builder, node);
    case 'index_expression':
      return lowerIndex(builder, node);
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return {
        kind: 'converted',
        of: lowerOperand(builder, node),
        type: typeOfSyntax(child(node, 'type'), builder.types),
      };
    case 'type_instantiation_expression':
      return lowerFirst(builder, node);
    case 'nil':
      return { kind: 'nil' };
    case 'binary_expression':
    case 'slice_expression':
      return {
        kind: 'mixed',
        of: lowerAll(
          builder,
          node.children.filter((each) => each.field !== 'operator'),
        ),
      };
    default:
      return node.kind.endsWith('_literal') || ['true', 'false', 'iota'].includes(node.kind)
        ? { kind: 'constant', text: builder.text(node) }
        : { kind: 'mixed', of: lowerAll(builder, node.children) };
  }
}

export function lowerAll(builder: FormBuilder, nodes: readonly Syntax[]): Value[] {
  return nodes.filter((each) => each.kind !== 'MISSING').map((each) => lowerExpression(builder, each));
}

/** The call, with as many results as the place where it stands takes. */
export function lowerCall(builder: FormBuilder, node: Syntax, resultCount: number): Variable[] {
  const call = prepareCall(builder, node);
  const results = Array.from({ length: resultCount }, (_, index) => builder.temporary({ from: 'call', call, index }));
  builder.emit({ op: 'call', call, results, when: 'now', place: builder.place(node) });
  return results;
}

/** Callee and arguments, which are evaluated at once even if the call itself is deferred or spawned. */
export function prepareCall(builder: FormBuilder, node: Syntax): Call {
  const callee = child(node, 'function');
  const list = child(node, 'arguments');
  const value: Value = callee ? lowerExpression(builder, callee) : { kind: 'mixed', of: [] };
  const text = builder.text(callee).replace(/\s+/g, '').slice(0, 120);
  const given = (list?.children ?? []).filter((each) => each.kind !== 'MISSING' && each.kind !== '...');
  return { callee: value, arguments: given.map((each) => lowerArgument(builder, each)), text };
}

/** Receives from a channel; `count` is 2 for `v, ok := <-c`. */
export function lowerReceive(builder: FormBuilder, node: Syntax, count: number): Variable[] {
  const operand = child(node, 'operand');
  const channel: Value = operand ? lowerExpression(builder, operand) : { kind: 'mixed', of: [] };
  const results = resultsOfReceive(builder, channel, count);
  builder.emit({ op: 'receive', channel, results, place: builder.place(node) });
  return results;
}

export function resultsOfReceive(builder: FormBuilder, channel: Value, count: number): Variable[] {
  return Array.from({ length: count }, (_, index) =>
    builder.temporary(index === 0 ? { from: 'receive', channel } : undefined),
  );
}

export function isReceive(builder: FormBuilder, node: Syntax): boolean {
  return node.kind === 'unary_expression' && builder.text(child(node, 'operator')) === '<-';
}

function lowerIdentifier(builder: FormBuilder, node: Syntax): Value {
  const name = builder.text(node);
  if (name === '_') return { kind: 'blank' };
  const variable = builder.find(name);
  if (variable) return { kind: 'variable', variable };
  return name === 'true' || name === 'false' ? { kind: 'constant', text: name } : builder.name(name);
}

function lowerSelector(builder: FormBuilder, node: Syntax): Value {
  const operand = child(node, 'operand');
  const name = builder.text(child(node, 'field'));
  if (!operand) return { kind: 'mixed', of: [] };
  if (operand.kind === 'identifier' && !builder.find(builder.text(operand))) {
    const path = builder.types.file.importPathOf(builder.text(operand));
    if (path !== undefined) return { kind: 'imported', path, name };
  }
  return { kind: 'member', of: lowerExpression(builder, operand), name };
}

function lowerUnary(builder: FormBuilder, node: Syntax): Value {
  const operator = builder.text(child(node, 'operator'));
  if (operator === '<-')
    return { kind: 'variable', variable: lowerReceive(builder, node, 1)[0] ?? builder.temporary() };
  const of = lowerOperand(builder, node);
  if (operator === '&') return { kind: 'pointer', of };
  return operator === '*' ? { kind: 'pointee', of } : { kind: 'mixed', of: [of] };
}

function lowerOperand(builder: FormBuilder, node: Syntax): Value {
  const operand = child(node, 'operand');
  return operand ? lowerExpression(builder, operand) : { kind: 'mixed', of: [] };
}

function lowerFirst(builder: FormBuilder, node: Syntax): Value {
  const first = node.children[0];
  return first ? lowerExpression(builder, first) : { kind: 'mixed', of: [] };
}

/** `x[i]`, or `f[T]`, which is still `f`: types tell which. The index is evaluated, but an element is told by its container alone. */
function lowerIndex(builder: FormBuilder, node: Syntax): Value {
  const of = lowerOperand(builder, node);
  const index = child(node, 'index');
  return { kind: 'element', of, ...(index && !isType(index) ? { index: lowerExpression(builder, index) } : {}) };
}

function lowerComposite(builder: FormBuilder, node: Syntax): Value {
  const type = typeOfSyntax(child(node, 'type'), builder.types);
  const body = child(node, 'body');
  return { kind: 'composite', type, parts: body ? partsOfBody(builder, body) : [] };
}

function partsOfBody(builder: FormBuilder, body: Syntax): { name: string; value: Value }[] {
  return body.children.flatMap((element) => {
    if (element.kind === 'keyed_element') {
      const key = child(element, 'key');
      const value = child(element, 'value');
      return value ? [{ name: builder.text(key), value: lowerElement(builder, value) }] : [];
    }
    return element.kind === 'MISSING' ? [] : [{ name: '', value: lowerElement(builder, element) }];
  });
}

function lowerElement(builder: FormBuilder, element: Syntax): Value {
  const nested = childOfKind(element, 'literal_value');
  if (element.kind === 'literal_value')
    return { kind: 'composite', type: { kind: 'unknown' }, parts: partsOfBody(builder, element) };
  if (nested) return { kind: 'composite', type: { kind: 'unknown' }, parts: partsOfBody(builder, nested) };
  return element.kind === 'literal_element' ? lowerFirst(builder, element) : lowerExpression(builder, element);
}

/** The argument of `make` and `new` may be a type. */
function lowerArgument(builder: FormBuilder, node: Syntax): Value {
  if (isType(node)) return { kind: 'type', type: typeOfSyntax(node, builder.types) };
  return node.kind === 'variadic_argument' ? lowerFirst(builder, node) : lowerExpression(builder, node);
}

function isType(node: Syntax): boolean {
  return node.kind.endsWith('_type') || node.kind === 'type_identifier';
}
