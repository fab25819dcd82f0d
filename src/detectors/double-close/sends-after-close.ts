import { locksHeld } from '../../go/concurrency/guards.js';
import { entersUnjoined, runsUnjoined } from '../../go/concurrency/joins.js';
import {
  goroutineStep,
  isKnown,
  isParallel,
  type Meeting,
  mayFollow,
  meetingOf,
} from '../../go/concurrency/meeting.js';
import type { Step } from '../../go/concurrency/occurrences.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Confidence } from '../detector.js';
import { channelTitle, isMadeAnew, lineText, sets, type Touch, touchesOf } from './closing.js';
import { protectionOf } from './protection.js';
import { isReplaced } from './replaced.js';
import type { Seen } from './seen.js';

/**
 *     go func() {
 *         select {
 *         case <-stop:
 *             c <- v              panics when it comes after the close
 *         case <-c:
 *         }
 *     }()
 *     defer close(c)              nothing waits for the goroutine
 */
export function sendsAfterClose(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  const closes = touchesOf(program, form, 'closed', closers);
  if (closes.length === 0) return [];
  const sends = touchesOf(program, form, 'sent', closers);
  return closes.flatMap((close) => {
    const found = sends.flatMap((send) => {
      const confidence = send.key === close.key ? compare(program, form, send, close) : undefined;
      return confidence ? [{ send, confidence }] : [];
    });
    const [first] = found;
    return first
      ? [
          seenOf(
            form,
            close,
            first.confidence,
            found.map(({ send }) => send),
          ),
        ]
      : [];
  });
}

function seenOf(form: FunctionForm, close: Touch, confidence: Confidence, sends: readonly Touch[]): Seen {
  const title = channelTitle(close.channel);
  const starts = [close, ...sends].flatMap(({ occurrence }) =>
    occurrence.steps
      .filter((each) => each.runs === 'goroutine')
      .map((each) => ({ role: 'start', place: each.operation.place })),
  );
  const clues = [
    { role: 'close', place: close.place },
    ...sends.map(({ place }) => ({ role: 'send', place })),
    ...starts,
  ];
  return {
    shape: 'send-after-close',
    verdict: 'defect',
    confidence,
    key: `send after close ${title}`,
    at: close.place,
    form,
    channel: close.channel.name,
    other: sends[0] ? lineText(form, sends[0].place) : '',
    clues: [...new Map(clues.map((each) => [`${each.role}${each.place.line}`, each])).values()],
  };
}

function compare(program: Program, form: FunctionForm, send: Touch, close: Touch): Confidence | undefined {
  const meeting = meetingOf(send.occurrence, close.occurrence);
  if (!meeting || !isKnown(meeting.first) || !isKnown(meeting.second)) return undefined;
  if (isMadeAnew(send, meeting.first) || isMadeAnew(close, meeting.second)) return undefined;
  if (!isParallel(meeting.first) && !isParallel(meeting.second)) return onOnePath(program, form, close, meeting);
  if (recovers(meeting) || shareLock(program, meeting)) return undefined;
  const { verdict } = protectionOf(program, close.occurrence, close.value, close.key);
  if (verdict !== 'bare' && hasQuestions(meeting.second)) return undefined;
  // Where only the closer is a goroutine, the sender may well be what it listens to.
  return isParallel(meeting.first) ? startedBefore(program, meeting, send.key) : undefined;
}

/** The sender is a goroutine; nothing waits for it before the close. */
function startedBefore(program: Program, meeting: Meeting, key: string): Confidence | undefined {
  const [start, second] = [meeting.first[0], meeting.second[0]];
  if (!start || !second) return undefined;
  // Both goroutines are started one after the other, in whichever order.
  const stops = (operation: Operation) => sets(operation, key);
  const follows = mayFollow(start, second, stops);
  if (!follows && !(isParallel(meeting.second) && mayFollow(second, start, stops))) return undefined;
  if (follows) return runsUnjoined(program, meeting, key) ? 'likely' : undefined;
  return entersUnjoined(program, meeting, key) ? 'likely' : undefined;
}

function onOnePath(
  program: Program,
  form: FunctionForm,
  close: Touch,
  { first, second }: Meeting,
): Confidence | undefined {
  const [send, end] = [first[0], second[0]];
  if (!send || !end || first.length > 1 || second.length > 1 || end.runs !== 'called') return undefined;
  const stops = (operation: Operation) => sets(operation, close.key);
  if (!pathFrom(end, { stops, arrives: (operation) => operation === send.operation })) return undefined;
  if (close.channel.kind !== 'variable' && isReplaced(program, close.channel, form)) return undefined;
  const before = new Set(conditionsAt(end).map(({ value }) => value));
  return conditionsAt(send).every(({ value }) => before.has(value)) ? 'proof' : undefined;
}

/** Whoever recovers has thought of it. */
function recovers({ first }: Meeting): boolean {
  const form = goroutineStep(first)?.form;
  return (
    form !== undefined &&
    withLiterals(form).some((each) =>
      operationsOf(each).some(
        (operation) =>
          operation.op === 'call' && operation.call.callee.kind === 'name' && operation.call.callee.name === 'recover',
      ),
    )
  );
}

function shareLock(program: Program, { first, second }: Meeting): boolean {
  const keys = (steps: readonly Step[]) =>
    steps.flatMap((each) => [...locksHeld(program, each.form, each.operation).keys()]);
  const held = keys(first);
  return keys(second).some((each) => held.includes(each));
}

/** `if atomic.AddInt32(&left, -1) == 0 { close(c) }`: counts what nobody can follow. */
function hasQuestions(steps: readonly Step[]): boolean {
  return steps
    .slice(1)
    .flatMap((each) => conditionsAt(each))
    .some(({ test, value }) => test === 'true' || value.kind === 'mixed');
}
