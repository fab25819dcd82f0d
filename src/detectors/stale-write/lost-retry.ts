import { type FunctionForm, partsOf, type Value, withLiterals } from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { callsIn } from './calls-in.js';
import { someLoadedCall } from './helpers-of.js';
import { type ConflictVerbs, retryAround, type Write, writesOf } from './retried-writes.js';
import { onlyRemoved, type Seen } from './shape.js';
import { rootVariable } from './source-of.js';

/**
 *     retry.RetryOnConflict(retry.DefaultRetry, func() error {     retry: removed by the change
 *         o, err := c.Get(ctx, name)
 *         …
 *         return c.Update(ctx, o)                                  write: one conflict, and the change is lost
 *     })
 */
export function lostRetries(form: FunctionForm, program: Program, verbs: ConflictVerbs): Seen[] {
  const writes = writesOf(program, form, verbs);
  if (writes.length === 0) return [];
  const key = `retried by callers ${[...verbs.retry, ...verbs.conflict].join()} ${form.file.path}:${form.place.line}`;
  const isRetriedByCaller = () =>
    program.once(key, () => someLoadedCall(program, form, (each) => retryAround(each.form, verbs) !== undefined));
  return writes.flatMap((write): Seen[] => {
    const seen = seenAt(write, verbs);
    if (write.retry && !write.retry.again) return [];
    if (write.retry) {
      const clues = write.retry.places.map((place) => ({ role: 'retried', place }));
      return [{ ...seen, verdict: 'sound', guard: write.retry.text, clues }];
    }
    return write.inHelper || isRetriedByCaller() ? [] : [{ ...seen, ...onlyRemoved }];
  });
}

/**
 *     o, err := c.Get(ctx, name)
 *     retry.RetryOnConflict(retry.DefaultRetry, func() error {     retry
 *         o.Spec.N = n
 *         return c.Update(ctx, o)       write: each time with the version that the conflict was about
 *     })
 */
export function retriesWithoutReading(form: FunctionForm, program: Program, verbs: ConflictVerbs): Seen[] {
  return writesOf(program, form, verbs).flatMap((write): Seen[] => {
    const { retry, point, inHelper } = write;
    const literal = retry?.literal;
    if (!literal || inHelper || !withLiterals(literal).includes(point.form)) return [];
    const written = point.call.arguments.find((each) => isFromOutside(each, literal));
    const root = written && rootVariable(written);
    if (!written || !root || readsAgain(literal, root.name, write)) return [];
    const clues = retry.places.map((place) => ({ role: 'retry', place }));
    const key = `stale retry ${point.call.text}`;
    return [
      {
        ...seenAt(write, verbs),
        key,
        guard: retry.text,
        state: valueText(written),
        clues: [...seenAt(write, verbs).clues, ...clues],
      },
    ];
  });
}

function seenAt({ point: { operation, call } }: Write, { retry: [retry = ''] }: ConflictVerbs): Seen {
  const object = call.arguments.map(valueText).find((each) => each !== '' && !/ctx|context/i.test(each));
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `conflict ${call.text}`,
    at: operation.place,
    clues: [{ role: 'write', place: operation.place }],
    write: call.text,
    guard: retry.slice(retry.lastIndexOf('/') + 1),
    state: object ?? 'the object',
  };
}

/** An object that a literal captures; contexts, options and plain values are none. */
function isFromOutside(value: Value, literal: FunctionForm): boolean {
  const root = rootVariable(value);
  if (!root || withLiterals(literal).includes(root.owner)) return false;
  return value.kind === 'variable' || value.kind === 'pointer' ? !/ctx|context|opt/i.test(root.name) : false;
}

/** The literal sets the object, or hands it to anything but the write, or reads anything at all. */
function readsAgain(literal: FunctionForm, name: string, { point }: Write): boolean {
  const names = (value: Value) =>
    partsOf(value).some((part) => part.kind === 'variable' && part.variable.name === name);
  if (
    callsIn(literal).some((each) =>
      /^(Get|get|Fetch|fetch|Reload|reload|Refresh|refresh|List|Load|load)/.test(each.name),
    )
  )
    return true;
  return withLiterals(literal)
    .flatMap(operationsOf)
    .some((each) => {
      if (each === point.operation) return false;
      if (each.op === 'assign')
        return each.target.kind === 'variable'
          ? names(each.target)
          : each.target.kind === 'pointee' && names(each.target);
      return each.op === 'call' && valuesOf(each).slice(1).some(names);
    });
}
