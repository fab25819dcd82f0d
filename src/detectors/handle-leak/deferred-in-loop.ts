import { loopsAround } from '../../go/flow/loops.js';
import { pathFrom } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Place } from '../../go/form.js';
import type { Acquisition } from '../../go/ownership/owned-results.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';

/**
 *     for {
 *         c, err := l.Accept()       acquire
 *         …
 *         defer c.Close()            runs when the function ends; until then each round keeps one more
 *     }
 *
 * The deferred release of a loop that only a jump ends, and that comes to its next round; undefined for loops over a known number of things.
 */
export function pilesUp(program: Program, form: FunctionForm, { operation, outcome }: Acquisition): Place | undefined {
  for (const block of form.blocks) {
    for (const [index, each] of block.operations.entries()) {
      if (each.op !== 'call' || each.when !== 'deferred' || !outcome.releases.includes(each.place)) continue;
      const isAround = loopsAround(form, block).some(
        ({ header, blocks }) =>
          isEndless(program, header) && [...blocks].some((inner) => inner.operations.includes(operation)),
      );
      const point = { form, block, index, operation: each };
      if (isAround && pathFrom(point, { stops: never, arrives: (one) => one === operation })) return each.place;
    }
  }
  return undefined;
}

function never(): boolean {
  return false;
}

/** `for { … }`, or a range over a channel. */
function isEndless(program: Program, header: FunctionForm['blocks'][number]): boolean {
  const last: Operation | undefined = header.operations.at(-1);
  if (last?.op === 'range') return underlying(program, typeOf(program, last.over)).kind === 'channel';
  return header.next.every(({ when }) => !when);
}
