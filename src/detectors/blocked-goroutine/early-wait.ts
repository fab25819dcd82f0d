import { ChannelTraffic, many } from '../../go/channels/traffic.js';
import { beginsLoop, conditionsAt } from '../../go/flow/dominance.js';
import { type Point, pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Place } from '../../go/form.js';
import type { Clue } from '../detector.js';
import { type Counted, type CountedWait, countedWaits } from './counted-goroutines.js';
import { fieldLines } from './early-wait-fields.js';
import type { LocalChannel } from './local-channels.js';
import type { Seen, World } from './shape.js';

const cluesMax = 3;

/** A channel between the goroutines that are waited for and the function that waits. */
export interface Line {
  /** As it is written, and told apart from others. */
  name: string;
  key: string;
  made: readonly Place[];
  /** Values that its buffer holds. */
  capacity: number;
  /** Values that are sent before the wait, at most. */
  sent: number;
  /** Operations of the function that waits by which values are taken. */
  receives: readonly Operation[];
  sends: readonly { goroutine: Counted; point: Point }[];
}

/**
 *     results := make(chan Result)
 *     for _, item := range items {
 *         group.Add(1)
 *         go func() {
 *             defer group.Done()
 *             results <- work(item)      blocks: who would receive waits for this goroutine
 *         }()
 *     }
 *     group.Wait()                       blocks
 *     close(results)
 *     for r := range results {
 *
 * With room for fewer values than are sent it comes to the same.
 */
export function earlyWaits(world: World, root: FunctionForm, channels: readonly LocalChannel[]): Seen[] {
  return countedWaits(world, root).flatMap((each) => {
    const lines = [
      ...channels.flatMap((channel) => localLine(world, channel, each) ?? []),
      ...fieldLines(world.program, root, each),
    ];
    return lines.map((line) => seenOf(each, line));
  });
}

function seenOf({ form, wait }: CountedWait, line: Line): Seen {
  const { receives, made, name, capacity } = line;
  const common = { shape: 'early-wait', key: `${line.key} ${wait.call.text}`, form, subject: name } as const;
  const arrives = (operation: Operation) => operation === wait;
  const takers = receives.filter((each) =>
    pointsIn(form, each).some((point) => pathFrom(point, { stops: () => false, arrives })),
  );
  const late = receives.filter((each) =>
    pointsIn(form, wait).some((point) => pathFrom(point, { stops: () => false, arrives: (one) => one === each })),
  );
  const [first] = line.sends;
  if (!first || takers.length > 0 || !isTooMuch(line)) {
    const guards = [...takers.map(({ place }) => place), ...(capacity > 0 ? made : [])];
    const clues = guards.map((place): Clue => ({ role: 'guard', place }));
    return { ...common, verdict: 'sound', confidence: 'proof', at: wait.place, clues };
  }
  const clue = (role: string) => (place: Place) => ({ role, place });
  return {
    ...common,
    verdict: 'defect',
    confidence: capacity === 0 && line.sends.some(isSure) ? 'proof' : 'likely',
    at: wait.place,
    clues: [
      { role: 'waitsFirst', place: wait.place },
      ...line.sends.slice(0, cluesMax).map(({ point }) => clue('sends')(point.operation.place)),
      ...made.slice(0, cluesMax).map(clue('made')),
      ...late.slice(0, 1).map(({ place }) => clue('receivesLate')(place)),
    ],
  };
}

/** Whoever gives the buffer a number above one knows how many a loop starts. */
function isTooMuch({ capacity, sent }: Line): boolean {
  return sent > capacity && (sent < many || capacity <= 1);
}

/** Nothing but loops decides whether it is sent. */
function isSure({ point: { form, block } }: Line['sends'][number]): boolean {
  return conditionsAt({ form, block }).every((each) => beginsLoop(form, each.block));
}

function localLine(world: World, channel: LocalChannel, { form, goroutines }: CountedWait): Line | undefined {
  const { variable, capacity, made } = channel;
  if (channel.form !== form || capacity === undefined) return undefined;
  const traffic = new ChannelTraffic(world.program, form, variable, world.starters);
  const whole = traffic.whole();
  // Who sends itself may be a semaphore, and what is handed to others may be called at any time.
  if (whole.unknown || whole.callback > 0 || whole.spawned === 0) return undefined;
  const sends = goroutines.flatMap((goroutine) =>
    sendsIn(world, goroutine, channel)
      .filter((point) => goroutine.isBeforeDone(point))
      .map((point) => ({ goroutine, point })),
  );
  if (sends.length === 0) return undefined;
  const receives = traffic
    .operations()
    .flatMap(([each, { receives: here, spawnedReceives }]) => (here || spawnedReceives ? [each] : []));
  return {
    name: variable.name,
    key: variable.name,
    made: [made.place],
    capacity,
    sent: whole.spawned,
    receives,
    sends,
  };
}

/** Where a goroutine sends, itself or by a function that it calls, with no other way to go on. */
function sendsIn({ program, starters }: World, { form, bindings }: Counted, { variable }: LocalChannel): Point[] {
  const [parameter] = [...bindings].flatMap(([each, value]) =>
    value.kind === 'variable' && value.variable === variable ? [each] : [],
  );
  const traffic = new ChannelTraffic(program, form, parameter ?? variable, starters);
  if (traffic.whole().receives || traffic.whole().spawnedReceives) return [];
  return traffic.operations().flatMap(([operation, { inline }]) =>
    // What is deferred may come after a Done that is deferred too.
    inline > 0 && !(operation.op === 'call' && operation.when === 'deferred') ? pointsIn(form, operation) : [],
  );
}

function pointsIn(form: FunctionForm, operation: Operation): Point[] {
  return form.blocks.flatMap((block) => {
    const index = block.operations.indexOf(operation);
    return index < 0 ? [] : [{ form, block, index, operation }];
  });
}
