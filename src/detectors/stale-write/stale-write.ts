import { z } from 'zod';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { callName } from '../named-calls.js';
import { rootParams } from '../root-params.js';
import { checksInAnotherSection } from './checked-in-another-section.js';
import { countersCheckedApart } from './counter-checked-apart.js';
import { flagsSetApart } from './flag-set-in-another-section.js';
import { indexesAfterUnlock } from './index-after-unlock.js';
import { leftOutOfWriteBack } from './left-out-of-write-back.js';
import { lostRebuilds } from './lost-rebuild.js';
import { lostReads, lostRefreshes } from './lost-refresh.js';
import { lostRetries, retriesWithoutReading } from './lost-retry.js';
import { lostUpdates } from './lost-update.js';
import { overwrittenValues } from './overwritten-value.js';
import { readsBeforeLock, readsBeforeWait } from './read-before-lock.js';
import type { Seen } from './shape.js';
import { swallowedConflicts } from './swallowed-conflict.js';
import { wholeStatusPatches } from './whole-status-patch.js';

const name = z.string().regex(/^\w+$/, 'expected the name of a function or method, for example Restore');
const names = z.array(name).min(1);
const qualifiedName = z
  .string()
  .regex(
    /^[\w.~/-]+\.\w+$/,
    'expected an import path, a dot and a name, for example k8s.io/client-go/util/retry.RetryOnConflict',
  );

const callNamesOf = (of: string) => z.array(callName).min(1).describe(of);

const params = z.strictObject({
  snapshots: z
    .array(
      z.strictObject({
        refresh: names.describe('Methods that replace a cached copy by the state as it is'),
        writeBack: names.describe('Methods of the same object that write the whole copy back'),
      }),
    )
    .default([])
    .describe('Cached copies of state that others write too'),
  named: z
    .array(
      z.strictObject({
        refresh: names.describe('Methods that fill one part of a copy, whose name they get first'),
        writeBack: names.describe('Methods of the same object that write back the parts in a list of names'),
      }),
    )
    .default([])
    .describe('Copies of which only named parts are written back'),
  overwrites: z
    .array(
      z.strictObject({
        read: callNamesOf('Functions and methods that read what stands under a key'),
        write: callNamesOf('Functions and methods that write it whatever stands there'),
        condition: z
          .array(name)
          .default([])
          .describe('Methods that make a transaction of such writes depend on what stands there'),
      }),
    )
    .default([])
    .describe('Stores of keys that others write too'),
  conflicts: z
    .strictObject({
      retry: z.array(qualifiedName).min(1).describe('Functions that run their argument again after a conflict'),
      conflict: names.describe('Predicates that are true of a conflict'),
      read: names.describe('Methods that read an object'),
      write: names.describe('Methods that write an object whole, and fail when it has changed since it was read'),
      waits: z.array(qualifiedName).default([]).describe('Functions that return only after a while'),
    })
    .optional()
    .describe('Objects that are written only in the version that was read'),
  patches: z
    .strictObject({
      patch: names.describe('Methods that merge what they are given into the object'),
      part: names.describe('Fields of an object that several writers share, each with fields of its own in it'),
      cached: z.array(name).default([]).describe('Last words in the names of what reads an object from a cache'),
    })
    .optional()
    .describe('Patches that carry more than what changed'),
  counters: z.boolean().default(false).describe('Atomic counters that are compared in one step and changed in another'),
  indexes: z
    .boolean()
    .default(false)
    .describe('Positions in a list that are used after its lock was given back and taken again'),
  sections: z
    .boolean()
    .default(false)
    .describe('Fields that are looked at in one section of their lock and written in another'),
  roots: rootParams,
});

type Params = z.infer<typeof params>;

/**
 *     read or refresh      what is there
 *     …                    others write
 *     write                what was read, with a change: theirs is gone
 */
export const staleWrite: Detector<Params> = {
  name: 'stale-write',
  family: 'stale-write',
  params,
  names: ['write', 'guard', 'state', 'function'],
  roles: {
    write: '{{write}} writes here',
    set: '{{state}} is written here',
    raised: '{{state}} is raised here',
    writtenBack: 'this writes {{state}} back',
    filled: '{{guard}} fills {{state}} here, which is not in the list that is written back',
    named: 'this wrote {{state}} back, and the change removes it',
    refresh: 'this read the state as it was, and the change removes it',
    mixedUp: '{{guard}} reads the state of another one here, not of {{state}}',
    stale: '{{guard}} fills the copy here, after the write and for the next one',
    rebuild: 'this forgot what was read before, and the change removes it',
    retry: '{{guard}} runs the write again after a conflict',
    retried: '{{guard}} made the write run again after a conflict, and the change removes it',
    compared: 'this kept the write from going over what others have written, and the change removes it',
    read: '{{state}} is read here',
    lock: 'after that, the lock is taken here',
    conflict: 'this is true when others have written {{state}} meanwhile',
    swallowed: 'this says that the write was done',
    waits: 'time passes here, in which others write',
    position: '{{guard}} is found here, in an earlier section of the lock',
    check: '{{state}} is compared here',
    asked: '{{state}} is looked at here, and not again under the lock',
    twice: 'whoever has passed the look does this, and another one may have passed it too',
    together: 'this kept the look at {{state}} and the write together, and the change removes it',
    body: 'the whole of {{state}} is taken here',
    narrow: 'this took only the fields that changed, and the change removes it',
    cached: '{{state}} comes from a cache here',
  },
  detect(form, program, given) {
    if (form.outer) return [];
    return oneForEachLine(seenIn(form, program, given)).map(
      ({ write, guard, state, ...sighting }): Sighting => ({
        ...sighting,
        names: { write, guard, state, function: form.declaration },
      }),
    );
  },
};

/** What is wrong whatever the change removed says all there is to say of its line. */
function oneForEachLine(all: readonly Seen[]): Seen[] {
  const said = all.filter((each) => each.verdict === 'defect' && !each.onlyWhenGuardRemoved);
  return all.filter((each) => !each.onlyWhenGuardRemoved || !said.some((other) => other.at.line === each.at.line));
}

function seenIn(
  form: FunctionForm,
  program: Program,
  { snapshots, named, overwrites, conflicts, patches, counters, indexes, sections, roots }: Params,
): Seen[] {
  return [
    ...snapshots.flatMap((pair) => [...lostRefreshes(form, program, pair), ...lostRebuilds(form, program, pair)]),
    ...named.flatMap((pair) => leftOutOfWriteBack(form, program, pair)),
    ...overwrites.flatMap((verbs) => overwrittenValues(form, program, verbs)),
    ...(conflicts
      ? [
          ...lostRetries(form, program, conflicts),
          ...lostReads(form, program, { refresh: conflicts.read, writeBack: conflicts.write }),
          ...retriesWithoutReading(form, program, conflicts),
          ...readsBeforeLock(form, program, conflicts),
          ...readsBeforeWait(form, program, conflicts),
          ...swallowedConflicts(form, program, conflicts, roots),
        ]
      : []),
    ...(patches ? wholeStatusPatches(form, program, patches) : []),
    ...(counters ? countersCheckedApart(form, program) : []),
    ...(indexes ? indexesAfterUnlock(form, program) : []),
    ...(sections
      ? [...checksInAnotherSection(form, program), ...flagsSetApart(form, program), ...lostUpdates(form, program)]
      : []),
  ];
}
