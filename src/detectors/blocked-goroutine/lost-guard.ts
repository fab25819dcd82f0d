import { strandOf } from '../../go/channels/strand.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { reachableFrom } from '../../go/flow/loops.js';
import { type Block, type FunctionForm, type Operation, type Place, withLiterals } from '../../go/form.js';
import { valueText } from '../../go/value-text.js';
import type { Clue } from '../detector.js';
import type { Seen, World } from './shape.js';

type Communication = Operation & { op: 'send' | 'receive' };

/** Channels that always give something in the end, whoever is there or not. */
const timed = /^time\.(After|Tick)\(\)$|\.C$/;

/**
 *     select {
 *     case updates <- u:
 *     case <-ctx.Done():        lets it go on when nobody receives any more; the change removes it
 *     }
 *
 * What is left is a plain `updates <- u`, of which nothing else is known: only the change itself says that it used to need a guard.
 */
export function lostGuards({ program }: World, root: FunctionForm): Seen[] {
  return withLiterals(root).flatMap((form) =>
    form.blocks.flatMap((block) =>
      block.operations.flatMap((operation): Seen[] => {
        if (operation.op !== 'send' && operation.op !== 'receive') return [];
        const channel = valueText(operation.channel);
        if (channel === '' || timed.test(channel)) return [];
        if (form.name === 'main' || asksWhetherClosed(operation)) return [];
        if (isDone(operation) && strandOf(program, form)?.how !== 'goroutine') return [];
        const guards = isAlternative(operation) ? guardsOf(form, operation) : [];
        if (isAlternative(operation) && guards.length === 0) return [];
        return [seenAt(form, operation, channel, guards)];
      }),
    ),
  );
}

function seenAt(form: FunctionForm, operation: Communication, channel: string, guards: readonly Place[]): Seen {
  const common = {
    shape: 'lost-guard',
    key: `${operation.op} ${channel.replace(/^.*\./, '')}`,
    form,
    at: operation.place,
    subject: channel,
  } as const;
  if (guards.length > 0) {
    const clues = guards.map((place): Clue => ({ role: 'guard', place }));
    return { ...common, verdict: 'sound', confidence: 'proof', clues };
  }
  const clues: Clue[] = [{ role: operation.op === 'send' ? 'sends' : 'receives', place: operation.place }];
  return { ...common, verdict: 'defect', confidence: 'possible', onlyWhenGuardRemoved: true, clues };
}

/** `v, ok := <-c`: the sender says that it is done by closing the channel, which ends the wait. */
function asksWhetherClosed(operation: Communication): boolean {
  return operation.op === 'receive' && operation.results.length > 1 && !isAlternative(operation);
}

/** `<-ctx.Done()`: to wait for the end is what most functions that do so are for; in a goroutine of its own it needs somebody to end it. */
function isDone({ op, channel }: Communication): boolean {
  return op === 'receive' && /\bDone\(\)$/.test(valueText(channel));
}

/** Receives of the same select from which the goroutine goes on to something else than the next round of it; its default. */
function guardsOf(form: FunctionForm, operation: Communication): Place[] {
  const { select } = operation;
  if (!select) return [];
  const others = form.blocks.flatMap((block) =>
    block.operations.flatMap((each) =>
      each.op === 'receive' && each !== operation && each.select === select && leadsAway(block, form, operation)
        ? [each.place]
        : [],
    ),
  );
  return select.hasDefault ? [...others, select.place] : others;
}

function leadsAway(block: Block, form: FunctionForm, operation: Operation): boolean {
  const around = form.blocks.find((each) => each.operations.includes(operation));
  const reached = reachableFrom(block);
  if (around && !reached.has(around)) return true;
  return canReturnWithout(block, around);
}

/** A way to a return that does not come by the select again. */
function canReturnWithout(start: Block, without: Block | undefined): boolean {
  const seen = new Set<Block>();
  const waiting = [start];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (seen.has(block) || block === without) continue;
    seen.add(block);
    if (block.operations.some((each) => each.op === 'return')) return true;
    waiting.push(...block.next.map(({ to }) => to));
  }
  return false;
}
