import type { Channel } from '../../go/channels/channel.js';
import { channelUses } from '../../go/channels/channel-uses.js';
import { type Occurrence, occurrencesOf } from '../../go/concurrency/occurrences.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm, Operation, Value } from '../../go/form.js';
import { withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { channelTitle, channelValue } from './closing.js';
import { implementsRepeatable, isSaidToBeRepeatable } from './may-be-repeated.js';
import { type Protection, protectionOf } from './protection.js';
import type { Seen } from './seen.js';

/**
 *     func (s *Server) Stop() {
 *         close(s.done)          the second call panics
 *     }
 *
 *     func (s *Server) Stop() {
 *         select {
 *         case <-s.done:
 *         default:
 *             close(s.done)      two callers come here together
 *         }
 *     }
 */
export function closesCalledAgain(program: Program, form: FunctionForm, repeatable: readonly string[]): Seen[] {
  const closes = [...fieldCloses(program, form), ...elementCloses(form)];
  const seen = closes.flatMap((close): Seen[] => {
    const { value, channel, occurrence } = close;
    if (!mayRunAgain(form, occurrence, value, channel)) return [];
    const key = placeKey(value, occurrence.bindings);
    const isPromised = () => isSaidToBeRepeatable(form) || implementsRepeatable(program, form, repeatable);
    return [seenOf(form, close, protectionOf(program, occurrence, value, key), isPromised)];
  });
  return [...new Set(seen.map(({ key }) => key))].map((key) => worst(seen.filter((each) => each.key === key)));
}

/** Several closes of one channel in one function are one mistake; as sound as its worst. */
function worst(group: readonly Seen[]): Seen {
  const rank = ({ verdict, onlyWhenGuardRemoved }: Seen) => (verdict === 'sound' ? 0 : onlyWhenGuardRemoved ? 1 : 2);
  const [first, ...rest] = group.toSorted((a, b) => rank(b) - rank(a)) as [Seen, ...Seen[]];
  return {
    ...first,
    clues: [...first.clues, ...rest.filter((each) => each.verdict === first.verdict).flatMap(({ clues }) => clues)],
  };
}

interface Close {
  operation: Operation;
  value: Value;
  channel?: Channel;
  occurrence: Occurrence;
  /** As it is written. */
  name: string;
  title: string;
}

function fieldCloses(program: Program, form: FunctionForm): Close[] {
  return channelUses(program, form).flatMap((use): Close[] => {
    const value = use.how === 'closed' ? channelValue(use.operation) : undefined;
    const [occurrence] = value ? occurrencesOf(program, use) : [];
    if (!value || !occurrence) return [];
    return [
      {
        operation: use.operation,
        value,
        channel: use.channel,
        occurrence,
        name: use.channel.name,
        title: channelTitle(use.channel),
      },
    ];
  });
}

/** `close(s.waiters[id])` */
function elementCloses(form: FunctionForm): Close[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Close[] => {
      if (operation.op !== 'call' || operation.call.callee.kind !== 'name' || operation.call.callee.name !== 'close')
        return [];
      const [value] = operation.call.arguments;
      if (value?.kind !== 'element') return [];
      const step = { form, block, index, operation, runs: 'called' as const };
      return [
        {
          operation,
          value,
          occurrence: { steps: [step], bindings: new Map() },
          name: `${value.of.kind === 'member' ? value.of.name : 'element'}[…]`,
          title: `${value.of.kind === 'member' ? value.of.name : 'element'}[]`,
        },
      ];
    }),
  );
}

/** Not when the channel, or what holds it, is made by the same call. */
function mayRunAgain(form: FunctionForm, occurrence: Occurrence, value: Value, channel: Channel | undefined): boolean {
  const root = rootOf(value, occurrence.bindings);
  const key = placeKey(value, occurrence.bindings);
  if (channel?.kind === 'variable') {
    // A function that is handed out may be called by anybody.
    return root?.kind === 'local' && occurrence.steps.some((each) => each.runs === 'unknown' || each.runs === 'once');
  }
  if (
    key !== undefined &&
    withLiterals(form)
      .flatMap(operationsOf)
      .some((each) => makes(each, key))
  )
    return false;
  return !(root?.kind === 'local' && isFresh(root.origin?.from === 'value' ? root.origin.value : undefined));
}

function makes(operation: Operation, key: string): boolean {
  if (operation.op !== 'assign' || placeKey(operation.target) !== key) return false;
  const origin = operation.value.kind === 'variable' ? operation.value.variable.origin : undefined;
  return origin?.from === 'call' && origin.call.callee.kind === 'name' && origin.call.callee.name === 'make';
}

function isFresh(value: Value | undefined): boolean {
  if (value?.kind === 'pointer') return isFresh(value.of);
  if (value?.kind === 'composite') return true;
  const origin = value?.kind === 'variable' ? value.variable.origin : undefined;
  return origin?.from === 'call' && /(^|\.)(new|New|make|open|create|start)/i.test(origin.call.text);
}

function seenOf(
  form: FunctionForm,
  { operation, name, title }: Close,
  { verdict, guard }: Protection,
  isPromised: () => boolean,
): Seen {
  const at = operation.place;
  const close = { role: 'close', place: at };
  const base = { key: `close ${title}`, at, form, channel: name, other: '' };
  if (verdict === 'sound') {
    const clues = (guard?.places ?? []).map((place) => ({ role: 'guard', place }));
    return { ...base, shape: 'called-again', verdict, confidence: 'possible', clues };
  }
  const defect = { ...base, verdict: 'defect' as const, confidence: 'likely' as const };
  if (guard?.kind === 'checked') {
    const checks = guard.places.slice(0, 1).map((place) => ({ role: 'check', place }));
    const condition = isExportedMethod(form) ? {} : { onlyWhenGuardRemoved: true as const };
    return { ...defect, ...condition, shape: 'check-then-close', clues: [close, ...checks] };
  }
  if (verdict === 'bare' && isPromised()) {
    const place = { ...form.place, endLine: form.place.line };
    return { ...defect, shape: 'called-again', clues: [close, { role: 'promise', place }] };
  }
  return { ...defect, onlyWhenGuardRemoved: true, shape: 'called-again', clues: [close] };
}

function isExportedMethod(form: FunctionForm): boolean {
  return form.receiver !== undefined && /\.\p{Lu}[^.]*$/u.test(form.declaration);
}
