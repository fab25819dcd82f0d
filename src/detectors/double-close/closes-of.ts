import type { Channel } from '../../go/channels/channel.js';
import { channelTraffic } from '../../go/channels/channel-uses.js';
import { handedTo } from '../../go/channels/handed-on.js';
import { type Occurrence, occurrencesOf, pointsOf } from '../../go/concurrency/occurrences.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { Point } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Value, withLiterals } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { channelTitle, channelValue } from './closing.js';
import { protectionOf } from './protection.js';

/** A close, or a call of a method of the same value that closes. */
export interface Close {
  operation: Operation;
  value: Value;
  channel?: Channel;
  occurrence: Occurrence;
  /** See placeKey. */
  key: string | undefined;
  /** As it is written. */
  name: string;
  title: string;
}

export function closesOf(program: Program, form: FunctionForm, closers: readonly string[]): Close[] {
  return [...fieldCloses(program, form, closers), ...elementCloses(form), ...delegatedCloses(program, form, closers)];
}

export function fieldCloses(program: Program, form: FunctionForm, closers: readonly string[]): Close[] {
  return channelTraffic(program, form, closers).flatMap((use): Close[] => {
    const value = use.how === 'closed' ? channelValue(use.operation) : undefined;
    const [occurrence] = value ? occurrencesOf(program, use) : [];
    if (!value || !occurrence) return [];
    return [
      {
        operation: use.operation,
        value,
        channel: use.channel,
        occurrence,
        key: placeKey(value, occurrence.bindings),
        name: use.channel.name,
        title: channelTitle(use.channel),
      },
    ];
  });
}

/** `close(s.waiters[id])` */
function elementCloses(form: FunctionForm): Close[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Close[] => {
      if (operation.op !== 'call' || operation.call.callee.kind !== 'name' || operation.call.callee.name !== 'close')
        return [];
      const [value] = operation.call.arguments;
      if (value?.kind !== 'element') return [];
      const step = { form, block, index, operation, runs: 'called' as const };
      return [
        {
          operation,
          value,
          occurrence: { steps: [step], bindings: new Map() },
          key: undefined,
          name: `${value.of.kind === 'member' ? value.of.name : 'element'}[…]`,
          title: `${value.of.kind === 'member' ? value.of.name : 'element'}[]`,
        },
      ];
    }),
  );
}

/** Names of methods that may close something. */
const closing = /close|stop|shut|cancel|done|finish|clean|kill|quit|term|destroy|release|abort|disconnect|end/i;

/** `s.shutdown()`, `s.once.Do(s.shutdown)`: a method of the same value, which closes a field of it without a guard of its own. */
function delegatedCloses(program: Program, form: FunctionForm, closers: readonly string[]): Close[] {
  const type = form.receiver?.type?.kind === 'pointer' ? form.receiver.type.element : form.receiver?.type;
  if (type?.kind !== 'named') return [];
  return pointsOf(withLiterals(form)).flatMap((point) => {
    const method = methodRun(program, form, point);
    if (!method || !closing.test(method.name)) return [];
    const declaration = program.packageOf(form.file).method(type.name, method.name, viewOf(form.file));
    const callee = declaration && formOf(program, declaration);
    if (!callee || callee === form) return [];
    const [outer] = occurrencesOf(program, point);
    if (!outer) return [];
    const steps = outer.steps.map((each, index) =>
      index === outer.steps.length - 1 && method.once ? { ...each, runs: 'once' as const } : each,
    );
    return fieldCloses(program, callee, closers)
      .filter((each) => rootOf(each.value, each.occurrence.bindings) === callee.receiver && isOpen(program, each))
      .map((each) => ({
        ...each,
        operation: point.operation,
        occurrence: { steps, bindings: outer.bindings },
        key: each.channel?.field === undefined ? undefined : `${placeKey(method.of)}.${each.channel.field}`,
      }));
  });
}

function isOpen(program: Program, { occurrence, value, key }: Close): boolean {
  const { verdict } = protectionOf(program, occurrence, value, key);
  return verdict === 'bare' || verdict === 'conditional';
}

/** The method of the receiver that a call runs. */
function methodRun(
  program: Program,
  form: FunctionForm,
  { operation }: Point,
): { name: string; of: Value; once: boolean } | undefined {
  if (operation.op !== 'call') return undefined;
  const { callee } = operation.call;
  const own = (value: Value) =>
    value.kind === 'member' && value.of.kind === 'variable' && value.of.variable === form.receiver;
  if (callee.kind === 'member' && own(callee)) return { name: callee.name, of: callee.of, once: false };
  const handed = operation.call.arguments.find(own);
  if (handed?.kind !== 'member' || handedTo(program, operation.call, (each) => each === handed) !== 'once')
    return undefined;
  return { name: handed.name, of: handed.of, once: true };
}
