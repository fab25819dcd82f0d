import { strandOf } from '../../go/channels/strand.js';
import { ChannelTraffic, type Traffic } from '../../go/channels/traffic.js';
import type { VariableUse } from '../../go/channels/variable-uses.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { loopsAround } from '../../go/flow/loops.js';
import { pathFrom } from '../../go/flow/paths.js';
import type { Block, FunctionForm, Operation, Place } from '../../go/form.js';
import type { Clue } from '../detector.js';
import type { LocalChannel } from './local-channels.js';
import { exitsWithout } from './missed-signal.js';
import type { Seen, World } from './shape.js';
import { leavesLoop } from './unclosed-range.js';

const cluesMax = 3;

/**
 *     go func() {                            defer func() {
 *         for j := range jobs { … }              <-done
 *     }()                                    }()
 *     if err := prepare(); err != nil {      if err := prepare(); err != nil {
 *         return err       skips the close       return err       skips the start of who closes
 *     }                                      }
 *     close(jobs)                            go func() { defer close(done); … }()
 *
 * What waits is set going before something can fail, and only this function could give the signal afterwards.
 */
export function skippedSignals({ program, starters }: World, channel: LocalChannel): Seen[] {
  const { form, variable, made } = channel;
  if (form.name === 'main' || form.name === 'init') return [];
  const waits = channel.uses.filter((use) => use.form !== form && isWait(use));
  if (waits.length === 0) return [];
  const traffic = new ChannelTraffic(program, form, variable, starters);
  if (traffic.whole().unknown) return [];
  return waits.flatMap((wait): Seen[] => {
    const strand = strandOf(program, wait.form);
    if (strand?.outer !== form || (strand.how !== 'goroutine' && strand.how !== 'deferred')) return [];
    // A wait behind a question may be one that asks whether the signal is to come.
    if (conditionsAt(wait).length > (wait.how === 'ranged' ? 1 : 0) && strand.how === 'deferred') return [];
    const armed = pointOf(form, strand.operation);
    const signals = traffic
      .operations()
      .filter(([operation, each]) => operation !== strand.operation && gives(each, wait))
      .map(([operation]) => operation);
    if (!armed || signals.length === 0 || signals.some((each) => comesBefore(form, each, strand.operation))) return [];
    const exits = exitsWithout(form, (each) => each === made || signals.includes(each), {
      block: armed.block,
      index: armed.index + 1,
    });
    const [exit] = exits;
    return exit ? [seenOf(channel, wait, exits, signals, exit)] : [];
  });
}

function isWait({ how, form, block, operation }: VariableUse): boolean {
  if (how === 'ranged') return !leavesLoop(form, operation);
  return (
    how === 'received' &&
    operation.op === 'receive' &&
    operation.select === undefined &&
    loopsAround(form, block).length === 0
  );
}

/** Only a close ends a loop over the channel. */
function gives({ closes, inline, spawned, callback, guarded }: Traffic, { how }: VariableUse): boolean {
  return closes || (how === 'received' && (inline + spawned + callback > 0 || guarded));
}

function pointOf(form: FunctionForm, operation: Operation): { block: Block; index: number } | undefined {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  return block && { block, index: block.operations.indexOf(operation) };
}

function comesBefore(form: FunctionForm, first: Operation, second: Operation): boolean {
  const point = pointOf(form, first);
  return (
    point !== undefined &&
    pathFrom({ form, ...point, operation: first }, { stops: () => false, arrives: (each) => each === second })
  );
}

function seenOf(
  { variable }: LocalChannel,
  wait: VariableUse,
  exits: readonly Place[],
  signals: readonly Operation[],
  exit: Place,
): Seen {
  const clues: Clue[] = [
    { role: 'receives', place: wait.operation.place },
    ...exits.slice(0, cluesMax).map((place): Clue => ({ role: 'skips', place })),
    ...signals.slice(0, cluesMax).map(({ place }): Clue => ({ role: 'signals', place })),
  ];
  return {
    shape: 'missed-signal',
    verdict: 'defect',
    confidence: 'likely',
    key: `skipped ${variable.name}`,
    form: wait.form,
    at: wait.operation.place,
    subject: variable.name,
    clues,
    exit,
  };
}
