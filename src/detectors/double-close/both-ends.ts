import { calleeForm } from '../../go/callee-form.js';
import type { Channel } from '../../go/channels/channel.js';
import { usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { occurrencesOf } from '../../go/concurrency/occurrences.js';
import { conditionsAt, reachableBlocks } from '../../go/flow/dominance.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { Point } from '../../go/flow/paths.js';
import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { fieldCloses } from './closes-of.js';
import { channelTitle, channelValue, lineText } from './closing.js';
import { isExportedMethod } from './entered-together.js';
import { protectionOf } from './protection.js';
import { isReplaced } from './replaced.js';
import type { Seen } from './seen.js';

/**
 *     func (w *Worker) Start() { go w.run() }
 *
 *     func (w *Worker) run() {
 *         defer close(w.done)          when the goroutine ends
 *         …
 *     }
 *     func (w *Worker) Stop() {
 *         close(w.done)                and when somebody stops it
 *     }
 *
 * Two functions that close one field may be called one instead of the other. These two are not: a goroutine that is started comes to its end, and
 * neither asks anything before it closes.
 */
export function closedAtBothEnds(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  if (form.receiver === undefined) return [];
  return fieldCloses(program, form, closers).flatMap((close): Seen[] => {
    const { channel, operation, occurrence } = close;
    const [step, ...more] = occurrence.steps;
    if (!step || more.length > 0 || channel?.kind !== 'field') return [];
    const here = endOf(program, { ...step });
    if (!here || isReplaced(program, channel, form)) return [];
    const others = usesAcrossPackage(program, channel, form).filter(
      (each) => each.how === 'closed' && each.form.declaration !== form.declaration,
    );
    for (const other of others) {
      const there = endOf(program, other);
      if (!there || there.kind === here.kind) continue;
      const [stop, end] = here.kind === 'stop' ? [{ form, operation }, other] : [other, { form, operation }];
      return [seenOf(stop, end, here.start ?? there.start ?? end.operation.place, channel)];
    }
    return [];
  });
}

function seenOf(stop: Pick<Point, 'form' | 'operation'>, end: typeof stop, start: Place, channel: Channel): Seen {
  const { place } = stop.operation;
  return {
    shape: 'two-goroutines',
    verdict: 'defect',
    confidence: 'likely',
    key: `close at both ends ${channelTitle(channel)}`,
    at: place,
    form: stop.form,
    channel: channel.name,
    other: lineText(end.form, end.operation.place),
    clues: [
      { role: 'close', place },
      { role: 'other', place: end.operation.place },
      { role: 'goroutine', place: start },
    ],
  };
}

/** A close by an exported method, or by a goroutine that is started there. */
function endOf(program: Program, point: Point): { kind: 'stop' | 'end'; start?: Place } | undefined {
  const { form, operation } = point;
  const value = channelValue(operation);
  if (form.outer || !value || !isOwn(form, value) || !isPlain(program, point)) return undefined;
  const start = ends(form) ? onlyStart(program, form) : undefined;
  if (start) return { kind: 'end', start };
  return isExportedMethod(form) ? { kind: 'stop' } : undefined;
}

/** A field of the receiver itself. */
function isOwn(form: FunctionForm, value: Parameters<typeof rootOf>[0]): boolean {
  return form.receiver !== undefined && rootOf(value) === form.receiver;
}

/** Runs whichever way the function takes, with no guard and no lock. */
function isPlain(program: Program, point: Point): boolean {
  const { form, block, operation } = point;
  const value = channelValue(operation);
  const [occurrence] = occurrencesOf(program, point);
  if (!value || !occurrence || conditionsAt(point).length > 0) return false;
  if (protectionOf(program, occurrence, value, placeKey(value)).verdict !== 'bare') return false;
  if (locksHeld(program, form, operation).size > 0) return false;
  const isDeferred = operation.op === 'call' && operation.when === 'deferred';
  return isDeferred || ![...reachableBlocks(form, { block })].some((each) => each.next.length === 0);
}

function ends(form: FunctionForm): boolean {
  return [...reachableBlocks(form)].some(({ operations }) => operations.some(({ op }) => op === 'return'));
}

/** The only thing that is done with the function is to start it as a goroutine, once. */
function onlyStart(program: Program, form: FunctionForm): Place | undefined {
  const callers = (callersOf(program, form) ?? []).filter(
    ({ operation }) => operation.op !== 'call' || (calleeForm(program, operation.call) ?? form) === form,
  );
  const [only, ...others] = callers;
  return only?.part === 'go' && others.length === 0 ? only.operation.place : undefined;
}
