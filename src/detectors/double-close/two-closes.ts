import { runsUnjoined } from '../../go/concurrency/joins.js';
import { isKnown, isParallel, type Meeting, mayFollow, meetingOf } from '../../go/concurrency/meeting.js';
import type { Step } from '../../go/concurrency/occurrences.js';
import { beginsLoop, conditionsAt, reachableBlocks } from '../../go/flow/dominance.js';
import { placeKey, questionKey } from '../../go/flow/expression-key.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type Condition, type FunctionForm, type Operation, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import type { Confidence } from '../detector.js';
import { byKey, channelTitle, isMadeAnew, lineText, sets, type Touch, touchesOf } from './closing.js';
import { protectionOf } from './protection.js';
import { isReplaced } from './replaced.js';
import type { Seen } from './seen.js';

/** More closes of one channel in one function than this are not compared. */
const closesMax = 12;

/**
 *     go func() {
 *         if err := work(); err != nil {
 *             close(c)               `return` would leave this goroutine only
 *         }
 *     }()
 *     …
 *     close(c)                       at the same time, or after it
 *
 * and the same without `go`: twice on one path, or in a loop.
 */
export function twoCloses(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  const touches = touchesOf(program, form, 'closed', closers);
  const unguarded = touches.filter((each) => isUnguarded(program, each));
  return byKey(unguarded)
    .flatMap((group) => {
      if (group.length > closesMax) meetLimit(form, `more than ${closesMax} closes of one channel`);
      const found = pairsOf(group.slice(0, closesMax)).flatMap(
        ([one, other]) => compare(program, form, one, other) ?? [],
      );
      const [best] = found.toSorted((a, b) => rank(b) - rank(a) || b.at.line - a.at.line);
      const clues = found.filter(({ shape }) => shape === best?.shape).flatMap((each) => each.clues);
      const once = [...new Map(clues.map((each) => [`${each.place.line}`, each])).values()];
      if (best)
        return [
          {
            ...best,
            clues: [
              ...once.filter(({ place }) => place.line === best.at.line),
              ...once.filter(({ place }) => place.line !== best.at.line),
            ],
          },
        ];
      return [];
    })
    .concat(soundOnes(program, form, touches));
}

function rank({ confidence, shape }: Seen): number {
  return (confidence === 'proof' ? 2 : 0) + (shape === 'two-goroutines' ? 1 : 0);
}

/** Closes of one channel of which a guard lets only one run. */
function soundOnes(program: Program, form: FunctionForm, touches: readonly Touch[]): Seen[] {
  return byKey(touches).flatMap((group) => {
    const guards = group.flatMap((each) => {
      const { verdict, guard } = protectionOf(program, each.occurrence, each.value, each.key);
      return verdict === 'sound' && guard ? guard.places : [];
    });
    const [first] = group;
    if (!first || guards.length === 0) return [];
    const title = channelTitle(first.channel);
    const common = {
      verdict: 'sound' as const,
      confidence: 'possible' as const,
      at: first.place,
      form,
      channel: title,
      other: '',
    };
    const clues = guards.map((place) => ({ role: 'guard', place }));
    return [{ ...common, shape: 'two-goroutines' as const, key: `close twice ${title}`, clues }];
  });
}

function isUnguarded(program: Program, { occurrence, value, key }: Touch): boolean {
  const { verdict } = protectionOf(program, occurrence, value, key);
  return verdict === 'bare' || verdict === 'conditional';
}

function pairsOf(group: readonly Touch[]): [Touch, Touch][] {
  return group.flatMap((one, index) => group.slice(index).map((other): [Touch, Touch] => [one, other]));
}

function compare(program: Program, form: FunctionForm, one: Touch, other: Touch): Seen | undefined {
  const found = one === other ? inLoop(program, form, one) : meet(program, form, one, other);
  if (!found) return undefined;
  const [at, second] = lastFirst(one, other);
  const title = channelTitle(one.channel);
  return {
    shape: found.shape,
    verdict: 'defect',
    confidence: found.confidence,
    key: `close twice ${title}`,
    at: at.place,
    form,
    channel: at.channel.name,
    other: lineText(form, second.place),
    clues: [
      { role: found.role, place: at.place },
      ...(at === second ? [] : [{ role: 'other', place: second.place }]),
      ...startsOf(second),
    ],
  };
}

