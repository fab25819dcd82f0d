import { isLast } from '../../go/calls-that-end.js';
import { ChannelTraffic } from '../../go/channels/traffic.js';
import { loopsAround, reachableFrom } from '../../go/flow/loops.js';
import { type Position, walkPaths } from '../../go/flow/walk-paths.js';
import type { FunctionForm, Operation, Place } from '../../go/form.js';
import type { Clue } from '../detector.js';
import type { LocalChannel } from './local-channels.js';
import type { Seen, World } from './shape.js';

const cluesMax = 3;

/**
 *     done := make(chan struct{})
 *     go func() {
 *         if err := prepare(); err != nil {
 *             return                 skips the only signal
 *         }
 *         work()
 *         close(done)
 *     }()
 *     <-done                         blocks
 */
export function missedSignals({ program, starters }: World, channel: LocalChannel): Seen[] {
  const { form, variable } = channel;
  const waits = channel.uses.filter(
    (use) => use.form === form && ((use.how === 'received' && !isCase(use.operation)) || use.how === 'ranged'),
  );
  if (waits.length === 0) return [];
  const traffic = new ChannelTraffic(program, form, variable, starters);
  if (traffic.whole().unknown) return [];
  const signals = traffic
    .operations()
    .filter(([, each]) => each.spawned > 0 || each.closes || each.guarded || each.inline > 0 || each.callback > 0);
  const [only] = signals;
  const start = only?.[0];
  if (
    !start ||
    signals.length > 1 ||
    start.op !== 'call' ||
    start.when !== 'spawned' ||
    start.call.callee.kind !== 'literal'
  )
    return [];
  const literal = start.call.callee.form;
  if (start.call.arguments.length > 0 || inLoop(form, start)) return [];
  return waits.flatMap((wait): Seen[] => {
    if (loopsAround(form, wait.block).length > (wait.how === 'ranged' ? 1 : 0) || !follows(form, start, wait.operation))
      return [];
    const inside = new ChannelTraffic(program, literal, variable, starters);
    const needsClose = wait.how === 'ranged';
    const exits = exitsWithout(literal, (operation) => {
      const each = inside.of(operation);
      return each.closes || (!needsClose && (each.inline > 0 || each.guarded || each.spawned > 0 || each.callback > 0));
    });
    const common = {
      shape: 'missed-signal',
      key: variable.name,
      form,
      subject: variable.name,
      at: wait.operation.place,
    } as const;
    const told = inside
      .operations()
      .filter(([, each]) => each.closes || each.inline > 0)
      .map(([operation]) => operation);
    // Sent again and again until there is nothing more: the ways on which nothing is sent come after.
    if (told.some((each) => inLoop(literal, each))) return [];
    const [exit] = exits;
    if (!exit || told.length === 0 || (needsClose && !traffic.whole().closes))
      return [
        {
          ...common,
          verdict: 'sound',
          confidence: 'proof',
          clues: told.map(({ place }): Clue => ({ role: 'guard', place })),
        },
      ];
    const clues: Clue[] = [
      { role: 'receives', place: wait.operation.place },
      ...exits.slice(0, cluesMax).map((place): Clue => ({ role: 'skips', place })),
      ...told.slice(0, cluesMax).map(({ place }): Clue => ({ role: 'signals', place })),
    ];
    return [{ ...common, verdict: 'defect', confidence: 'proof', clues, exit }];
  });
}

function isCase(operation: Operation): boolean {
  return operation.op === 'receive' && operation.select !== undefined;
}

function inLoop(form: FunctionForm, operation: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  return !block || loopsAround(form, block).length > 0;
}

function follows(form: FunctionForm, first: Operation, second: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(first));
  if (!block) return false;
  if (block.operations.indexOf(second) > block.operations.indexOf(first)) return true;
  return block.next.some(({ to }) => [...reachableFrom(to)].some((each) => each.operations.includes(second)));
}

/** Exits that are reached, from the beginning or from a position, without such an operation, and without deferring one. */
export function exitsWithout(
  form: FunctionForm,
  isSignal: (operation: Operation) => boolean,
  from?: Position,
): Place[] {
  const [entry] = form.blocks;
  const exits: Place[] = [];
  const selects = new Set(
    form.blocks.flatMap((block) =>
      block.operations.filter(isSignal).flatMap((each) => ('select' in each && each.select) || []),
    ),
  );
  const complete =
    entry &&
    walkPaths<null>(form, from ?? { block: entry, index: 0 }, null, {
      key: () => '',
      step: (operation) => {
        const chosen = 'select' in operation && operation.select !== undefined && selects.has(operation.select);
        return isLast(operation) || isSignal(operation) || chosen ? 'end' : null;
      },
      exit: ({ place }) => {
        exits.push(place);
      },
    });
  return complete ? [...new Map(exits.map((each) => [each.line, each])).values()] : [];
}
