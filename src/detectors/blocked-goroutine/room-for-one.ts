import { operationsOf } from '../../go/form-values.js';
import type { RewrittenLines } from '../detector.js';
import type { LocalChannel } from './local-channels.js';

/** As gofmt writes it, with an element type that has no brackets of its own but `struct{}` and `interface{}`. */
const unbuffered = /^(\t*\w+ :?= make\(chan [^(),/]+)\)$/;

/**
 *     result := make(chan error)       make(chan error, 1)
 *     go func() {
 *         result <- work()             the last thing that the goroutine does
 *     }()
 *
 * With room for its one value the sender goes on whoever has left, and nothing else changes: nobody sends a second value, and nothing comes after the send
 * that could count on somebody having received. Undefined where that is not so. Whether room for one is enough the caller has to ask.
 */
export function roomForOne({ form, made, capacity, uses }: LocalChannel): RewrittenLines | undefined {
  const others = uses.filter(({ how }) => how !== 'received');
  const [send] = others;
  if (capacity !== 0 || others.length !== 1 || send?.how !== 'sent' || send.form.outer !== form) return undefined;
  const { block, index, form: sender } = send;
  const after = [...block.operations.slice(index + 1), ...block.next.flatMap(({ to }) => to.operations)];
  const isLast = after.every((each) => each.op === 'return') && block.next.every(({ to }) => to.next.length === 0);
  if (!isLast || operationsOf(sender).some((each) => each.op === 'call' && each.when === 'deferred')) return undefined;
  const { line } = made.place;
  const [text, before] = unbuffered.exec(form.file.lineText(line)) ?? [];
  return text === undefined ? undefined : { line, endLine: line, lines: [`${before}, 1)`] };
}
