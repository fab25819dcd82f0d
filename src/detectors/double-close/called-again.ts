import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm, Operation, Place, Value } from '../../go/form.js';
import { withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { type Close, closesOf } from './closes-of.js';
import { enteredTogether, isExportedMethod } from './entered-together.js';
import type { Gap } from './flag-gap.js';
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
export function closesCalledAgain(
  program: Program,
  form: FunctionForm,
  { repeatable, closers }: { repeatable: readonly string[]; closers: readonly string[] },
): Seen[] {
  const seen = closesOf(program, form, closers).flatMap((close): Seen[] => {
    const { value, occurrence, key } = close;
    if (!mayRunAgain(form, close)) return [];
    const isPromised = () => isSaidToBeRepeatable(form) || implementsRepeatable(program, form, repeatable);
    const protection = protectionOf(program, occurrence, value, key);
    const { gap } = protection.guard ?? {};
    const entered = gap && enteredTogether(program, form, gap);
    return gap && entered ? gapSeen(form, close, gap, entered) : seenOf(form, close, protection, isPromised);
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

/** Not when the channel, or what holds it, is made by the same call. */
export function mayRunAgain(form: FunctionForm, { occurrence, value, channel, key }: Close): boolean {
  const root = rootOf(value, occurrence.bindings);
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

/**
 * Two questions, which a change may answer in different ways: is there a guard at all, and does it hold against two callers at the same time?
 * Of both it is told where they are answered well, so that a review can show what a change takes away.
 */
function seenOf(
  form: FunctionForm,
  close: Close,
  { verdict, guard, other }: Protection,
  isPromised: () => boolean,
): Seen[] {
  const at = close.operation.place;
  const here = { role: 'close', place: at };
  const base = { form, at, channel: close.name, other: '' };
  const again = { ...base, key: `close ${close.title}`, shape: 'called-again' as const };
  const together = { ...base, key: `close together ${close.title}`, shape: 'called-again' as const };
  const defect = { verdict: 'defect' as const, confidence: 'likely' as const };
  const removed = { onlyWhenGuardRemoved: true as const };
  if (guard) {
    const clues = guard.places.map((place) => ({ role: 'guard', place }));
    const sound = { verdict: 'sound' as const, confidence: 'possible' as const, clues };
    if (verdict === 'sound')
      return [
        { ...again, ...sound },
        { ...together, ...sound },
      ];
    if (guard.kind !== 'checked')
      return [
        { ...again, ...sound },
        { ...together, ...defect, ...removed, clues: [here] },
      ];
    const checks = guard.places.slice(0, 1).map((place) => ({ role: 'check', place }));
    const condition = isExportedMethod(form) ? {} : removed;
    const checked = { ...together, ...defect, ...condition, shape: 'check-then-close' as const };
    return [
      { ...again, ...sound },
      { ...checked, clues: [here, ...checks] },
    ];
  }
  // To ask another channel says nothing of this one.
  if ((verdict === 'bare' || other === 'channel') && isPromised()) {
    const place = { ...form.place, endLine: form.place.line };
    return [{ ...again, ...defect, clues: [here, { role: 'promise', place }] }];
  }
  return [{ ...again, ...defect, ...removed, clues: [here] }];
}

function gapSeen(form: FunctionForm, close: Close, { kind, asked, taken }: Gap, entered: readonly Place[]): Seen[] {
  const at = close.operation.place;
  return [
    {
      shape: 'check-then-close',
      verdict: 'defect',
      confidence: 'likely',
      key: `close together ${close.title}`,
      at,
      form,
      channel: close.name,
      other: '',
      clues: [
        { role: 'close', place: at },
        ...asked.slice(0, 1).map((place) => ({ role: 'check', place })),
        ...taken.slice(0, 1).map((place) => ({ role: kind === 'readers' ? 'readers' : 'section', place })),
        ...entered.map((place) => ({ role: 'caller', place })),
      ],
    },
  ];
}
