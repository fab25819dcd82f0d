import { isAlternative } from '../../go/channels/traffic.js';
import { usesOfVariable, type VariableUse } from '../../go/channels/variable-uses.js';
import { beginsLoop, conditionsAt } from '../../go/flow/dominance.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { loopsAround } from '../../go/flow/loops.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type Block, type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { isFailure, isSuccess } from './failure.js';
import type { Seen } from './shape.js';

/**
 *     var done chan struct{}
 *     if background {
 *         done = make(chan struct{})
 *         go run(done)
 *     }
 *     …
 *     <-done                     blocks where nobody has made it
 *
 * Only where nothing but errors and loops decides whether the wait is reached: another question may be the same in other words.
 */
export function madeOnOneWay(root: FunctionForm): Seen[] {
  return withLiterals(root).flatMap((form) =>
    operationsOf(form).flatMap((declared): Seen[] => {
      const found = isDeclaration(declared) ? uncertainWait(form, declared) : undefined;
      if (!found) return [];
      const { wait, made, subject } = found;
      return [
        {
          shape: 'nil-channel',
          verdict: 'defect',
          confidence: 'likely',
          key: `one way ${subject}`,
          form,
          subject,
          at: wait.operation.place,
          clues: [
            { role: wait.how === 'sent' ? 'sends' : 'receives', place: wait.operation.place },
            { role: 'unmade', place: declared.place },
            { role: 'madeElse', place: made.operation.place },
          ],
        },
      ];
    }),
  );
}

type Declaration = Operation & { op: 'assign'; target: Value & { kind: 'variable' } };

/** `var done chan T` */
function isDeclaration(operation: Operation): operation is Declaration {
  if (operation.op !== 'assign' || operation.target.kind !== 'variable') return false;
  const { variable } = operation.target;
  return variable.kind === 'local' && variable.type?.kind === 'channel' && operation.value.kind === 'constant';
}

function uncertainWait(form: FunctionForm, declared: Declaration) {
  const { variable } = declared.target;
  const uses = usesOfVariable(form, variable);
  const point = uses.find(({ operation }) => operation === declared);
  const [made, ...others] = uses.filter(({ how, operation }) => how === 'set' && operation !== declared);
  // Several that set it may be the branches of a choice; what a literal or a pointer sets comes at any time.
  if (!point || !made || others.length > 0 || made.form !== form || uses.some(isPointedAt)) return undefined;
  if (loopsAround(form, made.block).length > loopsAround(form, point.block).length) return undefined;
  const key = placeKey(declared.target);
  const wait = uses.find(
    (use) =>
      use.form === form &&
      isWait(use) &&
      isAlwaysReached(use, point.block) &&
      pathFrom(point, {
        stops: (each) => each === made.operation,
        arrives: (each) => each === use.operation,
        closed: notNil(form, key),
      }),
  );
  return wait && { wait, made, subject: variable.name };
}

function isWait({ how, operation }: VariableUse): boolean {
  return ((how === 'sent' || how === 'received') && !isAlternative(operation)) || how === 'ranged';
}

/** `start(&done)` */
function isPointedAt({ operation, how }: VariableUse): boolean {
  if (how !== 'argument' && how !== 'escaped') return false;
  const values =
    operation.op === 'call'
      ? operation.call.arguments
      : operation.op === 'assign' || operation.op === 'send'
        ? [operation.value]
        : [];
  return values.flatMap(partsOf).some(({ kind }) => kind === 'pointer');
}

function isAlwaysReached({ form, block }: VariableUse, home: Block): boolean {
  const before = new Set(conditionsAt({ form, block: home }).map(({ value }) => value));
  return conditionsAt({ form, block }).every(
    (each) =>
      before.has(each.value) ||
      beginsLoop(form, each.block) ||
      isFailure({ to: block, when: each }) ||
      isSuccess({ to: block, when: each }),
  );
}

/** Where it has been seen that it is not nil. */
function notNil(form: FunctionForm, key: string | undefined): Set<Block> {
  const edges = form.blocks.flatMap(({ next }) => next);
  return new Set(
    edges.flatMap(({ to, when }) => (when?.test === 'nil' && !when.holds && placeKey(when.value) === key ? [to] : [])),
  );
}
