import { isLast } from '../../go/calls-that-end.js';
import { type ChannelTraffic, many } from '../../go/channels/traffic.js';
import { endsNormally, type Loop, loopsAround } from '../../go/flow/loops.js';
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
import { isFailure } from './failure.js';

/** Whether it is none, one or more than one is all that is asked. */
const receivesToldApartMax = 2;

/** A form that receives from a channel, and what is known when it starts. */
export interface Receiver {
  form: FunctionForm;
  variable: Variable;
  traffic: ChannelTraffic;
  capacity: number;
  /** Values that are on their way when the form starts. */
  pending: number;
  /** Where the form itself makes the channel: each time it is another one. */
  made?: Operation;
}

/** Exits by which more values are left than the buffer holds. `sure`: counted on a path, and not by functions that somebody else calls. */
export interface Leaving {
  exits: Place[];
  sure: boolean;
}

interface State {
  pending: number;
  /** Since the last value, a case of a select, an error or the value itself made it leave. */
  early: boolean;
  /** Goroutines that send once each were started in a loop. */
  crowd: boolean;
  /** A value was received in a loop: how many more are due is not known. */
  counted: boolean;
  /** Receives outside of loops so far. */
  received: number;
  drained: boolean;
  callback: boolean;
}

/** Undefined when there are too many ways through the form. */
export function walkReceiver(receiver: Receiver): Leaving | undefined {
  const { form, capacity } = receiver;
  const [entry] = form.blocks;
  if (!entry) return undefined;
  const exits: Place[] = [];
  let sure = true;
  const way = wayOf(receiver);
  const leave = (place: Place, state: State) => {
    if (state.drained || state.pending <= capacity) return;
    // `return <-results` after a loop of senders: the first one is received, and all others stay.
    const first = state.crowd && state.received === 1 && !state.counted;
    if ((state.pending >= many || state.counted) && !state.early && !first) return;
    // Whoever receives twice in a row knows how many senders the loop starts.
    if (state.pending >= many && state.received > 1) return;
    exits.push(place);
    if (state.callback || state.pending >= many) sure = false;
  };
  const complete = walkPaths<State>(
    form,
    { block: entry, index: 0 },
    { ...nothingSent, pending: receiver.pending },
    {
      key: (state) => JSON.stringify(state),
      step: (operation, state, { block }) => {
        if (isLast(operation)) return 'end';
        if (operation !== receiver.made) return afterOperation(way, operation, state, block);
        leave(operation.place, state);
        return nothingSent;
      },
      edge: (edge, from, state) => afterEdge(way, edge, from, state),
      exit: ({ place }, state) => leave(place, state),
    },
  );
  return complete ? { exits: [...new Map(exits.map((each) => [each.line, each])).values()], sure } : undefined;
}

function afterOperation({ traffic, loops }: Way, operation: Operation, state: State, block: Block): State {
  const each = traffic.of(operation);
  const sent = each.spawned + each.callback;
  let { pending, early, crowd, counted, received, drained, callback } = state;
  if (sent > 0) {
    crowd ||= loops(block).length > 0 && each.spawned === 1;
    pending = loops(block).length > 0 ? many : Math.min(many, pending + sent);
    callback ||= each.callback > 0;
  }
  if (each.spawnedReceives) drained = true;
  if (each.receives && operation.op === 'call') {
    if (operation.when === 'deferred') drained = true;
    else pending = 0;
  } else if (each.receives && operation.op === 'receive') {
    if (pending < many) pending = Math.max(0, pending - 1);
    early = false;
    if (loops(block).length > 0) counted = true;
    else received = Math.min(received + 1, receivesToldApartMax);
  }
  return { pending, early, crowd, counted, received, drained, callback };
}

const nothingSent: State = {
  pending: 0,
  early: false,
  crowd: false,
  counted: false,
  received: 0,
  drained: false,
  callback: false,
};

interface Way {
  traffic: ChannelTraffic;
  /** Hold what came out of the channel, or were computed from that. */
  values: ReadonlySet<Variable>;
  /** False when the channel is closed: `v, ok := <-c`. */
  opens: ReadonlySet<Variable>;
  /** Loops in which the channel stays the same. */
  loops(block: Block): Loop[];
}

function wayOf({ form, variable, traffic, made }: Receiver): Way {
  const home = form.blocks.find((block) => made !== undefined && block.operations.includes(made));
  return {
    traffic,
    ...receivedVariables(form, variable),
    loops: (block) => loopsAround(form, block).filter((loop) => !home || !loop.blocks.has(home)),
  };
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
  if (isClosed(way, edge)) return { ...state, pending: 0 };
  const whole = way.loops(from).some((loop) => endsNormally(loop, from, edge) && receivesIn(way, loop.blocks));
  if (whole) return { ...state, pending: 0 };
  if (isOtherCase(way, edge, from) || isFailure(edge) || tests(edge, way.values)) return { ...state, early: true };
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

function isClosed({ opens }: Way, { when }: Edge): boolean {
  return when?.test === 'true' && !when.holds && when.value.kind === 'variable' && opens.has(when.value.variable);
}

function receivedVariables(form: FunctionForm, channel: Variable): Pick<Way, 'values' | 'opens'> {
  const values = new Set<Variable>();
  const opens = new Set<Variable>();
  for (const operation of operationsOf(form)) {
    if (operation.op === 'receive' && operation.channel.kind === 'variable' && operation.channel.variable === channel) {
      const [value, open] = operation.results;
      if (value) values.add(value);
      if (open) opens.add(open);
    }
    if (operation.op !== 'assign' || operation.target.kind !== 'variable') continue;
    const from = partsOf(operation.value).flatMap((part) => (part.kind === 'variable' ? [part.variable] : []));
    if (from.some((each) => values.has(each) || isRangeOver(each, channel))) values.add(operation.target.variable);
    if (from.some((each) => opens.has(each))) opens.add(operation.target.variable);
  }
  return { values, opens };
}

function isRangeOver({ origin }: Variable, channel: Variable): boolean {
  return origin?.from === 'range' && origin.over.kind === 'variable' && origin.over.variable === channel;
}
