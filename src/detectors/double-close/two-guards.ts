import { type Channel, channelOf } from '../../go/channels/channel.js';
import { usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { guardsAt } from '../../go/concurrency/guards.js';
import { type Occurrence, occurrencesOf } from '../../go/concurrency/occurrences.js';
import { outermostForm } from '../../go/concurrency/who-runs.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm, Place, Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { fieldCloses } from './closes-of.js';
import { channelTitle, channelValue, lineText } from './closing.js';
import { isExportedMethod } from './entered-together.js';
import { protectionOf } from './protection.js';
import { isReplaced } from './replaced.js';
import type { Seen } from './seen.js';

/** What lets one caller through: one `sync.Once`, or the locks under which a flag is set. */
interface Gate {
  kind: 'once' | 'lock';
  keys: readonly string[];
  place: Place;
}

/**
 *     func (s *Server) Close() {                     func (s *Server) Abort() {
 *         s.closeOnce.Do(func() {                        s.abortOnce.Do(func() {
 *             close(s.done)                                  close(s.done)      after Close it closes again
 *         })                                             })
 *     }                                              }
 *
 * and the same with a flag that each sets under another lock. Each guard holds against its own callers, and neither knows of the other.
 */
export function closesUnderTwoGuards(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  if (!isExportedMethod(form)) return [];
  return fieldCloses(program, form, closers).flatMap((close): Seen[] => {
    const { channel, operation, occurrence, value } = close;
    const gate = channel?.kind === 'field' ? gateOf(program, form, occurrence, value) : undefined;
    if (!channel || !gate || isReplaced(program, channel, form)) return [];
    const mine = { form, place: operation.place, name: close.name, gate };
    for (const other of usesAcrossPackage(program, channel, form)) {
      const root = outermostForm(other.form);
      if (other.how !== 'closed' || root === form || !isExportedMethod(root)) continue;
      const [way] = occurrencesOf(program, other);
      const theirs = channelValue(other.operation);
      const another = way && theirs && gateOf(program, root, way, theirs);
      if (!another || another.kind !== gate.kind || another.keys.some((each) => gate.keys.includes(each))) continue;
      const yours = { form: root, place: other.operation.place, name: other.channel.name, gate: another };
      // From whichever of the two it is seen, it is told of the one that stands later.
      return [isBefore(root, form) ? seenOf(mine, yours, channel) : seenOf(yours, mine, channel)];
    }
    return [];
  });
}

interface Side {
  form: FunctionForm;
  place: Place;
  name: string;
  gate: Gate;
}

function seenOf(late: Side, early: Side, channel: Channel): Seen {
  return {
    shape: 'two-goroutines',
    verdict: 'defect',
    confidence: 'likely',
    key: `close under two guards ${channelTitle(channel)}`,
    at: late.place,
    form: late.form,
    channel: late.name,
    other: lineText(early.form, early.place),
    clues: [
      { role: 'close', place: late.place },
      { role: 'other', place: early.place },
      { role: 'ownGuard', place: late.gate.place },
      { role: 'otherGuard', place: early.gate.place },
    ],
  };
}

function gateOf(program: Program, form: FunctionForm, { steps, bindings }: Occurrence, value: Value): Gate | undefined {
  if (form.receiver === undefined || rootOf(value, bindings) !== form.receiver) return undefined;
  const { verdict, guard } = protectionOf(program, { steps, bindings }, value, placeKey(value, bindings));
  if (verdict !== 'sound' || !guard) return undefined;
  const once = steps.find(({ runs }) => runs === 'once');
  if (once) {
    const { operation } = once;
    const holder =
      operation.op === 'call' && operation.call.callee.kind === 'member' ? operation.call.callee.of : undefined;
    const key = holder && channelOf(program, holder)?.key;
    // What is asked besides may be what the other one sets.
    const asks = steps.some((each) => conditionsAt(each).length > 0);
    return key === undefined || asks ? undefined : { kind: 'once', keys: [key], place: operation.place };
  }
  if (guard.kind !== 'flag') return undefined;
  const settings = operationsOf(form).filter(({ place }) => guard.places.includes(place));
  const locks = settings.flatMap((each) => [...guardsAt(program, form, each).values()]);
  const [first] = locks;
  return first && { kind: 'lock', keys: locks.map(({ key }) => key), place: first.taken };
}

function isBefore(one: FunctionForm, other: FunctionForm): boolean {
  if (one.file.path !== other.file.path) return one.file.path < other.file.path;
  return one.place.line < other.place.line;
}
