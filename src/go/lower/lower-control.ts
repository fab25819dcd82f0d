import type { Block, Condition, Place, Select, Value } from '../form.js';
import { typeOfSyntax } from '../go-type.js';
import { child, childOfKind, childrenOf, type Syntax } from '../syntax.js';
import type { FormBuilder } from './form-builder.js';
import { lowerExpression, resultsOfReceive } from './lower-expression.js';
import { assign, lowerBlock, lowerSimple, lowerStatement, lowerStatements, prepareSend } from './lower-statement.js';

export function lowerIf(builder: FormBuilder, node: Syntax): void {
  builder.inScope(() => {
    const initializer = child(node, 'initializer');
    if (initializer) lowerSimple(builder, initializer);
    const [yes, no, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const condition = child(node, 'condition');
    if (condition) branch(builder, condition, yes, no);
    const consequence = child(node, 'consequence');
    const alternative = child(node, 'alternative');
    fill(builder, yes, after, () => consequence && lowerBlock(builder, consequence));
    fill(builder, no, after, () => alternative && lowerStatement(builder, alternative));
    builder.block = after;
  });
}

/** `a && b` runs b only where a held; so each part of a condition has its own edges. */
function branch(builder: FormBuilder, node: Syntax, yes: Block, no: Block): void {
  const inner = node.kind === 'parenthesized_expression' ? node.children[0] : undefined;
  if (inner) return branch(builder, inner, yes, no);
  const operator = builder.text(child(node, 'operator'));
  const operand = child(node, 'operand');
  if (node.kind === 'unary_expression' && operator === '!' && operand) return branch(builder, operand, no, yes);
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  if (left && right && (operator === '&&' || operator === '||')) {
    const second = builder.newBlock();
    if (operator === '&&') branch(builder, left, second, no);
    else branch(builder, left, yes, second);
    builder.block = second;
    return branch(builder, right, yes, no);
  }
  const condition = conditionOf(builder, node);
  builder.goTo(yes, { ...condition, holds: condition.holds });
  builder.goTo(no, { ...condition, holds: !condition.holds });
}

function conditionOf(builder: FormBuilder, node: Syntax): Condition {
  const operator = builder.text(child(node, 'operator'));
  const place = builder.place(node);
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  if (left && right && (operator === '==' || operator === '!=') && (left.kind === 'nil' || right.kind === 'nil')) {
    return {
      test: 'nil',
      value: lowerExpression(builder, left.kind === 'nil' ? right : left),
      holds: operator === '==',
      place,
    };
  }
  if (left && right && (operator === '==' || operator === '!=')) {
    const [first, second] = [lowerExpression(builder, left), lowerExpression(builder, right)];
    const same = sameCondition(first, second, place) ?? sameCondition(second, first, place);
    return same
      ? { ...same, holds: operator === '==' }
      : { test: 'true', value: { kind: 'mixed', of: [first, second] }, holds: true, place };
  }
  const value = lowerExpression(builder, node);
  const subject = errorPredicateSubject(value);
  return subject ? { test: 'error', value: subject, holds: true, place } : { test: 'true', value, holds: true, place };
}

/** `err == io.EOF` */
function sameCondition(value: Value, other: Value | undefined, place: Place): Condition | undefined {
  return value.kind === 'variable' && (other?.kind === 'imported' || other?.kind === 'name')
    ? { test: 'same', value, other, holds: true, place }
    : undefined;
}

/** errors.Is(err, X), errors.As, os.IsNotExist(err), isRetryable(err): true only of an error that is there. */
function errorPredicateSubject(value: Value): Value | undefined {
  if (value.kind !== 'variable' || value.variable.origin?.from !== 'call') return undefined;
  const { callee, arguments: given } = value.variable.origin.call;
  const name = 'name' in callee ? callee.name : '';
  return /^[iIaA]s(?=[A-Z]|$)/.test(name) && given[0]?.kind === 'variable' ? given[0] : undefined;
}

export function lowerFor(builder: FormBuilder, node: Syntax): void {
  builder.inScope(() => {
    const label = builder.takeLabel();
    const clause = childOfKind(node, 'for_clause');
    const range = childOfKind(node, 'range_clause');
    const initializer = clause && child(clause, 'initializer');
    if (initializer) lowerSimple(builder, initializer);
    const [head, body, step, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock(), builder.newBlock()];
    const over = range && rangeOver(builder, range);
    builder.goTo(head);
    builder.block = head;
    const condition = clause
      ? child(clause, 'condition')
      : node.children.find((each) => each.field === '' && each.kind !== 'range_clause');
    if (range && over) enterRange(builder, range, over, body, after);
    else if (condition) branch(builder, condition, body, after);
    else builder.goTo(body);
    const block = child(node, 'body');
    builder.inJump({ label, break: after, continue: step }, () =>
      fill(builder, body, step, () => block && lowerBlock(builder, block)),
    );
    const update = clause && child(clause, 'update');
    fill(builder, step, head, () => update && lowerSimple(builder, update));
    builder.block = after;
  });
}

function rangeOver(builder: FormBuilder, range: Syntax): Value | undefined {
  const right = child(range, 'right');
  return right && lowerExpression(builder, right);
}

/** Each round sets the variables anew, and they are others: https://go.dev/blog/loopvar-preview */
function enterRange(builder: FormBuilder, range: Syntax, over: Value, body: Block, after: Block): void {
  builder.emit({ op: 'range', over, place: builder.place(range) });
  const start = builder.block;
  builder.goTo(body);
  builder.goTo(after);
  builder.block = body;
  const targets = child(range, 'left')?.children ?? [];
  const parts = ['first', 'second'] as const;
  const values = targets.map((_, index): Value => {
    const part = parts[index] ?? 'second';
    return { kind: 'variable', variable: builder.temporary({ from: 'range', over, part }) };
  });
  const declares = range.children.some((each) => each.kind === ':=');
  assign(builder, targets, values, declares, range);
  builder.block = start;
}

export function lowerSwitch(builder: FormBuilder, node: Syntax): void {
  builder.inScope(() => {
    const label = builder.takeLabel();
    const initializer = child(node, 'initializer');
    if (initializer) lowerSimple(builder, initializer);
    const value = child(node, 'value');
    const subject = value && lowerExpression(builder, value);
    const alias = child(node, 'alias');
    const cases = node.children.filter((each) => each.kind.endsWith('_case'));
    const after = builder.newBlock();
    const blocks = cases.map(() => builder.newBlock());
    dispatch(builder, { node, cases, blocks, after, subject });
    cases.forEach((each, index) => {
      const [block, next] = [blocks[index], blocks[index + 1]];
      if (!block) return;
      const falls = endsWithFallthrough(each);
      builder.inJump({ label, break: after }, () =>
        fill(builder, block, falls && next ? next : after, () =>
          builder.inScope(() => {
            if (alias && subject) declareAlias(builder, alias, each, subject);
            lowerStatements(builder, withoutHead(each));
          }),
        ),
      );
    });
    builder.block = after;
  });
}

interface Dispatch {
  node: Syntax;
  cases: Syntax[];
  blocks: Block[];
  after: Block;
  subject: Value | undefined;
}

/** `switch { case a: case b: }` tests one case after the other; other switches are taken as a choice that tells nil and names apart. */
function dispatch(builder: FormBuilder, { node, cases, blocks, after, subject }: Dispatch): void {
  let otherwise = after;
  for (const [index, each] of cases.entries()) {
    const block = blocks[index];
    if (block && each.kind === 'default_case') otherwise = block;
    else if (block && (subject || node.kind === 'type_switch_statement')) choose(builder, each, block, subject);
    else if (block) testInTurn(builder, each, block);
  }
  builder.goTo(otherwise);
}

function choose(builder: FormBuilder, each: Syntax, block: Block, subject: Value | undefined): void {
  const nil: Value = { kind: 'nil' };
  const types = childrenOf(each, 'type').map((type): Value | undefined =>
    builder.text(type) === 'nil' ? nil : undefined,
  );
  const values = child(each, 'value')?.children.map((value) => lowerExpression(builder, value)) ?? [];
  const place = builder.place(each);
  for (const value of [...types, ...values]) {
    const condition: Condition | undefined =
      subject &&
      (value?.kind === 'nil'
        ? { test: 'nil', value: subject, holds: true, place }
        : sameCondition(subject, value, place));
    if (condition) test(builder, block, condition);
    else if (!builder.block.next.some((edge) => edge.to === block)) builder.goTo(block);
  }
}

function testInTurn(builder: FormBuilder, each: Syntax, block: Block): void {
  for (const value of child(each, 'value')?.children ?? []) {
    const next = builder.newBlock();
    branch(builder, value, block, next);
    builder.block = next;
  }
}

function test(builder: FormBuilder, block: Block, condition: Condition): void {
  const next = builder.newBlock();
  builder.goTo(block, condition);
  builder.goTo(next, { ...condition, holds: !condition.holds });
  builder.block = next;
}

/** In a case with one type, the alias has that type. https://go.dev/ref/spec#Type_switches */
function declareAlias(builder: FormBuilder, alias: Syntax, each: Syntax, subject: Value): void {
  const types = childrenOf(each, 'type').filter((type) => builder.text(type) !== 'nil');
  const name = builder.text(alias.children[0] ?? alias);
  const only = childrenOf(each, 'type').length === 1 ? types[0] : undefined;
  const value: Value = only ? { kind: 'converted', of: subject, type: typeOfSyntax(only, builder.types) } : subject;
  const variable = builder.declare(name, 'local', { origin: { from: 'value', value } });
  builder.emit({ op: 'assign', target: { kind: 'variable', variable }, value, place: builder.place(alias) });
}

/** On entering, channels and values to send of all cases are evaluated in order: https://go.dev/ref/spec#Select_statements */
export function lowerSelect(builder: FormBuilder, node: Syntax): void {
  const label = builder.takeLabel();
  const cases = node.children.filter((each) => each.kind === 'communication_case' || each.kind === 'default_case');
  const hasDefault = cases.some((each) => each.kind === 'default_case');
  const select: Select = { place: builder.place(node), cases: cases.length, hasDefault };
  const ready = cases.map((each) => prepareCommunication(builder, child(each, 'communication')));
  const start = builder.block;
  const after = builder.newBlock();
  cases.forEach((each, index) => {
    const block = builder.newBlock();
    start.next.push({ to: block });
    builder.inJump({ label, break: after }, () =>
      fill(builder, block, after, () =>
        builder.inScope(() => {
          ready[index]?.(select);
          lowerStatements(builder, withoutHead(each));
        }),
      ),
    );
  });
  builder.block = after;
}

/** Gives what is left to do when the case is taken. */
function prepareCommunication(builder: FormBuilder, node: Syntax | undefined): (select: Select) => void {
  if (!node) return () => {};
  const right = child(node, 'right') ?? node.children[0];
  if (node.kind === 'send_statement') {
    const parts = prepareSend(builder, node);
    return (select) => builder.emit({ op: 'send', ...parts, select, place: builder.place(node) });
  }
  const channel = receivedChannel(builder, right);
  return (select) => {
    const targets = child(node, 'left')?.children ?? [];
    const results = resultsOfReceive(builder, channel, targets.length);
    builder.emit({ op: 'receive', channel, results, select, place: builder.place(right ?? node) });
    const values = results.map((variable): Value => ({ kind: 'variable', variable }));
    const declares = node.children.some((each) => each.kind === ':=');
    assign(builder, targets, values, declares, node);
  };
}

/** `<-c`, which may stand in parentheses. */
function receivedChannel(builder: FormBuilder, node: Syntax | undefined): Value {
  if (node?.kind === 'parenthesized_expression') return receivedChannel(builder, node.children[0]);
  const operand = node && child(node, 'operand');
  return operand ? lowerExpression(builder, operand) : { kind: 'mixed', of: [] };
}

function fill(builder: FormBuilder, block: Block, after: Block, work: () => void): void {
  builder.block = block;
  work();
  builder.goTo(after);
}

function endsWithFallthrough(node: Syntax): boolean {
  const last = node.children.at(-1);
  return last?.kind === 'fallthrough_statement' || (last?.kind === 'statement_list' && endsWithFallthrough(last));
}

function withoutHead(node: Syntax): Syntax {
  return { ...node, children: node.children.filter((each) => each.field === '') };
}
