import { strandOf } from '../../go/channels/strand.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { type Block, type FunctionForm, type Operation, type Place, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { meetLimit } from '../../go/limits-met.js';
import { valueText } from '../../go/value-text.js';
import type { Clue } from '../detector.js';
import type { Seen, World } from './shape.js';

type Communication = Operation & { op: 'send' | 'receive' };

/** More sends and receives in one function than this are not looked at: the ways from each of them are walked, and nobody writes as many. */
const communicationsMax = 300;

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
  return withLiterals(root)
    .filter((form) => {
      const isSmall = operationsOf(form).filter(isCommunication).length <= communicationsMax;
      if (!isSmall) meetLimit(form, `more than ${communicationsMax} sends and receives`);
      return isSmall;
    })
    .flatMap((form) =>
      form.blocks.flatMap((block) =>
        block.operations.flatMap((operation): Seen[] => {
          if (!isCommunication(operation)) return [];
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
  const around = form.blocks.find((block) => block.operations.includes(operation));
  const away = leadingAway(form, around);
  const others = form.blocks.flatMap((block) =>
    block.operations.flatMap((each) =>
      each.op === 'receive' && each !== operation && each.select === select && away(block) ? [each.place] : [],
    ),
  );
  return select.hasDefault ? [...others, select.place] : others;
}

/**
 * Tells of a block whether it never comes to `around`, or can return without it. Asked of every other case of a select, so that the ways are walked
 * once, backwards, and not from each case.
 */
function leadingAway(form: FunctionForm, around: Block | undefined): (block: Block) => boolean {
  const before = new Map<Block, Block[]>();
  for (const block of form.blocks)
    for (const { to } of block.next) {
      const known = before.get(to);
      if (known) known.push(block);
      else before.set(to, [block]);
    }
  const back = around && leadingTo([around], before);
  const returns = form.blocks.filter((block) => block.operations.some((each) => each.op === 'return'));
  const out = leadingTo(returns, before, around);
  return (block) => (back !== undefined && !back.has(block)) || out.has(block);
}

/** Blocks from which a way leads to one of these that does not come by `without`. */
function leadingTo(ends: readonly Block[], before: ReadonlyMap<Block, Block[]>, without?: Block): Set<Block> {
  const found = new Set<Block>();
  const waiting = [...ends];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (found.has(block) || block === without) continue;
    found.add(block);
    waiting.push(...(before.get(block) ?? []));
  }
  return found;
}

function isCommunication(operation: Operation): operation is Communication {
  return operation.op === 'send' || operation.op === 'receive';
}
