import { type FunctionForm, type Operation, partsOf, withLiterals } from '../form.js';
import { operationsOf, valuesOf } from '../form-values.js';
import { viewOf } from '../go-package.js';
import type { Program } from '../program.js';
import { formOf } from '../type-of.js';
import type { Channel } from './channel.js';
import { channelOf } from './channel.js';
import { capacityOf } from './channel-uses.js';

/**
 * How many values the channel in a field buffers, for each place of the package that makes one: `s.c = make(chan T)`, `&S{c: make(chan T, n)}`.
 * Undefined in the list where that is computed; empty when nobody in the package makes it.
 */
export function fieldCapacities(program: Program, channel: Channel, form: FunctionForm): (number | undefined)[] {
  const home = program.packageOf(form.file);
  if (!home.complete || channel.field === undefined) {
    program.want(home.directory);
    return [];
  }
  return home
    .mentioning(channel.field, viewOf(form.file))
    .flatMap((each) => formOf(program, each) ?? [])
    .flatMap(withLiterals)
    .flatMap(operationsOf)
    .flatMap((operation) => madeBy(program, channel, operation));
}

function madeBy(program: Program, channel: Channel, operation: Operation): (number | undefined)[] {
  if (operation.op === 'assign' && channelOf(program, operation.target)?.key === channel.key) {
    const capacity = capacityOf(operation.value);
    return capacity ? [capacity.values] : [];
  }
  return valuesOf(operation)
    .flatMap(partsOf)
    .flatMap((part) => {
      if (part.kind !== 'composite' || part.type.kind !== 'named') return [];
      if (part.type.name !== channel.type || part.type.home !== channel.home) return [];
      const field = part.parts.find(({ name }) => name === channel.field);
      const capacity = field && capacityOf(field.value);
      return capacity ? [capacity.values] : [];
    });
}
