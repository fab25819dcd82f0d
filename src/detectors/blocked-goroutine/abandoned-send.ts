import { ChannelTraffic, isAlternative, many } from '../../go/channels/traffic.js';
import { endsNormally, loopsAround } from '../../go/flow/loops.js';
import { walkPaths } from '../../go/flow/walk-paths.js';
import {
  type Block,
  type Edge,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Variable,
} from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Clue } from '../detector.js';
import { isFailure } from './failure.js';
import { isFatal } from './fatal.js';
import type { LocalChannel } from './local-channels.js';
import type { Seen, World } from './shape.js';

/** More exits and senders than these make no reader wiser. */
const cluesMax = 3;

const receivesToldApartMax = 2;

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
    const others = sends.slice(0, cluesMax).map(({ operation }): Clue => ({ role: 'sends', place: operation.place }));
    return [
      {
        ...common,
        verdict: 'defect',
        confidence: leaving.sure ? 'proof' : 'likely',
        at: blocked.place,
        clues: [{ role: 'made', place: made.place }, ...exits, ...others],
        ...(leaving.exits[0] ? { exit: leaving.exits[0] } : {}),
      },
    ];
  }
  return [{ ...common, verdict: 'sound', confidence: 'proof', at: made.place, clues: soundness(channel, traffic) }];
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

interface Leaving {
  exits: Place[];
  sure: boolean;
}

function exitsWithout(world: World, channel: LocalChannel, traffic: ChannelTraffic): Leaving | undefined {
  const { form, variable, capacity } = channel;
  if (capacity === undefined || form.name === 'main' || form.name === 'init') return undefined;
  const all = traffic.operations();
  const here = all.some(([, each]) => each.receives);
  const elsewhere = all.filter(([, each]) => each.spawnedReceives);
  // Two sides that both send and receive in one goroutine, as a semaphore is used: not told apart.
  if (here && all.some(([, each]) => each.inline > 0)) return undefined;
  if (here) return walkReceiver({ form, variable, traffic, capacity, pending: 0 });
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

interface Receiver {
  form: FunctionForm;
  variable: Variable;
  traffic: ChannelTraffic;
  capacity: number;
  /** Values that are on their way when the form starts. */
  pending: number;
}

interface State {
  pending: number;
  /** Since the last value, a case of a select, an error or the value itself made it leave. */
  early: boolean;
  /** A value was received in a loop: how many more are due is not known. */
  counted: boolean;
  /** Receives outside of loops so far. */
  received: number;
  drained: boolean;
  callback: boolean;
}

function walkReceiver(receiver: Receiver): Leaving | undefined {
  const { form, traffic, capacity, variable } = receiver;
  const [entry] = form.blocks;
  if (!entry) return undefined;
  const exits: Place[] = [];
  let sure = true;
  const received = receivedVariables(form, variable);
  const start: State = {
    pending: receiver.pending,
    early: false,
    counted: false,
    received: 0,
    drained: false,
    callback: false,
  };
  const complete = walkPaths<State>(form, { block: entry, index: 0 }, start, {
    key: (state) => `${state.pending}${state.early}${state.counted}${state.received}${state.drained}${state.callback}`,
    step: (operation, state, { block }) =>
      isFatal(operation) ? 'end' : afterOperation(receiver, operation, state, block),
    edge: (edge, from, state) => afterEdge({ form, variable, traffic, received }, edge, from, state),
    exit: (operation, state) => {
      if (state.drained || state.pending <= capacity) return;
      if ((state.pending >= many || state.counted) && !state.early) return;
      // Whoever receives twice in a row, or gives the buffer a number, knows how many senders the loop starts.
      if (state.pending >= many && (state.received > 1 || capacity > 1)) return;
      exits.push(operation.place);
      if (state.callback || state.pending >= many) sure = false;
    },
  });
  return complete ? { exits: [...new Map(exits.map((each) => [each.line, each])).values()], sure } : undefined;
}

function afterOperation({ form, traffic }: Receiver, operation: Operation, state: State, block: Block): State {
  const each = traffic.of(operation);
  const sent = each.spawned + each.callback;
  let { pending, early, counted, received, drained, callback } = state;
  if (sent > 0) {
    pending = loopsAround(form, block).length > 0 ? many : Math.min(many, pending + sent);
    callback ||= each.callback > 0;
  }
  if (each.spawnedReceives) drained = true;
  if (each.receives && operation.op === 'call') {
    if (operation.when === 'deferred') drained = true;
    else pending = 0;
  } else if (each.receives && operation.op === 'receive') {
    if (pending < many) pending = Math.max(0, pending - 1);
    early = false;
    if (loopsAround(form, block).length > 0) counted = true;
    else received = Math.min(received + 1, receivesToldApartMax);
  }
  return { pending, early, counted, received, drained, callback };
}

interface Way {
  form: FunctionForm;
  variable: Variable;
  traffic: ChannelTraffic;
  received: ReadonlySet<Variable>;
}

function afterEdge(way: Way, edge: Edge, from: Block, state: State): State {
  const last = from.operations.at(-1);
  const ranges = last?.op === 'range' && way.traffic.of(last).receives;
  if (ranges && edge === from.next[1]) return { ...state, pending: 0 };
  if (ranges)
    return {
      ...state,
      early: false,
      counted: true,
      pending: state.pending < many ? Math.max(0, state.pending - 1) : many,
    };
  const whole = loopsAround(way.form, from).some(
    (loop) => endsNormally(loop, from, edge) && receivesIn(way, loop.blocks),
  );
  if (whole) return { ...state, pending: 0 };
  if (isOtherCase(way, edge, from) || isFailure(edge) || tests(edge, way.received)) return { ...state, early: true };
  return state;
}

function receivesIn({ traffic }: Way, blocks: ReadonlySet<Block>): boolean {
  return [...blocks].some((block) => block.operations.some((each) => traffic.of(each).receives));
}

/** A case of a select that is not the receive from the channel. */
function isOtherCase({ traffic }: Way, edge: Edge, from: Block): boolean {
  if (edge.when || from.next.length < 2 || from.operations.at(-1)?.op === 'range') return false;
  const [first] = edge.to.operations;
  return !(first && first.op === 'receive' && traffic.of(first).receives);
}

function tests({ when }: Edge, variables: ReadonlySet<Variable>): boolean {
  return (
    when !== undefined && partsOf(when.value).some((part) => part.kind === 'variable' && variables.has(part.variable))
  );
}

/** Variables that hold what came out of the channel, or were computed from that. */
function receivedVariables(form: FunctionForm, channel: Variable): Set<Variable> {
  const found = new Set<Variable>();
  for (const operation of operationsOf(form)) {
    if (operation.op === 'receive' && operation.channel.kind === 'variable' && operation.channel.variable === channel)
      for (const each of operation.results) found.add(each);
    if (operation.op !== 'assign' || operation.target.kind !== 'variable') continue;
    const from = partsOf(operation.value).some(
      (part) => part.kind === 'variable' && (found.has(part.variable) || isRangeOver(part.variable, channel)),
    );
    if (from) found.add(operation.target.variable);
  }
  return found;
}

function isRangeOver({ origin }: Variable, channel: Variable): boolean {
  return origin?.from === 'range' && origin.over.kind === 'variable' && origin.over.variable === channel;
}
