import { capacityOf } from '../../go/channels/channel-uses.js';
import { usesOfVariable, type VariableUse } from '../../go/channels/variable-uses.js';
import { type FunctionForm, type Operation, type Variable, withLiterals } from '../../go/form.js';

/** A channel that is made in a function, kept in one variable of it, and never stored, returned or set to another one. */
export interface LocalChannel {
  variable: Variable;
  /** The form that makes it. */
  form: FunctionForm;
  made: Operation;
  /** How many values it buffers; undefined when that is computed. */
  capacity: number | undefined;
  uses: VariableUse[];
}

export function localChannels(root: FunctionForm): LocalChannel[] {
  return withLiterals(root).flatMap((form) =>
    form.blocks.flatMap((block) => block.operations.flatMap((operation) => localChannel(form, operation) ?? [])),
  );
}

function localChannel(form: FunctionForm, made: Operation): LocalChannel | undefined {
  if (made.op !== 'assign' || made.target.kind !== 'variable') return undefined;
  const { variable } = made.target;
  const capacity = capacityOf(made.value);
  if (!capacity || variable.kind !== 'local' || variable.owner !== form) return undefined;
  const uses = usesOfVariable(form, variable).filter((use) => use.operation !== made);
  const known = uses.every(({ how }) => how !== 'escaped' && how !== 'set' && how !== 'receiver');
  return known ? { variable, form, made, capacity: capacity.values, uses } : undefined;
}
