import { usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { isParallel } from '../../go/concurrency/meeting.js';
import { occurrencesOf } from '../../go/concurrency/occurrences.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import { type FunctionForm, partsOf } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { mayRunAgain } from './called-again.js';
import { type Close, fieldCloses } from './closes-of.js';
import { channelTitle, channelValue, lineText } from './closing.js';
import { type Guard, protectionOf } from './protection.js';
import { isReplaced } from './replaced.js';
import type { Seen } from './seen.js';

/**
 *     func (s *Server) run() {                       func (s *Server) Stop() {
 *         if err := s.serve(); err != nil {              s.once.Do(func() {
 *             close(s.done)        asks nobody               close(s.done)
 *         }                                              })
 *     }                                              }
 *
 * A guard holds only if every close of the channel asks it. Who wrote the other one knew that it may come to two.
 */
export function closesGuardedElsewhere(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  return fieldCloses(program, form, closers).flatMap((close): Seen[] => {
    const { channel, operation } = close;
    if (channel?.kind !== 'field' || !isUnguarded(program, form, close) || isReplaced(program, channel, form))
      return [];
    for (const other of usesAcrossPackage(program, channel, form)) {
      if (other.how !== 'closed' || other.form.declaration === form.declaration) continue;
      const guard = guardOf(program, other);
      if (!guard) continue;
      const title = channelTitle(channel);
      return [
        {
          shape: 'two-goroutines',
          verdict: 'defect',
          confidence: 'likely',
          key: `close guarded elsewhere ${title}`,
          at: operation.place,
          form,
          channel: close.name,
          other: lineText(other.form, other.operation.place),
          clues: [
            { role: 'close', place: operation.place },
            { role: 'other', place: other.operation.place },
            ...guard.places.slice(0, 1).map((place) => ({ role: 'oneSided', place })),
          ],
        },
      ];
    }
    return [];
  });
}

function isUnguarded(program: Program, form: FunctionForm, close: Close): boolean {
  const { occurrence, value, key } = close;
  const { steps } = occurrence;
  if (!mayRunAgain(form, close) || saysCallerHoldsLock(form) || !isEntered(program, form, close)) return false;
  if (steps.some((step) => locksHeld(program, step.form, step.operation).size > 0)) return false;
  const { verdict } = protectionOf(program, occurrence, value, key);
  // A field of the same value that decides may be what the other one sets.
  return verdict === 'bare' || (verdict === 'conditional' && !asksField(close));
}

/** By anybody, or as a goroutine: what only its own package calls may be called where the guard has been asked. */
function isEntered(program: Program, form: FunctionForm, { occurrence }: Close): boolean {
  if (isParallel(occurrence.steps) || /\.\p{Lu}[^.]*$/u.test(form.declaration)) return true;
  const callers = callersOf(program, form) ?? [];
  return callers.length > 0 && callers.every(({ part }) => part === 'go');
}

function asksField({ occurrence, value }: Close): boolean {
  const root = rootOf(value, occurrence.bindings);
  return occurrence.steps
    .flatMap((step) => conditionsAt(step))
    .flatMap((each) => partsOf(each.value))
    .some((part) => {
      const origin = part.kind === 'variable' ? part.variable.origin : undefined;
      const asked = origin?.from === 'call' ? [origin.call.callee, ...origin.call.arguments] : [part];
      return asked.some((each) => each.kind !== 'variable' && rootOf(each, occurrence.bindings) === root);
    });
}

function guardOf(program: Program, use: Parameters<typeof occurrencesOf>[1]): Guard | undefined {
  const value = channelValue(use.operation);
  if (!value) return undefined;
  for (const occurrence of occurrencesOf(program, use)) {
    const { verdict, guard } = protectionOf(program, occurrence, value, placeKey(value, occurrence.bindings));
    if (verdict === 'sound' && guard && guard.kind !== 'removed') return guard;
  }
  return undefined;
}
