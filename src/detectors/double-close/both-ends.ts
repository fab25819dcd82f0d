import { calleeForm } from '../../go/callee-form.js';
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
  if (!isExportedMethod(form)) return [];
  return fieldCloses(program, form, closers).flatMap((close): Seen[] => {
    const { channel, operation, occurrence } = close;
    const [step, ...more] = occurrence.steps;
    if (!step || more.length > 0 || channel?.kind !== 'field' || !isOwn(form, close.value)) return [];
    if (!isPlain(program, { ...step }) || isReplaced(program, channel, form)) return [];
    for (const other of usesAcrossPackage(program, channel, form)) {
      if (other.how !== 'closed' || other.form.outer || other.form.declaration === form.declaration) continue;
      const value = channelValue(other.operation);
      const start =
        value &&
        isOwn(other.form, value) &&
        isPlain(program, other) &&
        ends(other.form) &&
        onlyStart(program, other.form);
      if (!start) continue;
      const title = channelTitle(channel);
      return [
        {
          shape: 'two-goroutines',
          verdict: 'defect',
          confidence: 'likely',
          key: `close at both ends ${title}`,
          at: operation.place,
          form,
          channel: close.name,
          other: lineText(other.form, other.operation.place),
          clues: [
            { role: 'close', place: operation.place },
            { role: 'other', place: other.operation.place },
            { role: 'goroutine', place: start },
          ],
        },
      ];
    }
    return [];
  });
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
