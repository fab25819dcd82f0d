import { type ChannelUse, channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { fieldCapacities } from '../../go/channels/field-capacities.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { outermostForm } from '../../go/concurrency/who-runs.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import type { Clue } from '../detector.js';
import { alternativesOf } from './abandoned-send.js';
import type { Seen, World } from './shape.js';

const siblingsShownMax = 2;

/**
 *     func (t *Tracker) Add(j Job) {
 *         select {
 *         case t.jobs <- j:
 *         case <-t.stopped:         who wrote this knew that nobody may receive any more
 *         }
 *     }
 *     func (t *Tracker) Remove(j Job) {
 *         t.jobs <- j               blocks
 *     }
 *
 * All other sends on an unbuffered channel of the package have a case for the end of the receiver, and this one has none.
 */
export function missingGuards({ program }: World, root: FunctionForm): Seen[] {
  const plain = channelTraffic(program, root).filter(
    ({ how, channel, operation }) => how === 'sent' && channel.kind === 'field' && !isAlternative(operation),
  );
  const channels = new Map(plain.map(({ channel }) => [channel.key, channel]));
  return [...channels.values()].flatMap((channel) => {
    const uses = usesAcrossPackage(program, channel, root).filter(({ form }) => !form.file.isTest);
    const capacities = fieldCapacities(program, channel, root);
    if (capacities.length === 0 || capacities.some((each) => each !== 0)) return [];
    const sends = uses.filter(({ how }) => how === 'sent');
    const bare = sends.filter(({ operation }) => !isAlternative(operation));
    const guards = sends.flatMap((each) => stopCase(program, each) ?? []);
    // Several that have none: then it is no oversight, and whoever guards may have a reason of its own.
    if (bare.length !== 1 || guards.length === 0 || guards.length + 1 < sends.length) return [];
    return bare.flatMap((each) => (outermostForm(each.form) === root ? [seenOf(each, guards)] : []));
  });
}

function seenOf({ form, operation, channel }: ChannelUse, guards: readonly ChannelUse['operation'][]): Seen {
  const clues: Clue[] = [
    { role: 'sends', place: operation.place },
    ...guards.slice(0, siblingsShownMax).map(({ place }): Clue => ({ role: 'sibling', place })),
  ];
  return {
    shape: 'missing-guard',
    verdict: 'defect',
    confidence: 'likely',
    key: channel.key,
    form,
    at: operation.place,
    clues,
    subject: channel.name,
  };
}

/** The case beside a send that is taken when the receiver has ended: `<-ctx.Done()`, or a receive from another field of the same value. */
function stopCase(program: Program, { form, operation, channel }: ChannelUse): ChannelUse['operation'] | undefined {
  return alternativesOf(form, operation).find((each) => {
    if (each.op !== 'receive') return false;
    if (/\bDone\(\)$/.test(valueText(each.channel))) return true;
    return channelTraffic(program, form).some(
      (use) => use.operation === each && use.channel.kind === 'field' && use.channel.type === channel.type,
    );
  });
}
