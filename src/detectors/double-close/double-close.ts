import { z } from 'zod';
import { isUnnamedIn } from '../../go/called-by-name.js';
import type { GoFile } from '../../go/go-file.js';
import type { Detector, Sighting } from '../detector.js';
import { callName } from '../named-calls.js';
import { closedAtBothEnds } from './both-ends.js';
import { closesCalledAgain } from './called-again.js';
import { closesBeforeSendersEnd } from './closes-before-senders-end.js';
import { closesGuardedElsewhere } from './guarded-elsewhere.js';
import { type Seen, shapes } from './seen.js';
import { sendsAfterClose } from './sends-after-close.js';
import { sendsElsewhere } from './sends-elsewhere.js';
import { twoCloses } from './two-closes.js';
import { closesInTwoFunctions } from './two-functions.js';
import { closesUnderTwoGuards } from './two-guards.js';

const params = z.strictObject({
  shapes: z
    .array(z.enum(shapes))
    .min(1)
    .describe(
      'What to look for: one-path (closed twice by one goroutine), two-goroutines, called-again (a function that closes on every call), check-then-close (a question in place of a guard: a select with default, a flag that lets two callers in), send-after-close',
    ),
  repeatable: z
    .array(
      z
        .string()
        .regex(
          /^[\w.~/-]+\.\w+\.\w+$/,
          'expected an import path, a type and a method, for example k8s.io/apimachinery/pkg/watch.Interface.Stop',
        ),
    )
    .default([])
    .describe(
      'Methods of interfaces that may be called more than once: a type with all methods of the interface is held to it',
    ),
  closers: z
    .array(callName)
    .default([])
    .describe(
      'Functions besides `close` that close the channel they get first, and panic the second time, such as `example.com/app/events.CloseAndLog`',
    ),
});

/** A channel that is closed twice, or sent on after its close: both panic. https://go.dev/ref/spec#Close */
export const doubleClose: Detector<z.infer<typeof params>> = {
  name: 'double-close',
  family: 'double-close',
  params,
  names: ['channel', 'function', 'other'],
  roles: {
    close: '{{channel}} is closed here',
    other: 'it is closed here too',
    loop: '{{channel}} is closed here each time this runs',
    send: 'it is sent on here',
    start: 'this starts a goroutine, whose return leaves only itself',
    check: 'this asks whether {{channel}} is closed, and two callers may ask at the same time',
    section: 'the lock is taken again here, after it was free since the question',
    readers: 'several may hold this lock at once',
    ownGuard: 'this lets one caller of this function through',
    otherGuard: 'the other function has a guard of its own, which is not asked here',
    goroutine: 'the goroutine that closes it at its end is started here',
    caller: 'a goroutine that comes here is started here, and others may come too',
    lock: 'the lock that only one of them holds',
    oneSided: 'this keeps the other close from running twice, and is not asked here',
    promise: 'this may be called more than once',
    wait: 'this waited for those who send on {{channel}}, and the change removes it',
    ready: 'this kept a late send from reaching a closed channel, and the change removes it',
    guard: 'this let only one close of {{channel}} run, and the change removes it',
  },
  detect(form, program, { shapes: wanted, repeatable, closers }) {
    if (form.outer || (!speaksOfChannels(form.file) && isUnnamedIn(form.file, closers))) return [];
    // Asked by several incidents.
    const inside = program.onceFor(form, `closes ${closers.join()}`, () => [
      ...twoCloses(program, form, closers),
      ...sendsAfterClose(program, form, closers),
    ]);
    const elsewhere = program.onceFor(form, `closes and others ${closers.join()}`, () => [
      ...closesInTwoFunctions(program, form),
      ...closesGuardedElsewhere(program, form, closers),
      ...closedAtBothEnds(program, form, closers),
      ...closesUnderTwoGuards(program, form, closers),
      ...sendsElsewhere(program, form),
      ...closesBeforeSendersEnd(program, form, closers),
    ]);
    const seen = [...inside, ...closesCalledAgain(program, form, { repeatable, closers }), ...elsewhere];
    return oncePerQuestion(seen.filter((each) => each.verdict === 'sound' || wanted.includes(each.shape))).map(
      sightingOf,
    );
  },
};

const channelFiles = new WeakMap<GoFile, boolean>();

/** A file that neither closes a channel nor sends on one is most files. */
function speaksOfChannels(file: GoFile): boolean {
  const known = channelFiles.get(file) ?? /\bclose\(|<-/.test(file.text);
  channelFiles.set(file, known);
  return known;
}

/** A question that lets two callers in is one mistake, however many channels are closed behind it. */
function oncePerQuestion(seen: readonly Seen[]): Seen[] {
  const questions = new Set<string>();
  return seen.filter(({ verdict, shape, clues }) => {
    const asked = clues.filter(({ role }) => role === 'check').map(({ place }) => place.line);
    if (verdict === 'sound' || asked.length === 0) return true;
    const question = `${shape} ${asked.join()}`;
    const isFirst = !questions.has(question);
    questions.add(question);
    return isFirst;
  });
}

function sightingOf(seen: Seen): Sighting {
  const { form, verdict, confidence, key, at, clues, channel, other, onlyWhenGuardRemoved } = seen;
  const condition = onlyWhenGuardRemoved ? { onlyWhenGuardRemoved } : {};
  return { verdict, confidence, ...condition, key, at, clues, names: { channel, function: form.declaration, other } };
}
