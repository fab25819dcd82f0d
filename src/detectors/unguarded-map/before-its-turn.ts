import { type Meeting, reaches } from '../../go/concurrency/meeting.js';
import { pointsOf } from '../../go/concurrency/occurrences.js';
import { type Point, pathFromEntry } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, partsOf, type Value } from '../../go/form.js';
import { valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';

/**
 *     go func() {
 *         for name := range names { delete(found, name) }     not before something has been sent
 *     }()
 *     for name := range found { … }                           nothing has
 *     names <- first
 *
 * True when a goroutine comes to the point only after it has received, and nothing that may be what it waits for stands between its start and what
 * the other one does.
 */
export function isBeforeItsTurn(
  program: Program,
  { form, first, second }: Meeting,
  { form: inner, operation }: Point,
): boolean {
  const [start, then] = [first[0], second[0]];
  if (!start || !then || first[1]?.form !== inner) return false;
  const arrives = (each: Operation) => each === operation;
  if (pathFromEntry(inner, { stops: (each) => receives(program, each), arrives })) return false;
  return !pointsOf([form]).some((point) => {
    if (point.operation === start.operation || !letsOthersGo(program, point.operation)) return false;
    const step = { runs: 'called' as const, ...point };
    return reaches(start, step) && (point.operation === then.operation || reaches(step, then));
  });
}

function receives(program: Program, operation: Operation): boolean {
  return operation.op === 'receive' || (operation.op === 'range' && isChannel(program, operation.over));
}

/** Sends, closes or waits, or starts what does so without being told to. */
function letsOthersGo(program: Program, operation: Operation): boolean {
  if (operation.op === 'send' || operation.op === 'receive') return true;
  if (operation.op === 'range') return isChannel(program, operation.over);
  if (operation.op !== 'call') return false;
  const { callee, arguments: given, text } = operation.call;
  if (/(wait|close|send)\w*$/i.test(text) || given.some((each) => isChannel(program, each))) return true;
  const literals = [callee, ...given].flatMap(partsOf).flatMap((part) => (part.kind === 'literal' ? [part.form] : []));
  return literals.some((each) => sendsUnasked(program, each)) || callee.kind === 'variable';
}

function sendsUnasked(program: Program, form: FunctionForm): boolean {
  return (
    form.literals.length > 0 ||
    pathFromEntry(form, {
      stops: (each) => receives(program, each),
      arrives: (each) => each.op !== 'range' && valuesOf(each).some((value) => isChannel(program, value)),
    })
  );
}

function isChannel(program: Program, value: Value): boolean {
  return underlying(program, typeOf(program, value)).kind === 'channel';
}
