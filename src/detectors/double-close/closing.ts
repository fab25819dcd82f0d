import type { Channel } from '../../go/channels/channel.js';
import { type ChannelUse, channelTraffic } from '../../go/channels/channel-uses.js';
import { usesOfVariable, type VariableUse } from '../../go/channels/variable-uses.js';
import { type Occurrence, occurrencesOf, pointsOf, type Step } from '../../go/concurrency/occurrences.js';
import { conditionsAt, reachableBlocks } from '../../go/flow/dominance.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import {
  type Call,
  type FunctionForm,
  type Operation,
  type Place,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { calleesOf } from '../../go/implementations.js';
import type { Program } from '../../go/program.js';

/** One way in which a channel comes to be closed, or to be sent on. */
export interface Touch {
  use: ChannelUse;
  channel: Channel;
  value: Value;
  occurrence: Occurrence;
  /** Two touches with the same key are of the same channel. */
  key: string;
  root: Variable | undefined;
  place: Place;
}

/** Closes and sends of a declaration and its literals, of channels that can be told apart. */
export function touchesOf(
  program: Program,
  form: FunctionForm,
  how: 'closed' | 'sent',
  closers: readonly string[],
): Touch[] {
  const direct = channelTraffic(program, form, closers)
    .filter((use) => use.how === how)
    .flatMap((use) => touchesAt(program, use, channelValue(use.operation)));
  return how === 'closed' ? [...direct, ...closesByCallees(program, form, direct)] : direct;
}

function touchesAt(program: Program, use: ChannelUse, value: Value | undefined): Touch[] {
  if (!value) return [];
  return occurrencesOf(program, use).flatMap((occurrence): Touch[] => {
    const key = placeKey(value, occurrence.bindings);
    const root = rootOf(value, occurrence.bindings);
    return key === undefined
      ? []
      : [{ use, channel: use.channel, value, occurrence, key, root, place: use.operation.place }];
  });
}

/** `closeAll(c)` where c is closed here too: a callee that closes its parameter whichever way it takes. */
function closesByCallees(program: Program, form: FunctionForm, direct: readonly Touch[]): Touch[] {
  const variables = new Map(
    direct.flatMap(({ value, channel }) => (value.kind === 'variable' ? [[value.variable, channel]] : [])),
  );
  if (variables.size === 0) return [];
  return pointsOf(withLiterals(form)).flatMap((point): Touch[] => {
    const { operation } = point;
    if (operation.op !== 'call') return [];
    return operation.call.arguments.flatMap((value, index) => {
      const channel = value.kind === 'variable' ? variables.get(value.variable) : undefined;
      if (!channel || !closesParameter(program, operation.call, index)) return [];
      return touchesAt(program, { ...point, how: 'closed', channel }, value);
    });
  });
}

function closesParameter(program: Program, call: Call, index: number): boolean {
  const callees = call.callee.kind === 'literal' ? [] : calleesOf(program, call);
  return callees.length > 0 && callees.every((each) => alwaysCloses(each, each.parameters[index]));
}

function alwaysCloses(callee: FunctionForm, parameter: Variable | undefined): boolean {
  if (!parameter) return false;
  return usesOfVariable(callee, parameter).some(
    (use) => use.how === 'closed' && use.form === callee && conditionsAt(use).length === 0 && !passesBy(callee, use),
  );
}

/** A return before it, or a question around it. */
function passesBy(form: FunctionForm, { block, operation }: VariableUse): boolean {
  if (operation.op === 'call' && operation.when === 'deferred') return false;
  return [...reachableBlocks(form, { block })].some((each) => each.next.length === 0);
}

export function channelValue(operation: Operation): Value | undefined {
  if (operation.op === 'send') return operation.channel;
  return operation.op === 'call' ? operation.call.arguments[0] : undefined;
}

/** The place is set anew, so that it does not hold the channel that was closed: `c = make(…)`, `s = next`. */
export function sets(operation: Operation, key: string): boolean {
  if (operation.op !== 'assign' || operation.target.kind === 'blank') return false;
  const target = placeKey(operation.target);
  return target !== undefined && (key === target || key.startsWith(`${target}.`));
}

/** What the channel stands in is declared in a function literal that begins after the first of these steps: each call of it has its own. */
export function isMadeAnew({ root }: Touch, steps: readonly Step[]): boolean {
  return root !== undefined && steps.slice(1).some(({ form }) => form === root.owner);
}

/** Names that stay the same when lines move. */
export function channelTitle({ kind, type, field, name }: Channel): string {
  return kind === 'field' && type !== undefined ? `${type}.${field}` : name;
}

export function lineText(form: FunctionForm, place: Place): string {
  return form.file.lineText(place.line).trim();
}

/** Touches of one channel each. */
export function byKey(touches: readonly Touch[]): Touch[][] {
  return [...new Set(touches.map(({ key }) => key))].map((key) => touches.filter((each) => each.key === key));
}
