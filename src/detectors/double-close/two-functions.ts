import { type Channel, channelOf } from '../../go/channels/channel.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { occurrencesOf, pointsOf } from '../../go/concurrency/occurrences.js';
import { placeKey } from '../../go/flow/expression-key.js';
import type { Point } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { channelTitle, lineText } from './closing.js';
import { protectionOf } from './protection.js';
import type { Seen } from './seen.js';

interface Close extends Point {
  channel: Channel;
  value: Value;
  title: string;
}

/**
 *     func (s *Server) expire(id string) {
 *         close(s.waiting[id])                   without the lock
 *     }
 *
 *     func (s *Server) answer(id string) {
 *         s.mu.Lock()
 *         if c, ok := s.waiting[id]; ok {
 *             close(c)                           with it
 *         }
 *         s.mu.Unlock()
 *     }
 */
export function closesInTwoFunctions(program: Program, form: FunctionForm): Seen[] {
  return closesIn(program, [form]).flatMap((close): Seen[] => {
    if (isGuarded(program, close)) return [];
    const locks = locksHeld(program, close.form, close.operation);
    const other = othersOf(program, close, form).find((each) => {
      const held = [...locksHeld(program, each.form, each.operation).keys()];
      const shared = held.some((key) => locks.has(key));
      return !shared && held.length + locks.size > 0 && !isOnce(program, each);
    });
    if (!other) return [];
    const at = close.operation.place;
    return [
      {
        shape: 'two-goroutines',
        verdict: 'defect',
        confidence: 'likely',
        key: `close without the lock ${close.title}`,
        at,
        form,
        channel: close.title,
        other: lineText(other.form, other.operation.place),
        clues: [
          { role: 'close', place: at },
          { role: 'other', place: other.operation.place },
          ...[...locks.values(), ...locksHeld(program, other.form, other.operation).values()]
            .slice(0, 1)
            .map((place) => ({ role: 'lock', place })),
        ],
      },
    ];
  });
}

/** Closes of elements of fields: two functions that close a field itself may be called one instead of the other. */
function closesIn(program: Program, forms: readonly FunctionForm[]): Close[] {
  // Most forms close nothing, and need no points.
  const closing = forms.flatMap(withLiterals).filter((form) => operationsOf(form).some(isClose));
  return pointsOf(closing).flatMap((point): Close[] => {
    const { operation } = point;
    if (!isClose(operation)) return [];
    const [value] = operation.call.arguments;
    const container = value && containerIn(value);
    const channel = container && channelOf(program, container);
    if (!value || channel?.kind !== 'field') return [];
    return [{ ...point, channel, value, title: `${channelTitle(channel)}[]` }];
  });
}

/** `s.waiting` of `close(s.waiting[id])`, and of `c := s.waiting[id]` before `close(c)`. */
function containerIn(value: Value): Value | undefined {
  if (value.kind === 'element') return value.of;
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from === 'range') return origin.part === 'second' ? origin.over : undefined;
  return origin?.from === 'value' ? containerIn(origin.value) : undefined;
}

function isClose(operation: Operation): operation is Operation & { op: 'call' } {
  return operation.op === 'call' && operation.call.callee.kind === 'name' && operation.call.callee.name === 'close';
}

function othersOf(program: Program, { channel }: Close, form: FunctionForm): Close[] {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  const forms = home
    .mentioning(channel.field ?? channel.name, viewOf(form.file))
    .flatMap((each) => (each.kind === 'variable' ? [] : (formOf(program, each) ?? [])))
    .filter((each) => each !== form);
  return closesIn(program, forms).filter((each) => each.channel.key === channel.key);
}

/** What is removed from its container is not found there again; a lock is then needed on both sides only to find it once. */
function isGuarded(program: Program, close: Close): boolean {
  return occurrencesOf(program, close).some(
    (each) => protectionOf(program, each, close.value, placeKey(close.value)).verdict === 'sound',
  );
}

function isOnce(program: Program, close: Close): boolean {
  return occurrencesOf(program, close).some((each) => each.steps.some(({ runs }) => runs === 'once'));
}
