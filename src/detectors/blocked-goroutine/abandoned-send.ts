import { ChannelTraffic, isAlternative, many } from '../../go/channels/traffic.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm, Operation } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Clue } from '../detector.js';
import type { LocalChannel } from './local-channels.js';
import { type Leaving, walkReceiver } from './receiver-paths.js';
import { roomForOne } from './room-for-one.js';
import type { Seen, World } from './shape.js';

/** More exits and senders than these make no reader wiser. */
const cluesMax = 3;

/**
 *     result := make(chan error)
 *     go func() {
 *         result <- work()          blocks: nobody receives any more
 *     }()
 *     select {
 *     case err := <-result:
 *         return err
 *     case <-ctx.Done():
 *         return ctx.Err()          leaves
 *     }
 *
 * More values may be sent than are received on some way to an exit, and the buffer does not hold the rest.
 */
export function abandonedSends(world: World, channel: LocalChannel): Seen[] {
  const { form, variable, capacity, made } = channel;
  if (!channel.uses.some(({ how }) => how === 'sent' || how === 'argument') && !isSignal(channel)) return [];
  const traffic = new ChannelTraffic(world.program, form, variable, world.starters);
  const whole = traffic.whole();
  const key = `${variable.name}`;
  const common = { shape: 'abandoned-send', key, form, subject: variable.name } as const;
  const leaving = whole.unknown ? undefined : exitsWithout(world, channel, traffic);
  const sends = channel.uses.filter((use) => use.how === 'sent' && !isAlternative(use.operation));
  const [first] = sends.filter((use) => use.form !== form);
  const blocked = first?.operation ?? traffic.operations().find(([, each]) => each.spawned + each.callback > 0)?.[0];
  if (leaving && leaving.exits.length > 0 && blocked && capacity !== undefined) {
    const exits = leaving.exits.slice(0, cluesMax).map((place): Clue => ({ role: 'leaves', place }));
    const repair = whole.spawned === 1 && whole.inline + whole.callback === 0 ? roomForOne(channel) : undefined;
    const isEnough = repair && exitsWithout(world, { ...channel, capacity: 1 }, traffic)?.exits.length === 0;
    const others = sends.slice(0, cluesMax).map(({ operation }): Clue => ({ role: 'sends', place: operation.place }));
    return [
      {
        ...common,
        verdict: 'defect',
        confidence: leaving.sure ? 'proof' : 'likely',
        at: blocked.place,
        clues: [{ role: 'made', place: made.place }, ...exits, ...others],
        ...(leaving.exits[0] ? { exit: leaving.exits[0] } : {}),
        ...(isEnough ? { repair } : {}),
      },
    ];
  }
  const settled = !whole.unknown && (leaving !== undefined || capacity !== 0);
  return [
    {
      ...common,
      verdict: 'sound',
      confidence: 'proof',
      at: made.place,
      clues: soundness(channel, traffic),
      ...(settled ? { settles: sends.map(({ operation }) => operation.place) } : {}),
    },
  ];
}

/** `close(done)` where a value could have been sent. */
function isSignal({ uses, form }: LocalChannel): boolean {
  return uses.some((use) => use.how === 'closed' && use.form !== form);
}

/** What makes it sound: room in the buffer, another case beside the send, a close in place of a send, a goroutine that drains. */
function soundness({ made, capacity, uses, form }: LocalChannel, traffic: ChannelTraffic): Clue[] {
  const clue = (operation: Operation): Clue => ({ role: 'guard', place: operation.place });
  const room = capacity === 0 ? [] : [clue(made)];
  const cases = uses.flatMap((use) =>
    use.how === 'sent' && isAlternative(use.operation) ? alternativesOf(use.form, use.operation).map(clue) : [],
  );
  const closes = uses.filter((use) => use.how === 'closed' && use.form !== form).map((use) => clue(use.operation));
  const drains = traffic.operations().flatMap(([operation, each]) => (each.spawnedReceives ? [clue(operation)] : []));
  return [...room, ...cases, ...closes, ...drains];
}

/** The other cases of the select that an operation is a case of. */
export function alternativesOf(form: FunctionForm, operation: Operation): Operation[] {
  const select = 'select' in operation ? operation.select : undefined;
  return select
    ? operationsOf(form).filter((each) => each !== operation && 'select' in each && each.select === select)
    : [];
}

function exitsWithout(world: World, channel: LocalChannel, traffic: ChannelTraffic): Leaving | undefined {
  const { form, variable, capacity } = channel;
  // Whoever gives the buffer a number knows how many values come; what main leaves ends with the process.
  if (capacity === undefined || capacity > 1 || form.name === 'main' || form.name === 'init') return undefined;
  const all = traffic.operations();
  const here = all.some(([, each]) => each.receives);
  const elsewhere = all.filter(([, each]) => each.spawnedReceives);
  // Two sides that both send and receive in one goroutine, as a semaphore is used: not told apart.
  if (here && all.some(([, each]) => each.inline > 0)) return undefined;
  if (here) return walkReceiver({ form, variable, traffic, capacity, pending: 0, made: channel.made });
  const [only] = elsewhere;
  if (!only || elsewhere.length > 1) return undefined;
  return leavingGoroutine(world, channel, traffic, only[0]);
}

/** The receiver is one goroutine that is started once; it may leave while others go on sending. */
function leavingGoroutine(
  world: World,
  { form, variable, capacity }: LocalChannel,
  traffic: ChannelTraffic,
  start: Operation,
): Leaving | undefined {
  const literal = start.op === 'call' && start.call.callee.kind === 'literal' ? start.call.callee.form : undefined;
  const block = form.blocks.find((each) => each.operations.includes(start));
  if (!literal || !block || start.op !== 'call' || start.when !== 'spawned' || loopsAround(form, block).length > 0)
    return undefined;
  if (start.call.arguments.length > 0) return undefined;
  const whole = traffic.whole();
  const inside = new ChannelTraffic(world.program, literal, variable, world.starters);
  const own = inside.whole();
  const pending = Math.min(many, whole.inline + whole.spawned - own.inline - own.spawned);
  if (pending <= 0 || own.inline + own.spawned > 0 || whole.callback > 0) return undefined;
  const leaving = walkReceiver({ form: literal, variable, traffic: inside, capacity: capacity ?? many, pending });
  return leaving && { ...leaving, sure: false };
}
