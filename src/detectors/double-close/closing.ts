import type { Channel } from '../../go/channels/channel.js';
import { type ChannelUse, channelTraffic } from '../../go/channels/channel-uses.js';
import { type Occurrence, occurrencesOf, type Step } from '../../go/concurrency/occurrences.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm, Operation, Place, Value, Variable } from '../../go/form.js';
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
export function touchesOf(program: Program, form: FunctionForm, how: 'closed' | 'sent'): Touch[] {
  return channelTraffic(program, form)
    .filter((use) => use.how === how)
    .flatMap((use) => {
      const value = channelValue(use.operation);
      if (!value) return [];
      return occurrencesOf(program, use).flatMap((occurrence): Touch[] => {
        const key = placeKey(value, occurrence.bindings);
        const root = rootOf(value, occurrence.bindings);
        return key === undefined
          ? []
          : [{ use, channel: use.channel, value, occurrence, key, root, place: use.operation.place }];
      });
    });
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
  return (form.file.text.split('\n')[place.line - 1] ?? '').trim();
}

/** Touches of one channel each. */
export function byKey(touches: readonly Touch[]): Touch[][] {
  return [...new Set(touches.map(({ key }) => key))].map((key) => touches.filter((each) => each.key === key));
}
