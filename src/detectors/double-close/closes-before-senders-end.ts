import { channelTraffic, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { dominates } from '../../go/flow/dominance.js';
import { placeKey } from '../../go/flow/expression-key.js';
import type { Point } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Place } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { channelTitle, lineText } from './closing.js';
import type { Seen } from './seen.js';

/**
 *     func (p *Pool) Stop() {
 *         close(p.quit)
 *         p.workers.Wait()        without this wait a worker may still send
 *         close(p.results)
 *     }
 */
export function closesBeforeSendersEnd(program: Program, form: FunctionForm, closers: readonly string[]): Seen[] {
  return channelTraffic(program, form, closers).flatMap((use): Seen[] => {
    if (use.how !== 'closed' || use.channel.kind !== 'field' || use.operation.op !== 'call') return [];
    const title = channelTitle(use.channel);
    const at = use.operation.place;
    const base = {
      shape: 'send-after-close' as const,
      key: `close before senders end ${title}`,
      at,
      form,
      channel: use.channel.name,
    };
    const waits = waitsBefore(use);
    if (waits.length > 0) {
      const clues = waits.map((place) => ({ role: 'wait', place }));
      return [{ ...base, verdict: 'sound', confidence: 'possible', other: '', clues }];
    }
    if (locksHeld(program, use.form, use.operation).size > 0) return [];
    const send = usesAcrossPackage(program, use.channel, form).find(
      (each) => each.how === 'sent' && each.form.declaration !== form.declaration,
    );
    if (!send) return [];
    const clues = [
      { role: 'close', place: at },
      { role: 'send', place: send.operation.place },
    ];
    const other = lineText(send.form, send.operation.place);
    return [{ ...base, verdict: 'defect', confidence: 'likely', onlyWhenGuardRemoved: true, other, clues }];
  });
}

/** Waits that every path to the close has passed. */
function waitsBefore({ form, block, index, operation }: Point): Place[] {
  const closed = operation.op === 'call' ? operation.call.arguments[0] : undefined;
  const key = closed && placeKey(closed);
  const deferred = operation.op === 'call' && operation.when === 'deferred';
  const passed = deferred
    ? operationsOf(form)
    : form.blocks.flatMap((each) =>
        each === block ? each.operations.slice(0, index) : dominates(form, each, block) ? each.operations : [],
      );
  return passed.filter((each) => isWait(each, key)).map(({ place }) => place);
}

function isWait(operation: Operation, key: string | undefined): boolean {
  if (operation.op === 'call') return operation.call.callee.kind === 'member' && operation.call.callee.name === 'Wait';
  return operation.op === 'receive' && operation.select === undefined && placeKey(operation.channel) !== key;
}
