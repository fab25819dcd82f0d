import { child, type Syntax } from './syntax.js';

/**
 * `x[i](a)` is written the same whether x is a generic function, a generic type, or a map, slice or array of functions. The grammar takes it for
 * a conversion to a generic type; as a call of an element of x it says less, and declarations and types tell the rest.
 */
export function asCall(node: Syntax): Syntax {
  const type = child(node, 'type');
  const operand = child(node, 'operand');
  const generic = type?.kind === 'generic_type' ? child(type, 'type') : undefined;
  const callee = generic && expressionOf(generic);
  if (!type || !operand || !callee) return node;
  const index = child(type, 'type_arguments')?.children[0]?.children[0];
  const element: Syntax = {
    ...type,
    kind: 'index_expression',
    field: 'function',
    children: [{ ...callee, field: 'operand' }, ...(index ? [{ ...index, field: 'index' }] : [])],
  };
  const list: Syntax = { ...operand, kind: 'argument_list', field: 'arguments', children: [{ ...operand, field: '' }] };
  return { ...node, kind: 'call_expression', children: [element, list] };
}

/** The name of a type as that of a value. */
function expressionOf(type: Syntax): Syntax | undefined {
  if (type.kind === 'type_identifier') return { ...type, kind: 'identifier' };
  const [qualifier, name] = [child(type, 'package'), child(type, 'name')];
  if (type.kind !== 'qualified_type' || !qualifier || !name) return undefined;
  return {
    ...type,
    kind: 'selector_expression',
    children: [
      { ...qualifier, kind: 'identifier', field: 'operand' },
      { ...name, kind: 'field_identifier', field: 'field' },
    ],
  };
}
