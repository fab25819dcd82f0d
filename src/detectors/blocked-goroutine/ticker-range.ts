import { channelOf } from '../../go/channels/channel.js';
import { strandOf } from '../../go/channels/strand.js';
import { callersOf } from '../../go/concurrency/callers.js';
import { type FunctionForm, type Operation, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf, typeOf } from '../../go/type-of.js';
import { valueText } from '../../go/value-text.js';
import type { Seen, World } from './shape.js';
import { leavesLoop, returns } from './unclosed-range.js';

/**
 *     go func() {
 *         for range ticker.C {          Stop does not close C
 *             poll()
 *         }
 *     }()
 *     …
 *     ticker.Stop()
 *
 * The same for a ticker in a field, with the loop in a method that is started as a goroutine and Stop in another one.
 */
export function tickerRanges({ program }: World, root: FunctionForm): Seen[] {
  return withLiterals(root).flatMap((form) =>
    operationsOf(form).flatMap((operation): Seen[] => {
      if (operation.op !== 'range' || operation.over.kind !== 'member' || operation.over.name !== 'C') return [];
      if (leavesLoop(form, operation)) return [];
      const ticker = operation.over.of;
      const stop =
        ticker.kind === 'variable' ? stopOfVariable(program, root, form, ticker) : stopOfField(program, form, ticker);
      if (!stop) return [];
      const subject = valueText(operation.over);
      return [
        {
          shape: 'unclosed-range',
          verdict: 'defect',
          confidence: ticker.kind === 'variable' ? 'proof' : 'likely',
          key: subject,
          form,
          subject,
          at: operation.place,
          clues: [
            { role: 'receives', place: operation.place },
            { role: 'stops', place: stop.place },
          ],
        },
      ];
    }),
  );
}

function stopOfVariable(
  program: Program,
  root: FunctionForm,
  form: FunctionForm,
  { variable }: Value & { kind: 'variable' },
): Operation | undefined {
  if (variable.owner === form || !isTicker(variable) || !returns(variable.owner)) return undefined;
  if (strandOf(program, form)?.how !== 'goroutine') return undefined;
  const isIt = (value: Value) => value.kind === 'variable' && value.variable === variable;
  return withLiterals(root)
    .flatMap(operationsOf)
    .find((each) => isStop(each, isIt));
}

/** `t := time.NewTicker(d)` */
function isTicker({ origin }: Variable): boolean {
  if (origin?.from === 'value') return origin.value.kind === 'variable' && isTicker(origin.value.variable);
  if (origin?.from !== 'call') return false;
  const { callee } = origin.call;
  return callee.kind === 'imported' && callee.path === 'time' && callee.name === 'NewTicker';
}

function stopOfField(program: Program, form: FunctionForm, ticker: Value): Operation | undefined {
  const type = typeOf(program, ticker);
  const named = type.kind === 'pointer' ? type.element : type;
  if (named.kind !== 'named' || named.home !== 'time' || named.name !== 'Ticker') return undefined;
  const field = channelOf(program, ticker);
  if (field?.kind !== 'field' || field.field === undefined || !isGoroutine(program, form)) return undefined;
  const home = program.packageOf(form.file);
  const isIt = (value: Value) => value.kind === 'member' && channelOf(program, value)?.key === field.key;
  return home
    .mentioning(field.field, viewOf(form.file))
    .flatMap((each) => formOf(program, each) ?? [])
    .flatMap(withLiterals)
    .filter((each) => each !== form)
    .flatMap(operationsOf)
    .find((each) => isStop(each, isIt));
}

/** Started by `go`, and not called besides. */
function isGoroutine(program: Program, form: FunctionForm): boolean {
  if (form.outer) return strandOf(program, form)?.how === 'goroutine';
  const callers = callersOf(program, form) ?? [];
  return callers.length > 0 && callers.every(({ part }) => part === 'go');
}

function isStop(operation: Operation, isIt: (value: Value) => boolean): boolean {
  if (operation.op !== 'call' || operation.call.callee.kind !== 'member' || operation.call.callee.name !== 'Stop')
    return false;
  return isIt(operation.call.callee.of);
}
