import { isLast } from '../../go/calls-that-end.js';
import { type ChannelUse, channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { outermostForm, outermostOperation, runnersOf } from '../../go/concurrency/who-runs.js';
import { reachableFrom } from '../../go/flow/loops.js';
import { walkPaths } from '../../go/flow/walk-paths.js';
import type { FunctionForm, Operation, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Clue } from '../detector.js';
import { isFailure, isSuccess } from './failure.js';
import type { Seen, World } from './shape.js';
import { isArmedLater } from './wait-guards.js';

/** The stop procedure may call the function that waits through this many others of its package. */
const callersDepthMax = 3;
const cluesMax = 3;

/**
 *     func (m *Manager) Start() error {
 *         defer m.stop()                 runs whether or not `elect` came to its end
 *         if err := m.elect(); err != nil {
 *             return err
 *         }
 *         …
 *     }
 *     func (m *Manager) elect() error {
 *         e, err := newElector()
 *         if err != nil {
 *             return err                 skips the only signal
 *         }
 *         go func() {
 *             e.Run()
 *             close(m.stopped)           the only signal in the package
 *         }()
 *         return nil
 *     }
 *     func (m *Manager) stop() {
 *         <-m.stopped                    blocks
 *     }
 */
export function unreachedSignals({ program }: World, root: FunctionForm): Seen[] {
  const uses = channelTraffic(program, root).filter(
    ({ channel }) => channel.kind === 'field' && channel.home !== undefined,
  );
  const waits = uses.filter(isWait).map(({ channel }) => channel);
  const signals = uses.filter((use) => isSignal(use) && skippingExits(program, root, [use]).length > 0);
  const channels = new Map([...waits, ...signals.map(({ channel }) => channel)].map((each) => [each.key, each]));
  return [...channels.values()].flatMap((channel) => seenOf(program, usesAcrossPackage(program, channel, root)));
}

function isWait({ how, operation }: ChannelUse): boolean {
  return (how === 'received' && !isAlternative(operation)) || how === 'ranged';
}

function isSignal({ how }: ChannelUse): boolean {
  return how === 'closed' || how === 'sent';
}

function seenOf(program: Program, uses: readonly ChannelUse[]): Seen[] {
  const signals = uses.filter(isSignal);
  const [first] = signals;
  if (!first || uses.some((use) => use.how === 'handed' && !isReadOnlyResult(use))) return [];
  const starter = outermostForm(first.form);
  if (signals.some((each) => outermostForm(each.form) !== starter)) return [];
  const skipped = skippingExits(program, starter, signals);
  const [exit] = skipped;
  if (!exit) return [];
  return uses.filter(isWait).flatMap((wait): Seen[] => {
    const waiter = outermostForm(wait.form);
    if (waiter === starter || (wait.how === 'ranged' && signals.every(({ how }) => how === 'sent'))) return [];
    if (!leadsTo(program, starter, waiter) || isArmedLater(program, { wait, starter, waiter, exits: skipped }))
      return [];
    const clues: Clue[] = [
      { role: 'receives', place: wait.operation.place },
      ...skipped.slice(0, cluesMax).map((place): Clue => ({ role: 'skips', place })),
      ...signals.slice(0, cluesMax).map(({ operation }): Clue => ({ role: 'signals', place: operation.place })),
    ];
    return [
      {
        shape: 'unreached-signal',
        verdict: 'defect',
        confidence: 'likely',
        key: `${wait.channel.type}.${wait.channel.field} ${waiter.declaration}`,
        form: wait.form,
        at: wait.operation.place,
        clues,
        subject: wait.channel.name,
        exit,
        exitForm: starter,
      },
    ];
  });
}

/** `func (m *Manager) Stopped() <-chan struct{} { return m.stopped }`: whoever gets it can only wait, too. */
function isReadOnlyResult({ operation, form }: ChannelUse): boolean {
  if (operation.op !== 'return') return false;
  return form.type.results.every((each) => each.kind !== 'channel' || each.direction === 'receive');
}

/** Failing exits of the function that signals, by which the signal, or the goroutine that would give it, is not come to. */
function skippingExits(program: Program, starter: FunctionForm, signals: readonly ChannelUse[]): Place[] {
  const starts = signals.map(({ form, operation }) => outermostOperation(program, form, operation));
  const [entry] = starter.blocks;
  if (!entry || starts.includes(undefined)) return [];
  const exits: Place[] = [];
  const complete = walkPaths<boolean>(starter, { block: entry, index: 0 }, false, {
    key: String,
    step: (operation, failed) => (isLast(operation) || starts.includes(operation) ? 'end' : failed),
    edge: (edge, _, failed) => isFailure(edge) || (failed && !isSuccess(edge)),
    exit: ({ place }, failed) => {
      if (failed) exits.push(place);
    },
  });
  return complete ? [...new Map(exits.map((each) => [each.line, each])).values()] : [];
}

/** Whether some function runs both: the wait is deferred before, or comes on the failing way after. */
function leadsTo(program: Program, starter: FunctionForm, waiter: FunctionForm): boolean {
  const starting = runnersOf(program, starter, callersDepthMax);
  if (starting.length === 0) return false;
  const waiting = runnersOf(program, waiter, callersDepthMax);
  // The same function signals and runs the wait: what has to hold on its ways is not told by this shape.
  if (waiting.some(({ form }) => form === starter)) return false;
  return starting.some(({ form, operation }) =>
    waiting.some(
      (wait) => wait.form === form && wait.operation !== operation && follows(form, operation, wait.operation),
    ),
  );
}

function follows(form: FunctionForm, start: Operation, wait: Operation): boolean {
  if (wait.op === 'call' && isDeferred(form, wait)) return comesAfter(form, wait, start);
  return comesAfterFailure(form, start, wait);
}

function isDeferred(form: FunctionForm, operation: Operation & { op: 'call' }): boolean {
  return operation.when === 'deferred' && form.blocks.some((block) => block.operations.includes(operation));
}

function comesAfter(form: FunctionForm, first: Operation, second: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(first));
  if (!block) return false;
  const rest = block.operations.slice(block.operations.indexOf(first));
  return (
    rest.includes(second) ||
    block.next.some(({ to }) => [...reachableFrom(to)].some((each) => each.operations.includes(second)))
  );
}

function comesAfterFailure(form: FunctionForm, start: Operation, wait: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(start));
  if (!block || start.op !== 'call' || start.when !== 'now') return false;
  let found = false;
  walkPaths<boolean>(form, { block, index: block.operations.indexOf(start) + 1 }, false, {
    key: String,
    step: (operation, failed) => {
      if (operation === wait && failed) found = true;
      return operation === wait || isLast(operation) ? 'end' : failed;
    },
    edge: (edge, _, failed) => (isSuccess(edge) && !failed ? 'end' : failed || isFailure(edge)),
    exit: () => {},
  });
  return found;
}
