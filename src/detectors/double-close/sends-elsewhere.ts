import { type ChannelUse, channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { channelTitle, lineText } from './closing.js';
import type { Seen } from './seen.js';

/**
 *     func (s *Service) send(e Event) {
 *         select {
 *         case s.events <- e:
 *         case <-s.stopped:               without this case, and with the close below, a late sender panics
 *         }
 *     }
 *
 *     func (s *Service) Shutdown() {
 *         close(s.events)
 *     }
 */
export function sendsElsewhere(program: Program, form: FunctionForm): Seen[] {
  const sends = channelTraffic(program, form).filter(
    ({ how, channel }) => how === 'sent' && channel.kind !== 'variable',
  );
  const seen = sends.flatMap((send) => seenOf(program, form, send, sends));
  return [...new Map(seen.map((each) => [`${each.verdict} ${each.key}`, each])).values()];
}

function seenOf(program: Program, form: FunctionForm, send: ChannelUse, all: readonly ChannelUse[]): Seen[] {
  const title = channelTitle(send.channel);
  const at = send.operation.place;
  const base = { shape: 'send-after-close' as const, key: `send ${title}`, at, form, channel: send.channel.name };
  const guards = guardsOf(program, send);
  if (guards.length > 0)
    return [
      {
        ...base,
        verdict: 'sound',
        confidence: 'possible',
        other: '',
        clues: guards.map((place) => ({ role: 'ready', place })),
      },
    ];
  if (all.some((each) => each.channel.key === send.channel.key && guardsOf(program, each).length > 0)) return [];
  const close = usesAcrossPackage(program, send.channel, form).find(
    (use) => use.how === 'closed' && use.form.declaration !== form.declaration,
  );
  if (!close) return [];
  return [
    {
      ...base,
      verdict: 'defect',
      confidence: 'likely',
      onlyWhenGuardRemoved: true,
      other: lineText(close.form, close.operation.place),
      clues: [
        { role: 'send', place: at },
        { role: 'close', place: close.operation.place },
      ],
    },
  ];
}

/** Another case that is ready when the receiver has gone, or a lock together with a question. */
function guardsOf(program: Program, { operation, form, block }: ChannelUse): Place[] {
  if (operation.op !== 'send') return [];
  if (operation.select && operation.select.cases > 1) return [operation.select.place];
  const locks = [...locksHeld(program, form, operation).values()];
  return locks.length > 0 && conditionsAt({ form, block }).length > 0 ? locks : [];
}
