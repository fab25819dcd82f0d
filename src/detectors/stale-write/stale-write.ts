import { z } from 'zod';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { checksInAnotherSection } from './checked-in-another-section.js';
import { countersCheckedApart } from './counter-checked-apart.js';
import { indexesAfterUnlock } from './index-after-unlock.js';
import { lostRebuilds } from './lost-rebuild.js';
import { lostReads, lostRefreshes } from './lost-refresh.js';
import { lostRetries, retriesWithoutReading } from './lost-retry.js';
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
    refresh: 'this read the state as it was, and the change removes it',
    stale: '{{guard}} fills {{state}} here, after the write and for the next one',
    rebuild: 'this forgot what was read before, and the change removes it',
    retry: '{{guard}} runs the write again after a conflict',
    read: '{{state}} is read here',
    lock: 'the lock is taken here',
    conflict: 'this is true when others have written {{state}} meanwhile',
    swallowed: 'this says that it was done',
    waits: 'time passes here, in which others write',
    position: '{{guard}} is found here, in an earlier section of the lock',
    check: '{{guard}} is compared here',
    asked: '{{state}} is looked at here, and not again under the lock',
    together: 'this kept the look at {{state}} and the write together, and the change removes it',
    body: 'the whole of it is taken here',
    narrow: 'this took only the fields that changed',
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
  { snapshots, conflicts, patches, counters, indexes, sections }: Params,
): Seen[] {
  return [
    ...snapshots.flatMap((pair) => [...lostRefreshes(form, program, pair), ...lostRebuilds(form, program, pair)]),
    ...(conflicts
      ? [
          ...lostRetries(form, program, conflicts),
          ...lostReads(form, program, { refresh: conflicts.read, writeBack: conflicts.write }),
          ...retriesWithoutReading(form, program, conflicts),
          ...readsBeforeLock(form, program, conflicts),
          ...readsBeforeWait(form, program, conflicts),
          ...swallowedConflicts(form, program, conflicts),
        ]
      : []),
    ...(patches ? wholeStatusPatches(form, program, patches) : []),
    ...(counters ? countersCheckedApart(form, program) : []),
    ...(indexes ? indexesAfterUnlock(form, program) : []),
    ...(sections ? checksInAnotherSection(form, program) : []),
  ];
}
