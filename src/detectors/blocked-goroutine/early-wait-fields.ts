import type { Channel } from '../../go/channels/channel.js';
import { capacityOf, channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { fieldValues } from '../../go/channels/field-capacities.js';
import { isAlternative, many } from '../../go/channels/traffic.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { CountedWait } from './counted-goroutines.js';
import type { Line } from './early-wait.js';

/**
 *     go func() {
 *         defer s.group.Done()
 *         s.errs <- work()          in the whole package nobody but this function receives from it
 *     }()
 *     s.group.Wait()
 *     err := <-s.errs
 */
export function fieldLines(program: Program, root: FunctionForm, { form, goroutines }: CountedWait): Line[] {
  const sends = goroutines.flatMap((goroutine) =>
    channelTraffic(program, goroutine.form)
      .filter((use) => use.how === 'sent' && use.form === goroutine.form && !isAlternative(use.operation))
      .filter((use) => use.channel.kind === 'field' && goroutine.isBeforeDone(use))
      .map((point) => ({ goroutine, point, channel: point.channel })),
  );
  const channels = new Map(sends.map(({ channel }) => [channel.key, channel]));
  return [...channels.values()].flatMap((channel): Line[] => {
    if (/^\p{Lu}/u.test(channel.field ?? 'X') || !isUnbuffered(program, channel, root)) return [];
    const uses = usesAcrossPackage(program, channel, root);
    const receives = uses.filter(({ how }) => how === 'received' || how === 'ranged');
    if (uses.some(({ how }) => how === 'handed') || receives.some((each) => each.form !== form)) return [];
    const own = sends.filter((each) => each.channel.key === channel.key);
    const isMany = own.some(({ goroutine: { start } }) => loopsAround(form, start.block).length > 0);
    return [
      {
        name: channel.name,
        key: channel.key,
        made: [],
        capacity: 0,
        sent: isMany ? many : own.length,
        receives: receives.map(({ operation }) => operation),
        sends: own,
      },
    ];
  });
}

/** Whatever the package puts into the field is made there, without a buffer. */
function isUnbuffered(program: Program, channel: Channel, root: FunctionForm): boolean {
  const values = fieldValues(program, channel, root).filter(({ kind }) => kind !== 'nil');
  return values.length > 0 && values.every((each) => capacityOf(each)?.values === 0);
}
