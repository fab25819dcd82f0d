import { usesOfVariable, type VariableUse } from '../../go/channels/variable-uses.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm, Variable } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import type { Clue } from '../detector.js';
import type { Seen, World } from './shape.js';

const cluesMax = 3;

/**
 *     func (w *etcdWatcher) Watch(ctx context.Context, events chan<- Event) error {
 *         defer close(events)               so that whoever ranges over it comes to an end
 *         …
 *     }
 *     func (w *kubeWatcher) Watch(ctx context.Context, events chan<- Event) error {
 *         for {
 *             select {
 *             case e := <-w.source:
 *                 events <- e
 *             case <-ctx.Done():
 *                 return ctx.Err()          leaves the receiver waiting
 *             }
 *         }
 *     }
 *
 * The channel is handed over by the caller, who ranges over it; all other functions of the same name close it, or this one did.
 */
export function lostCloses({ program }: World, root: FunctionForm): Seen[] {
  return root.parameters.flatMap((parameter, index): Seen[] => {
    if (parameter.type?.kind !== 'channel' || parameter.type.direction === 'receive') return [];
    const uses = usesOfVariable(root, parameter);
    const sends = uses.filter(({ how }) => how === 'sent');
    const [send] = sends.filter(({ form, block }) => form === root && loopsAround(form, block).length > 0);
    // Only who sends again and again is waited for until it closes.
    if (!send || uses.some(({ how }) => how === 'escaped' || how === 'argument' || how === 'set')) return [];
    const closes = closesOf(root, parameter);
    const common = { shape: 'lost-close', key: parameter.name, form: root, subject: parameter.name } as const;
    if (closes.length > 0)
      return [{ ...common, verdict: 'sound', confidence: 'proof', at: send.operation.place, clues: cluesFor(closes) }];
    const exit = root.blocks.flatMap((block) => block.operations).findLast(({ op }) => op === 'return');
    if (!exit) return [];
    const siblings = closingSiblings(program, root, index);
    const clues: Clue[] = [
      { role: 'ends', place: exit.place },
      ...siblings.slice(0, cluesMax).map(({ operation }): Clue => ({ role: 'siblingCloses', place: operation.place })),
    ];
    const seen = { ...common, verdict: 'defect', at: exit.place, clues, exit: exit.place } as const;
    if (siblings.length > 0) return [{ ...seen, confidence: 'likely' }];
    return [{ ...seen, confidence: 'possible', onlyWhenGuardRemoved: true }];
  });
}

function cluesFor(uses: readonly VariableUse[]): Clue[] {
  return uses.map(({ operation }) => ({ role: 'guard', place: operation.place }));
}

/** Closes of the same parameter in the other methods of the same name, when there are some and all of them close it. */
function closingSiblings(program: Program, root: FunctionForm, index: number): VariableUse[] {
  const name = root.declaration.replace(/^.*\./, '');
  const home = program.packageOf(root.file);
  if (!root.receiver || name === root.declaration) return [];
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  const others = home
    .mentioning(name, viewOf(root.file))
    .filter((each) => each.kind === 'method' && each.name === name && !each.file.isTest)
    .flatMap((each) => formOf(program, each) ?? [])
    .filter((form) => form !== root && form.parameters.length === root.parameters.length);
  const closes = others.map((form) => closesOf(form, form.parameters[index]));
  return closes.every((each) => each.length > 0) ? closes.flat() : [];
}

function closesOf(form: FunctionForm, parameter: Variable | undefined): VariableUse[] {
  return parameter ? usesOfVariable(form, parameter).filter(({ how }) => how === 'closed') : [];
}
