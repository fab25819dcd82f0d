import { type FunctionForm, type Operation, partsOf, type Value, withLiterals } from '../form.js';
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
  return fieldValues(program, channel, form).flatMap((value) => {
    const capacity = capacityOf(value);
    return capacity ? [capacity.values] : [];
  });
}

/** What the functions of the package put into the field, by an assignment or in a literal that names its fields. */
export function fieldValues(program: Program, channel: Channel, form: FunctionForm): Value[] {
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
    .flatMap((operation) => putBy(program, channel, operation));
}

function putBy(program: Program, channel: Channel, operation: Operation): Value[] {
  if (operation.op === 'assign' && channelOf(program, operation.target)?.key === channel.key) return [operation.value];
  return valuesOf(operation)
    .flatMap(partsOf)
    .flatMap((part) => {
      if (part.kind !== 'composite' || part.type.kind !== 'named') return [];
      if (part.type.name !== channel.type || part.type.home !== channel.home) return [];
      return part.parts.flatMap(({ name, value }) => (name === channel.field ? [value] : []));
    });
}