function lastFirst(one: Touch, other: Touch): [Touch, Touch] {
  const depth = (each: Touch) => each.occurrence.steps.filter(({ runs }) => runs === 'goroutine').length;
  const later = depth(one) === depth(other) ? other.place.line >= one.place.line : depth(other) < depth(one);
  return later ? [other, one] : [one, other];
}

function startsOf({ occurrence, place }: Touch) {
  return occurrence.steps
    .filter((each) => each.runs === 'goroutine' && each.operation.place.line !== place.line)
    .map((each) => ({ role: 'start', place: each.operation.place }));
}

interface Found {
  shape: 'one-path' | 'two-goroutines';
  confidence: Confidence;
  role: string;
}

function meet(program: Program, form: FunctionForm, one: Touch, other: Touch): Found | undefined {
  const meeting = meetingOf(one.occurrence, other.occurrence);
  if (!meeting || !isKnown(meeting.first) || !isKnown(meeting.second)) return undefined;
  if (isMadeAnew(one, meeting.first) || isMadeAnew(other, meeting.second)) return undefined;
  const flipped: Meeting = { form: meeting.form, first: meeting.second, second: meeting.first };
  if (isParallel(meeting.first) || isParallel(meeting.second)) {
    const [towards, back] = [inParallel(program, form, one, meeting), inParallel(program, form, other, flipped)];
    const confidence = towards ?? back;
    return confidence && { shape: 'two-goroutines', confidence, role: 'close' };
  }
  const confidence = onOnePath(program, form, one, meeting) ?? onOnePath(program, form, other, flipped);
  return confidence && { shape: 'one-path', confidence, role: 'close' };
}

/** The goroutine of the first is started before the second runs. */
function inParallel(program: Program, form: FunctionForm, first: Touch, meeting: Meeting): Confidence | undefined {
  const [start, second] = [meeting.first[0], meeting.second[0]];
  if (!start || !second || !isParallel(meeting.first)) return undefined;
  if (!mayFollow(start, second, (operation) => sets(operation, first.key))) return undefined;
  if (contradict(meeting.first, meeting.second) || isCoordinated(form, meeting)) return undefined;
  const certain = isCertain(meeting.first.slice(1));
  if (!certain && !runsUnjoined(program, meeting, first.key)) return undefined;
  return certain && meeting.second.length === 1 && conditionsAt(second).length === 0 ? 'proof' : 'likely';
}

function onOnePath(
  program: Program,
  form: FunctionForm,
  touch: Touch,
  { first, second }: Meeting,
): Confidence | undefined {
  const [start, end] = [first[0], second[0]];
  if (!start || !end || !isCertain(first.slice(1)) || !isCertain(second.slice(1))) return undefined;
  const follows = (stops: (operation: Operation) => boolean) => {
    const arrives = (operation: Operation) => operation === end.operation;
    if (start.runs === 'deferred' && end.runs === 'deferred') return pathFrom(start, { stops, arrives });
    if (start.runs === 'deferred') return false;
    return (
      pathFrom(start, { stops, arrives }) ||
      (end.runs === 'deferred' && pathFrom(end, { stops, arrives: (operation) => operation === start.operation }))
    );
  };
  if (!follows((operation) => sets(operation, touch.key))) return undefined;
  if (touch.channel.kind !== 'variable' && isReplaced(program, touch.channel, form)) return undefined;
  const before = new Set(conditionsAt(start).map(({ value }) => value));
  return conditionsAt(end).every(({ value }) => before.has(value)) ? 'proof' : 'likely';
}

