import { type ChannelUse, channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { fieldCapacities } from '../../go/channels/field-capacities.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm, Place } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Seen, World } from './shape.js';

/**
 *     s.mu.Lock()
 *     s.events <- e             blocks while the receiver waits for s.mu
 *     s.mu.Unlock()
 *
 *     for e := range s.events {
 *         s.mu.Lock()
 *         s.last = e
 *         s.mu.Unlock()
 *     }
 */
export function underLocks({ program }: World, root: FunctionForm): Seen[] {
  const uses = channelTraffic(program, root).filter(({ channel }) => channel.kind === 'field');
  const suspects = uses.filter(
    (use) =>
      (use.how === 'sent' && !isAlternative(use.operation) && locksAt(program, use).length > 0) ||
      locksBefore(program, use),
  );
  const channels = new Map(suspects.map(({ channel }) => [channel.key, channel]));
  return [...channels.values()].flatMap((channel) => {
    const capacities = fieldCapacities(program, channel, root);
    if (capacities.length === 0 || capacities.some((each) => each !== 0)) return [];
    return seenOf(program, usesAcrossPackage(program, channel, root));
  });
}

function seenOf(program: Program, uses: readonly ChannelUse[]): Seen[] {
  const receives = uses.filter(({ how }) => how === 'received' || how === 'ranged');
  // Another receiver may take what this one cannot.
  if (uses.some(({ how }) => how === 'handed') || new Set(receives.map(({ form }) => form)).size !== 1) return [];
  return uses.flatMap((send): Seen[] => {
    if (send.how !== 'sent' || isAlternative(send.operation) || receives.some(({ form }) => form === send.form))
      return [];
    const held = locksAt(program, send);
    for (const receive of receives) {
      const [met] = held.flatMap(({ key, place }) => {
        const taken = takenBefore(program, receive, key);
        return taken ? [{ place, taken }] : [];
      });
      if (!met) continue;
      return [
        {
          shape: 'send-under-lock',
          verdict: 'defect',
          confidence: 'likely',
          key: `${send.channel.key} ${send.form.declaration}`,
          form: send.form,
          at: send.operation.place,
          subject: send.channel.name,
          clues: [
            { role: 'sends', place: send.operation.place },
            { role: 'receives', place: receive.operation.place },
            { role: 'held', place: met.place },
            { role: 'locks', place: met.taken },
          ],
        },
      ];
    }
    return [];
  });
}

interface Lock {
  key: string;
  /** Where it is taken. */
  place: Place;
}

function locksAt(program: Program, { form, operation }: Pick<ChannelUse, 'form' | 'operation'>): Lock[] {
  return [...locksHeld(program, form, operation)].flatMap(([key, place]) =>
    place.path === form.file.path && key !== 'the caller' && key !== 'a lock' ? [{ key, place }] : [],
  );
}

function locksBefore(program: Program, use: ChannelUse): boolean {
  if (use.how !== 'received' && use.how !== 'ranged') return false;
  return operationsOf(use.form).some((operation) => locksAt(program, { form: use.form, operation }).length > 0);
}

/** Where the loop that receives takes the lock before it comes to the next receive. */
function takenBefore(program: Program, { form, block, operation }: ChannelUse, key: string): Place | undefined {
  if (locksHeld(program, form, operation).has(key)) return undefined;
  const rounds = loopsAround(form, block).flatMap((loop) => [...loop.blocks]);
  const held = rounds.flatMap((each) => each.operations).map((each) => locksHeld(program, form, each).get(key));
  return held.find((place) => place !== undefined);
}
