import { strandOf } from '../../go/channels/strand.js';
import { ChannelTraffic } from '../../go/channels/traffic.js';
import { endsNormally, loopsOf, reachableFrom } from '../../go/flow/loops.js';
import type { FunctionForm, Operation } from '../../go/form.js';
import { calleesOf } from '../../go/implementations.js';
import type { Program } from '../../go/program.js';
import type { LocalChannel } from './local-channels.js';
import type { Seen, World } from './shape.js';

/**
 *     events := make(chan Event)
 *     go func() {
 *         for e := range events {       blocks when the last event was handled: nobody closes events
 *             handle(e)
 *         }
 *     }()
 *     for _, f := range files {
 *         events <- read(f)
 *     }
 *
 * and the other way round, where the goroutine sends and the function ranges.
 */
export function unclosedRanges({ program, starters }: World, channel: LocalChannel): Seen[] {
  const { form, variable, made } = channel;
  const ranges = channel.uses.filter(({ how }) => how === 'ranged');
  if (ranges.length === 0 || form.name === 'main' || form.name === 'init') return [];
  const traffic = new ChannelTraffic(program, form, variable, starters);
  const whole = traffic.whole();
  if (whole.unknown) return [];
  const closes = channel.uses.filter(({ how }) => how === 'closed').map(({ operation }) => operation.place);
  return ranges.flatMap((range): Seen[] => {
    const common = {
      shape: 'unclosed-range',
      key: variable.name,
      form: range.form,
      subject: variable.name,
      at: range.operation.place,
    } as const;
    if (whole.closes)
      return [
        { ...common, verdict: 'sound', confidence: 'proof', clues: closes.map((place) => ({ role: 'guard', place })) },
      ];
    if (leavesLoop(range.form, range.operation) || whole.callback > 0) return [];
    const strand = strandOf(program, range.form);
    const started = range.form !== form && strand?.how === 'goroutine' && strand.outer === form;
    // Whoever sends on and on is received from on and on.
    const waits = range.form === form && whole.inline === 0 && sendersEnd(program, traffic);
    if (!(started && returns(form)) && !waits) return [];
    const clues = [
      { role: 'receives', place: range.operation.place },
      { role: 'opened', place: made.place },
    ];
    return [{ ...common, verdict: 'defect', confidence: 'proof', clues }];
  });
}

/** All goroutines that send come to an end, which nobody who ranges over the channel is told. */
function sendersEnd(program: Program, traffic: ChannelTraffic): boolean {
  const senders = traffic.operations().filter(([, each]) => each.spawned > 0 || each.guarded);
  return (
    senders.length > 0 &&
    senders.every(([operation]) => {
      if (operation.op !== 'call' || operation.when !== 'spawned') return false;
      const started = calleesOf(program, operation.call);
      return started.length > 0 && started.every(returns);
    })
  );
}

/** `break`, `return` or `goto` out of the loop, or a call in it that ends the goroutine. */
export function leavesLoop(form: FunctionForm, range: Operation): boolean {
  const loop = loopsOf(form).find(({ header }) => header.operations.includes(range));
  if (!loop) return true;
  const body = [...loop.blocks];
  const entered = loop.header.next[0]?.to;
  const all = entered ? [...reachableFrom(entered)] : [];
  if (body.some((block) => block.next.some((edge) => !loop.blocks.has(edge.to) && !endsNormally(loop, block, edge))))
    return true;
  return all.some((block) => !loop.blocks.has(block) && !reachableFrom(loop.header.next[1]?.to ?? block).has(block));
}

export function returns(form: FunctionForm): boolean {
  const [entry] = form.blocks;
  return (
    entry !== undefined &&
    [...reachableFrom(entry)].some((block) => block.operations.some((each) => each.op === 'return'))
  );
}