/** The same close again in the next round. */
function inLoop(program: Program, form: FunctionForm, touch: Touch): Found | undefined {
  const { steps } = touch.occurrence;
  if (!isKnown(steps)) return undefined;
  for (const [index, step] of steps.entries()) {
    const arrives = (operation: Operation) => operation === step.operation;
    if (step.runs === 'deferred' && index === steps.length - 1 && step.operation.op !== 'call') continue;
    const stops = (operation: Operation) => sets(operation, touch.key) || disarms(operation, step.form);
    if (isMadeAnew(touch, steps.slice(index)) || !pathFrom(step, { stops, arrives })) continue;
    // That a loop has another round says nothing of this one.
    const asked = steps
      .slice(index)
      .flatMap((each) => conditionsAt(each).filter(({ block }) => !beginsLoop(each.form, block)));
    if (asked.some(({ value, test }) => value.kind === 'mixed' || (test === 'true' && value.kind === 'variable')))
      return undefined;
    if (index > 0 || steps.length > 1 ? !isCertain(steps.slice(index + 1)) : false) return undefined;
    if (touch.channel.kind !== 'variable' && isReplaced(program, touch.channel, form)) return undefined;
    const parallel = isParallel(steps.slice(index));
    return {
      shape: parallel ? 'two-goroutines' : 'one-path',
      confidence: asked.length === 0 ? 'proof' : 'likely',
      role: 'loop',
    };
  }
  return undefined;
}

/** `in = nil` takes a case out of a select: https://go.dev/ref/spec#Select_statements */
function disarms(operation: Operation, form: FunctionForm): boolean {
  if (operation.op !== 'assign' || operation.value.kind !== 'nil') return false;
  const key = placeKey(operation.target);
  return (
    key !== undefined &&
    operationsOf(form).some(
      (each) => (each.op === 'receive' || each.op === 'send') && each.select && placeKey(each.channel) === key,
    )
  );
}

/** What runs there cannot be passed by. */
function isCertain(steps: readonly Step[]): boolean {
  return steps.every(({ form, block, runs }) =>
    runs === 'deferred' ? conditionsAt({ form, block }).length === 0 : !passesBy(form, block),
  );
}

function passesBy(form: FunctionForm, block: Step['block']): boolean {
  const without = reachableBlocks(form, { block });
  return [...without].some((each) => each.next.length === 0);
}

/** One runs only where a condition holds, the other only where it does not. */
function contradict(first: readonly Step[], second: readonly Step[]): boolean {
  const answers = new Map(first.flatMap((each) => conditionsAt(each)).flatMap((each) => answerOf(each)));
  return second
    .flatMap((each) => conditionsAt(each))
    .flatMap((each) => answerOf(each))
    .some(([key, holds]) => answers.has(key) && (answers.get(key) !== holds || key.includes('mix(')));
}

function answerOf({ test, value, other, holds }: Condition): [string, boolean][] {
  const key = questionKey(value);
  return key === undefined ? [] : [[`${test} ${key} ${other ? questionKey(other) : ''}`, holds]];
}

/**
 *     select {
 *     case <-ctx.Done():
 *         close(c)
 *     case <-finished:       the other side says here that it does it
 *     }
 */
function isCoordinated(form: FunctionForm, { first }: Meeting): boolean {
  return first.slice(1).some((step) =>
    step.form.blocks.some((block) => {
      const cases = block.next.flatMap(({ to }) => {
        const [head] = to.operations;
        return head && 'select' in head && head.select ? [{ to, head }] : [];
      });
      const mine = cases.find(({ to }) => !reachableBlocks(step.form, { block: to }).has(step.block));
      if (!mine) return false;
      return cases.some(
        ({ head }) =>
          head !== mine.head && head.op === 'receive' && isSignalled(form, step.form, placeKey(head.channel)),
      );
    }),
  );
}

function isSignalled(form: FunctionForm, inner: FunctionForm, key: string | undefined): boolean {
  if (key === undefined) return false;
  return withLiterals(form)
    .filter((each) => each !== inner)
    .flatMap(operationsOf)
    .some(
      (each) =>
        (each.op === 'send' && placeKey(each.channel) === key) ||
        (each.op === 'call' &&
          each.call.callee.kind === 'name' &&
          each.call.callee.name === 'close' &&
          each.call.arguments.some((value) => placeKey(value) === key)),
    );
}
