import { strandOf } from '../../go/channels/strand.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { loopsOf, reachableFrom } from '../../go/flow/loops.js';
import { type FunctionForm, type Operation, withLiterals } from '../../go/form.js';
import type { Clue } from '../detector.js';
import type { Seen, World } from './shape.js';

/**
 *     for {
 *         select {
 *         case e := <-events:
 *             handle(e)
 *         case <-stop:          the only way out of the loop; the change removes it
 *             return
 *         }
 *     }
 */
export function lostExits({ program }: World, root: FunctionForm): Seen[] {
  return withLiterals(root).flatMap((form): Seen[] => {
    const strand = strandOf(program, form);
    if (strand && strand.how !== 'goroutine' && strand.how !== 'unknown') return [];
    const [entry] = form.blocks;
    const reached = entry ? reachableFrom(entry) : new Set();
    const waits = loopsOf(form).flatMap((loop) =>
      [...loop.blocks].flatMap((block) =>
        block.operations.filter((each) => each.op === 'receive' || each.op === 'send'),
      ),
    );
    const [first] = waits.toSorted((a, b) => a.place.line - b.place.line);
    if (!first || form.name === 'main') return [];
    const common = {
      shape: 'lost-exit',
      key: strand ? 'goroutine' : 'function',
      form,
      subject: form.declaration,
    } as const;
    const returns = form.blocks.some(
      (block) => reached.has(block) && block.operations.some((each) => each.op === 'return'),
    );
    if (!returns) {
      const at = ('select' in first && first.select?.place) || first.place;
      const start = { ...form.place, endLine: form.place.line };
      const clues: Clue[] = [
        { role: 'loops', place: at },
        { role: 'function', place: start },
      ];
      return [{ ...common, verdict: 'defect', confidence: 'possible', onlyWhenGuardRemoved: true, at, clues }];
    }
    const outs = form.blocks.flatMap((block) =>
      block.operations.filter((each) => isAlternative(each) && each.op === 'receive' && leaves(form, each)),
    );
    if (outs.length === 0) return [];
    const clues = outs.map(({ place }): Clue => ({ role: 'guard', place }));
    return [{ ...common, verdict: 'sound', confidence: 'proof', at: first.place, clues }];
  });
}

/** The case stands in a loop and leads out of all loops. */
function leaves(form: FunctionForm, operation: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  if (!block) return false;
  const after = reachableFrom(block);
  return !loopsOf(form).some((loop) => after.has(loop.header));
}
