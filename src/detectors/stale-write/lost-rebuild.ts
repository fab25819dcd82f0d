import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { type CallPoint, callsIn } from './calls-in.js';
import type { RefreshPair } from './lost-refresh.js';
import { fieldsCalled, ownMethod, rebuilds } from './refreshed-elsewhere.js';
import { onlyRemoved, type Seen } from './shape.js';

interface WrittenBack {
  point: CallPoint;
  field: string;
  place: Place;
}

/**
 * The holder of the snapshot is made anew for each round, so that nothing of an earlier one is written back.
 *
 *     s.handlers[family] = New()    rebuild: removed by the change
 *     s.sync()                      restores s.handlers without a refresh
 *     s.cleanUp()                   saves into s.handlers afterwards
 */
export function lostRebuilds(form: FunctionForm, program: Program, pair: RefreshPair): Seen[] {
  // Before any other file is asked for: one of the two verbs stands in this one.
  const verbs = [...pair.refresh, ...pair.writeBack];
  if (!form.receiver || !verbs.some((each) => form.file.text.includes(`.${each}(`))) return [];
  const methods = callsIn(form).flatMap((point) => {
    const callee = ownMethod(program, point);
    return callee
      ? [{ point, refreshed: fieldsCalled(callee, pair.refresh), written: fieldsCalled(callee, pair.writeBack) }]
      : [];
  });
  const refreshed = new Set(methods.flatMap((each) => [...each.refreshed.keys()]));
  return methods
    .flatMap(({ point, refreshed: own, written }) =>
      [...written].flatMap(([field, place]) =>
        own.has(field) || !refreshed.has(field) ? [] : [{ point, field, place }],
      ),
    )
    .map((each) => seenAt(form, each, pair));
}

function seenAt(form: FunctionForm, { point, field, place }: WrittenBack, pair: RefreshPair): Seen {
  const seen = {
    key: `rebuild ${field} ${pair.writeBack.join()}`,
    at: point.operation.place,
    write: point.call.text,
    guard: pair.refresh[0] ?? '',
    state: field,
  };
  const clues = rebuilds(form, field).map((each) => ({ role: 'rebuild', place: each }));
  if (clues.length > 0) return { ...seen, verdict: 'sound', confidence: 'likely', clues };
  return { ...seen, ...onlyRemoved, verdict: 'defect', clues: [{ role: 'writtenBack', place }] };
}
