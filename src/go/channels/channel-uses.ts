import { targetOf } from '../call-target.js';
import { isCallOf } from '../called-by-name.js';
import { type Block, type FunctionForm, type Operation, type Value, withLiterals } from '../form.js';
import { valuesOf } from '../form-values.js';
import { viewOf } from '../go-package.js';
import type { Program } from '../program.js';
import { formOf, typeOf, underlying } from '../type-of.js';
import { type Channel, channelOf } from './channel.js';

/** `handed`: given to a call, stored, sent or returned, so that other code may do anything with it. */
export interface ChannelUse {
  how: 'made' | 'sent' | 'received' | 'ranged' | 'closed' | 'handed';
  channel: Channel;
  operation: Operation;
  form: FunctionForm;
  block: Block;
  /** Position in the block. */
  index: number;
  /** Of `made`: how many values it buffers; undefined when that is computed. */
  capacity?: number | undefined;
}

/** What a form and the literals in it do with channels, in the order of the blocks. */
export function channelUses(program: Program, form: FunctionForm): ChannelUse[] {
  return withLiterals(form).flatMap((each) => usesIn(program, each));
}

/** What the functions of a package do with a field or package variable, wherever they stand in it. */
export function usesAcrossPackage(program: Program, channel: Channel, form: FunctionForm): ChannelUse[] {
  const word = channel.field ?? channel.name;
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  const declarations = home.mentioning(word, viewOf(form.file));
  return declarations.flatMap((each) => {
    const found = formOf(program, each);
    if (!found) return [];
    const uses = channel.kind === 'variable' ? channelUses(program, found) : usesOfName(program, found, word);
    return uses.filter((use) => use.channel.key === channel.key);
  });
}

/**
 * What is sent, received, ranged over and closed. Whether a value that is handed on is a channel takes its type, of every argument of every call,
 * while this is told by the few operations that are about a channel. `closers`: functions besides `close` that close their first argument.
 */
export function channelTraffic(program: Program, form: FunctionForm, closers: readonly string[] = []): ChannelUse[] {
  return withLiterals(form).flatMap((each) =>
    program.onceFor(each, `channel traffic ${closers.join()}`, () =>
      usesWhere(each, (one) => trafficOf(program, one, closers)),
    ),
  );
}

function usesIn(program: Program, form: FunctionForm): ChannelUse[] {
  return program.onceFor(form, 'channels', () => usesWhere(form, (each) => usesOf(program, each)));
}

/** Those of fields and package variables of one name: types are asked of few values then. */
function usesOfName(program: Program, form: FunctionForm, word: string): ChannelUse[] {
  return withLiterals(form).flatMap((each) =>
    program.onceFor(each, `channels ${word}`, () =>
      usesWhere(each, (operation) => (mayUse(operation, word) ? usesOf(program, operation) : none)),
    ),
  );
}

function mayUse(operation: Operation, word: string): boolean {
  return valuesOf(operation).some((value) =>
    value.kind === 'composite' ? value.parts.some((part) => mayDenote(part.value, word)) : mayDenote(value, word),
  );
}

/** What channelOf may take for the field or package variable of this name. */
function mayDenote(value: Value, word: string): boolean {
  switch (value.kind) {
    case 'variable': {
      const { origin } = value.variable;
      return origin?.from === 'value' && mayDenote(origin.value, word);
    }
    case 'converted':
      return mayDenote(value.of, word);
    case 'member':
    case 'name':
    case 'imported':
      return value.name === word;
    default:
      return false;
  }
}

function usesWhere(form: FunctionForm, find: (operation: Operation) => readonly Use[]): ChannelUse[] {
  const found: ChannelUse[] = [];
  for (const block of form.blocks)
    for (const [index, operation] of block.operations.entries())
      for (const use of find(operation)) found.push({ operation, form, block, index, ...use });
  return found;
}

type Use = Pick<ChannelUse, 'how' | 'channel' | 'capacity'>;

const none: readonly Use[] = [];

function trafficOf(program: Program, operation: Operation, closers: readonly string[] = []): readonly Use[] {
  const use = (how: Use['how'], value: Value): Use[] => {
    const channel = channelOf(program, value);
    return channel ? [{ how, channel }] : [];
  };
  switch (operation.op) {
    case 'send':
      return use('sent', operation.channel);
    case 'receive':
      return use('received', operation.channel);
    case 'range':
      return isChannel(program, operation.over) ? use('ranged', operation.over) : [];
    case 'call':
      return isClose(operation) || isCallOf(program, operation.call, closers)
        ? operation.call.arguments.slice(0, 1).flatMap((each) => use('closed', each))
        : none;
    default:
      return none;
  }
}

function isClose({ call: { callee } }: Operation & { op: 'call' }): boolean {
  return callee.kind === 'name' && callee.name === 'close';
}

function usesOf(program: Program, operation: Operation): readonly Use[] {
  const traffic = trafficOf(program, operation);
  switch (operation.op) {
    case 'send':
      return [...traffic, ...handed(program, [operation.value])];
    case 'assign':
      return [...made(program, operation), ...handed(program, [operation.value])];
    case 'call':
      if (isClose(operation) || targetOf(program, operation.call).kind === 'builtin') return traffic;
      return handed(program, operation.call.arguments);
    case 'return':
      return handed(program, operation.values);
    default:
      return traffic;
  }
}

/** `c := make(chan T, n)`, also as the field of a literal: `&T{c: make(chan T)}`. */
function made(program: Program, { target, value }: Operation & { op: 'assign' }): Use[] {
  const capacity = capacityOf(value);
  const channel = capacity && channelOf(program, target);
  if (capacity && channel) return [{ how: 'made', channel, capacity: capacity.values }];
  return [];
}

/** Undefined when the value is not made here. */
export function capacityOf(value: Value): { values: number | undefined } | undefined {
  if (value.kind !== 'variable' || value.variable.origin?.from !== 'call') return undefined;
  const { call } = value.variable.origin;
  const [type, size] = call.arguments;
  if (
    call.callee.kind !== 'name' ||
    call.callee.name !== 'make' ||
    type?.kind !== 'type' ||
    type.type.kind !== 'channel'
  )
    return undefined;
  if (!size) return { values: 0 };
  const number = size.kind === 'constant' ? Number(size.text) : Number.NaN;
  return { values: Number.isInteger(number) ? number : undefined };
}

function handed(program: Program, values: readonly Value[]): Use[] {
  return values.flatMap((value) => {
    const parts = value.kind === 'composite' ? value.parts.map((part) => part.value) : [value];
    return parts.flatMap((part): Use[] => {
      const channel = isChannel(program, part) ? channelOf(program, part) : undefined;
      return channel ? [{ how: 'handed', channel }] : [];
    });
  });
}

function isChannel(program: Program, value: Value): boolean {
  return underlying(program, typeOf(program, value)).kind === 'channel';
}
