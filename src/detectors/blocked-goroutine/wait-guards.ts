import type { ChannelUse } from '../../go/channels/channel-uses.js';
import { outermostOperation, runnersOf } from '../../go/concurrency/who-runs.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { reachableFrom } from '../../go/flow/loops.js';
import { type FunctionForm, type Operation, type Place, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';

interface Wait {
  wait: ChannelUse;
  /** The function that gives the signal, and its exits that do not. */
  starter: FunctionForm;
  waiter: FunctionForm;
  exits: readonly Place[];
}

/**
 *     if m.started {            set only where the signal is sure to come
 *         <-m.stopped
 *     }
 *
 * True when a field that the wait depends on may be set only after what can fail. A field that is set before it, or never outside of a
 * literal of its type, guards nothing.
 */
export function isArmedLater(program: Program, { wait, starter, waiter, exits }: Wait): boolean {
  return guardingFields(program, wait, waiter).some((field) => {
    const home = program.packageOf(starter.file);
    const forms = home.mentioning(field, viewOf(starter.file)).flatMap((each) => formOf(program, each) ?? []);
    const settings = forms.flatMap((form) =>
      settingsOf(program, form, field).map((operation) => ({ form, operation })),
    );
    return settings.some(({ form, operation }) => {
      if (form === waiter) return false;
      if (form === starter) return !comesBeforeExit(starter, operation, exits);
      const starts = runnersOf(program, starter, 1).filter((each) => each.form === form);
      return !starts.some((start) => comesBefore(form, operation, start.operation));
    });
  });
}

/** Fields that are tested on every way to the wait, in its own form and in those around it. */
function guardingFields(program: Program, { form, block, operation }: ChannelUse, waiter: FunctionForm): string[] {
  const here = conditionsAt({ form, block }).flatMap(({ value }) => (value.kind === 'member' ? [value.name] : []));
  if (form === waiter || !form.outer) return here;
  const outer = outermostOperation(program, form, operation);
  const around = outer && waiter.blocks.find((each) => each.operations.includes(outer));
  const above = around
    ? conditionsAt({ form: waiter, block: around }).flatMap(({ value }) =>
        value.kind === 'member' ? [value.name] : [],
      )
    : [];
  return [...here, ...above];
}

function settingsOf(program: Program, form: FunctionForm, field: string): Operation[] {
  return withLiterals(form).flatMap((inner) =>
    operationsOf(inner).flatMap((operation) => {
      if (operation.op !== 'assign' || operation.target.kind !== 'member' || operation.target.name !== field) return [];
      return [outermostOperation(program, inner, operation) ?? operation];
    }),
  );
}

function comesBeforeExit(form: FunctionForm, operation: Operation, exits: readonly Place[]): boolean {
  const block = form.blocks.find((each) => each.operations.includes(operation));
  if (!block) return false;
  return [...reachableFrom(block)].some((each) =>
    each.operations.some((one) => one.op === 'return' && exits.some(({ line }) => line === one.place.line)),
  );
}

function comesBefore(form: FunctionForm, first: Operation, second: Operation): boolean {
  const block = form.blocks.find((each) => each.operations.includes(first));
  if (!block) return false;
  if (block.operations.indexOf(second) > block.operations.indexOf(first)) return true;
  return block.next.some(({ to }) => [...reachableFrom(to)].some((each) => each.operations.includes(second)));
}
