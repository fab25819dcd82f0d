import { strandOf } from '../../go/channels/strand.js';
import { ChannelTraffic } from '../../go/channels/traffic.js';
import { endsNormally, loopsOf, reachableFrom } from '../../go/flow/loops.js';
import { type FunctionForm, type Operation, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { valueText } from '../../go/value-text.js';
import type { LocalChannel } from './local-channels.js';
import type { Seen, World } from './shape.js';

/**
 *     events := make(chan Event)
 *     go func() {
 *         for e := range events {       blocks when the last event was handled: nobody closes events
 *             handle(e)
 *         }
 *     }()
 *     for _, f := range files {
 *         events <- read(f)
 *     }
 */
export function unclosedRanges({ program, starters }: World, channel: LocalChannel): Seen[] {
  const { form, variable, made } = channel;
  const ranges = channel.uses.filter(({ how }) => how === 'ranged');
  if (ranges.length === 0 || form.name === 'main' || form.name === 'init') return [];
  const whole = new ChannelTraffic(program, form, variable, starters).whole();
  if (whole.unknown) return [];
  const closes = channel.uses.filter(({ how }) => how === 'closed').map(({ operation }) => operation.place);
  return ranges.flatMap((range): Seen[] => {
    const common = {
      shape: 'unclosed-range',
      key: variable.name,
      form: range.form,
      subject: variable.name,
      at: range.operation.place,
    } as const;
    if (whole.closes)
      return [
        { ...common, verdict: 'sound', confidence: 'proof', clues: closes.map((place) => ({ role: 'guard', place })) },
      ];
    const strand = strandOf(program, range.form);
    const started = range.form !== form && strand?.how === 'goroutine' && strand.outer === form;
    if (!started || leavesLoop(range.form, range.operation) || !returns(form) || whole.callback > 0) return [];
    const clues = [
      { role: 'receives', place: range.operation.place },
      { role: 'opened', place: made.place },
    ];
    return [{ ...common, verdict: 'defect', confidence: 'proof', clues }];
  });
}

/**
 *     go func() {
 *         for range ticker.C {          Stop does not close C
 *             poll()
 *         }
 *     }()
 *     …
 *     ticker.Stop()
 */
export function tickerRanges({ program }: World, root: FunctionForm): Seen[] {
  const forms = withLiterals(root);
  return forms.flatMap((form) =>
    operationsOf(form).flatMap((operation): Seen[] => {
      if (operation.op !== 'range' || operation.over.kind !== 'member' || operation.over.name !== 'C') return [];
      const ticker = operation.over.of;
      if (ticker.kind !== 'variable' || ticker.variable.owner === form || !isTicker(ticker.variable)) return [];
      if (strandOf(program, form)?.how !== 'goroutine' || leavesLoop(form, operation)) return [];
      const stop = forms.flatMap(operationsOf).find((each) => isStop(each, ticker.variable));
      if (!stop || !returns(ticker.variable.owner)) return [];
      const subject = valueText(operation.over);
      return [
        {
          shape: 'unclosed-range',
          verdict: 'defect',
          confidence: 'proof',
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

/** `t := time.NewTicker(d)` */
function isTicker({ origin }: Variable): boolean {
  if (origin?.from === 'value') return origin.value.kind === 'variable' && isTicker(origin.value.variable);
  if (origin?.from !== 'call') return false;
  const { callee } = origin.call;
  return callee.kind === 'imported' && callee.path === 'time' && callee.name === 'NewTicker';
}

function isStop(operation: Operation, ticker: Variable): boolean {
  if (operation.op !== 'call' || operation.call.callee.kind !== 'member' || operation.call.callee.name !== 'Stop')
    return false;
  const { of } = operation.call.callee;
  return of.kind === 'variable' && of.variable === ticker;
}

/** `break`, `return` or `goto` out of the loop, or a call in it that ends the goroutine. */
function leavesLoop(form: FunctionForm, range: Operation): boolean {
  const loop = loopsOf(form).find(({ header }) => header.operations.includes(range));
  if (!loop) return true;
  const body = [...loop.blocks];
  const entered = loop.header.next[0]?.to;
  const all = entered ? [...reachableFrom(entered)] : [];
  if (body.some((block) => block.next.some((edge) => !loop.blocks.has(edge.to) && !endsNormally(loop, block, edge))))
    return true;
  return all.some((block) => !loop.blocks.has(block) && !reachableFrom(loop.header.next[1]?.to ?? block).has(block));
}

function returns(form: FunctionForm): boolean {
  const [entry] = form.blocks;
  return (
    entry !== undefined &&
    [...reachableFrom(entry)].some((block) => block.operations.some((each) => each.op === 'return'))
  );
}
