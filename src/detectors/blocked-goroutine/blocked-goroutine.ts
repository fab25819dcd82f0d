import { z } from 'zod';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { abandonedSends } from './abandoned-send.js';
import { earlyWaits } from './early-wait.js';
import { leftOut } from './left-out.js';
import { leftRanges } from './left-range.js';
import { localChannels } from './local-channels.js';
import { lostCloses } from './lost-close.js';
import { lostExits } from './lost-exit.js';
import { lostGuards } from './lost-guard.js';
import { madeOnOneWay } from './made-on-one-way.js';
import { lateAdds, missedDones } from './missed-done.js';
import { missedSignals } from './missed-signal.js';
import { missingGuards } from './missing-guard.js';
import { nilChannels } from './nil-channel.js';
import { type Seen, type Shape, shapes, toSighting, type World } from './shape.js';
import { skippedSignals } from './skipped-signal.js';
import { tickerRanges } from './ticker-range.js';
import { unclosedRanges } from './unclosed-range.js';
import { underLocks } from './under-lock.js';
import { unreachedSignals } from './unreached-signal.js';
import { unstartedAdds } from './unstarted-add.js';
import { waitsUnderLock } from './wait-under-lock.js';

/** `import/path.Name` or `import/path.Type.Method`. */
const qualifiedName = z
  .string()
  .regex(
    /^[\w.~/-]+\.\w+$/,
    'expected an import path, a dot and a name, for example golang.org/x/sync/errgroup.Group.Go',
  );

const params = z.strictObject({
  shapes: z.array(z.enum(shapes)).min(1).describe('Which ways of blocking the incident is about'),
  starters: z
    .array(qualifiedName)
    .default([])
    .describe('Functions outside the repository that run their argument in a goroutine of its own'),
  groups: z
    .array(qualifiedName)
    .default([])
    .describe('Types with the methods Add, Done and Wait, beside sync.WaitGroup'),
});

/** A goroutine that waits for something that can no longer happen. Each shape is drawn in its own file. */
export const blockedGoroutine: Detector<z.infer<typeof params>> = {
  name: 'blocked-goroutine',
  family: 'blocked-goroutine',
  params,
  names: ['shape', 'subject', 'function', 'operation', 'exit'],
  roles: {
    made: '{{subject}} is made here, without room for what is sent',
    sends: 'this send can wait for ever',
    leaves: 'this way out leaves {{subject}} without a receiver',
    receives: 'this receive can wait for ever',
    skips: 'this way out skips what {{subject}} waits for',
    signals: 'only this ends the wait for {{subject}}',
    opened: '{{subject}} is made here, and nobody closes it',
    stops: 'this does not close {{subject}}',
    unmade: '{{subject}} gets no channel here, and what waits for it waits for ever',
    madeElse: 'it is made here, and not every way comes by',
    done: 'only this tells {{subject}} that the goroutine has ended',
    adds: 'this counts the goroutine only when it runs already',
    counts: 'this counts a goroutine that is not started on every way from here',
    countsAll: 'this counts one goroutine for each',
    startsSome: 'a round may go on without starting one',
    waits: 'this may find nothing to wait for',
    waitsFirst: 'this waits until the senders on {{subject}} have ended, and nobody receives from it before',
    receivesLate: 'this would receive from {{subject}}, and comes after the wait',
    ends: 'who receives from {{subject}} goes on waiting after this',
    siblingCloses: 'the other function of this name closes it',
    sibling: 'this send on the same channel has a way out',
    held: 'the lock is held while {{subject}} waits',
    locks: 'the receiver needs the same lock first',
    waitsHere: 'this waits for {{subject}}',
    needs: 'a goroutine that is waited for needs the lock here before it can end',
    function: 'what runs here never ends any more',
    loops: 'nothing ends this loop any more',
    guard: 'this let it go on, and the change removes it',
  },
  detect(form, program, { shapes: wanted, starters, groups }): Sighting[] {
    if (form.outer) return [];
    return allSeen(form, program, starters, groups)
      .filter((each) => wanted.includes(each.shape) && !(form.file.isTest && leaksOnly.has(each.shape)))
      .map(toSighting);
  },
};

/** What a test leaves waiting ends with the test's process; only what is wrong even so is worth a comment there. */
const leaksOnly: ReadonlySet<Shape> = new Set([
  'abandoned-send',
  'missed-signal',
  'unclosed-range',
  'send-under-lock',
  'wait-under-lock',
  'missing-guard',
  'lost-guard',
  'lost-exit',
  'lost-close',
]);

/** All shapes at once, since one place is reported for one of them only, whichever incident asks. */
function allSeen(form: FunctionForm, program: Program, starters: readonly string[], groups: readonly string[]): Seen[] {
  const key = `blocked ${form.file.path}:${form.place.line}:${form.name} ${[...starters, '', ...groups].join()}`;
  return program.once(key, () => {
    const world: World = { program, starters: new Set(starters), groups: new Set(['sync.WaitGroup', ...groups]) };
    const channels = localChannels(form);
    const early = earlyWaits(world, form, channels);
    const shown = [
      ...early,
      ...notShown(
        channels.flatMap((each) => abandonedSends(world, each)),
        early,
      ),
      ...channels.flatMap((each) => [
        ...missedSignals(world, each),
        ...skippedSignals(world, each),
        ...unclosedRanges(world, each),
      ]),
      ...unreachedSignals(world, form),
      ...tickerRanges(world, form),
      ...nilChannels(world, form),
      ...madeOnOneWay(form),
      ...missedDones(world, form),
      ...lateAdds(world, form),
      ...unstartedAdds(world, form),
      ...leftOut(world, form),
      ...underLocks(world, form),
      ...waitsUnderLock(world, form),
      ...missingGuards(world, form),
      ...lostCloses(world, form),
    ];
    return [
      ...shown,
      ...notShown([...lostGuards(world, form), ...lostExits(world, form), ...leftRanges(world, form)], shown),
    ];
  });
}

/** What needs a removed guard to be a defect, where nothing shows already that it is one, or none. */
function notShown(seen: readonly Seen[], shown: readonly Seen[]): Seen[] {
  const told = shown.flatMap((each) =>
    each.verdict === 'defect' ? [each.at, ...each.clues.map(({ place }) => place)] : (each.settles ?? []),
  );
  const lines = new Set(told.map(({ path, line }) => `${path}:${line}`));
  return seen.filter(({ verdict, at }) => verdict === 'sound' || !lines.has(`${at.path}:${at.line}`));
}
