import { isAlternative } from '../../go/channels/traffic.js';
import { usesOfVariable } from '../../go/channels/variable-uses.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { placeKey } from '../../go/flow/expression-key.js';
import {
  type Block,
  type FunctionForm,
  type Operation,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import { valueText } from '../../go/value-text.js';
import type { Seen, World } from './shape.js';

/**
 *     t := time.AfterFunc(d, expire)
 *     if !t.Stop() {
 *         <-t.C                 blocks: such a timer has no channel
 *     }
 *
 *     var results chan int
 *     results <- 1              blocks: nobody made the channel
 */
export function nilChannels({ program }: World, root: FunctionForm): Seen[] {
  return withLiterals(root).flatMap((form) =>
    form.blocks.flatMap((block) =>
      block.operations.flatMap((operation): Seen[] => {
        if (isAlternative(operation)) return [];
        const channel = waitedFor(operation);
        const source =
          channel && (timerOf(channel, root) ?? neverMade(channel, root) ?? emptyField(program, channel, root));
        return source ? [seenOf(form, block, operation, channel, source)] : [];
      }),
    ),
  );
}

function waitedFor(operation: Operation): Value | undefined {
  if (operation.op === 'range') return operation.over;
  return operation.op === 'receive' || operation.op === 'send' ? operation.channel : undefined;
}

function seenOf(form: FunctionForm, block: Block, operation: Operation, channel: Value, source: Operation): Seen {
  const subject = valueText(channel);
  const common = { shape: 'nil-channel', key: subject, form, subject, at: operation.place } as const;
  const key = placeKey(channel);
  const tested = conditionsAt({ form, block }).find(
    ({ test, value, holds }) => test === 'nil' && !holds && placeKey(value) === key,
  );
  if (tested) {
    const line = tested.block.operations.at(-1)?.place ?? operation.place;
    return { ...common, verdict: 'sound', confidence: 'proof', clues: [{ role: 'guard', place: line }] };
  }
  return {
    ...common,
    verdict: 'defect',
    confidence: 'proof',
    clues: [
      { role: operation.op === 'send' ? 'sends' : 'receives', place: operation.place },
      { role: 'unmade', place: source.place },
    ],
  };
}

/** The call of time.AfterFunc by which the timer came to be, also when it is the argument of a literal that is called in this function. */
function timerOf(channel: Value, root: FunctionForm): Operation | undefined {
  if (channel.kind !== 'member' || channel.name !== 'C' || channel.of.kind !== 'variable') return undefined;
  const { variable } = channel.of;
  const made = madeByAfterFunc(variable, root);
  if (made || variable.kind !== 'parameter') return made;
  const given = argumentsFor(variable, root).filter((each) => each.kind !== 'nil');
  const makers = given.map((each) => (each.kind === 'variable' ? madeByAfterFunc(each.variable, root) : undefined));
  return makers.length > 0 && makers.every((each) => each !== undefined) ? makers[0] : undefined;
}

function madeByAfterFunc(variable: Variable, root: FunctionForm): Operation | undefined {
  const settings = withLiterals(root)
    .flatMap(operationsOf)
    .filter((each) => each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable);
  const [made, ...more] = settings.filter((each) => each.op === 'assign' && !isNothing(each.value));
  return made?.op === 'assign' && more.length === 0 && isAfterFunc(made.value) ? made : undefined;
}

/** `var t *time.Timer`, `t = nil`: its channel cannot be asked for at all. */
function isNothing(value: Value): boolean {
  return value.kind === 'nil' || (value.kind === 'constant' && value.text === '');
}

function isAfterFunc(value: Value): boolean {
  if (value.kind !== 'variable' || value.variable.origin?.from !== 'call') return false;
  const { callee } = value.variable.origin.call;
  return callee.kind === 'imported' && callee.path === 'time' && callee.name === 'AfterFunc';
}

/** What the callers of a literal that is kept in a variable hand it; nothing when somebody else may call it. */
function argumentsFor(parameter: Variable, root: FunctionForm): Value[] {
  const literal = parameter.owner;
  const index = literal.parameters.indexOf(parameter);
  const operations = withLiterals(root).flatMap(operationsOf);
  const kept = operations.find(
    (each) => each.op === 'assign' && each.value.kind === 'literal' && each.value.form === literal,
  );
  if (kept?.op !== 'assign' || kept.target.kind !== 'variable') return [];
  const { variable } = kept.target;
  if (usesOfVariable(root, variable).some(({ how }) => how === 'escaped' || how === 'argument')) return [];
  return operations.flatMap((each) => {
    if (each.op !== 'call' || each.call.callee.kind !== 'variable' || each.call.callee.variable !== variable) return [];
    return each.call.arguments[index] ?? [];
  });
}

/**
 *     w := &worker{}            the field is left out, and nothing sets it
 *     w.results <- 1
 */
function emptyField(program: Program, channel: Value, root: FunctionForm): Operation | undefined {
  if (channel.kind !== 'member' || channel.of.kind !== 'variable' || channel.of.variable.kind !== 'local')
    return undefined;
  const { variable } = channel.of;
  const literal = freshStruct(variable);
  if (!literal || literal.parts.some(({ name }) => name === '' || name === channel.name)) return undefined;
  const uses = usesOfVariable(root, variable);
  const [made] = uses.filter(({ how }) => how === 'set');
  // Whoever else gets the value may set the field.
  const isOnlyRead = uses.every(({ how, operation }) => how === 'set' || (how === 'escaped' && onlyReads(operation)));
  const shape = underlying(program, typeOf(program, channel));
  return made && isOnlyRead && shape.kind === 'channel' ? made.operation : undefined;

  function onlyReads(operation: Operation): boolean {
    const value = waitedFor(operation);
    return value?.kind === 'member' && value.of.kind === 'variable' && value.of.variable === variable;
  }
}

/** `w := &worker{…}`, `w := worker{…}` */
function freshStruct({ origin }: Variable): (Value & { kind: 'composite' }) | undefined {
  const value = origin?.from === 'value' ? origin.value : undefined;
  const literal = value?.kind === 'pointer' ? value.of : value;
  return literal?.kind === 'composite' ? literal : undefined;
}

/** `var c chan T`, and nothing sets it. */
function neverMade(channel: Value, root: FunctionForm): Operation | undefined {
  if (channel.kind !== 'variable' || channel.variable.kind !== 'local' || channel.variable.type?.kind !== 'channel')
    return undefined;
  const { variable } = channel;
  const uses = usesOfVariable(root, variable);
  const [declared] = uses.filter(({ how }) => how === 'set');
  const others = uses.filter((each) => each !== declared);
  if (declared?.operation.op !== 'assign' || declared.operation.value.kind !== 'constant') return undefined;
  return others.every(({ how }) => how === 'sent' || how === 'received' || how === 'ranged' || how === 'closed')
    ? declared.operation
    : undefined;
}
