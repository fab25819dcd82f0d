import { targetOf } from '../../go/call-target.js';
import type { FunctionForm, Place } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import { type CallPoint, callsIn } from './calls-in.js';
import { fieldBehind } from './source-of.js';

/** More callers of one function than this are not looked at. */
const callersMax = 20;

/**
 * The refresh, in another function of the same round, that a write-back without one writes back in the next round.
 *
 *     func (s *S) round() {
 *         s.sync()        s.handler.Restore()
 *         s.cleanUp()     s.handler.Save()
 *     }
 */
export function refreshedElsewhere(program: Program, write: CallPoint, refresh: readonly string[]): Place | undefined {
  const { form, receiver } = write;
  const field = receiver && fieldBehind(receiver);
  if (field === undefined || form.declaration === '') return undefined;
  const home = program.packageOf(form.file);
  // Before the rest of the package is asked for: a snapshot is kept in a field, so that others can fill it.
  if (!home.complete) {
    program.want(home.directory);
    return undefined;
  }
  const own = form.declaration.replace(/^.*\./, '');
  const users = home.mentioning(own, viewOf(form.file));
  if (users.length > callersMax) meetLimit(form, `more than ${callersMax} functions that speak of it`);
  for (const declaration of users.slice(0, callersMax)) {
    const round = formOf(program, declaration);
    if (!round?.receiver || !callsIn(round).some((each) => each.name === own) || rebuilds(round, field).length > 0)
      continue;
    for (const each of callsIn(round)) {
      const place = each.name === own ? undefined : fieldsCalled(ownMethod(program, each), refresh).get(field);
      if (place) return place;
    }
  }
  return undefined;
}

/** The method of the same receiver that a call runs, wherever in the package it stands. */
export function ownMethod(program: Program, { form, call, receiver }: CallPoint): FunctionForm | undefined {
  if (receiver?.kind !== 'variable' || receiver.variable !== form.receiver) return undefined;
  const target = targetOf(program, call);
  return target.kind === 'method' && target.declaration ? formOf(program, target.declaration) : undefined;
}

/** Fields on whose values one of these methods is called, each with the line. */
export function fieldsCalled(form: FunctionForm | undefined, names: readonly string[]): Map<string, Place> {
  const calls = form ? callsIn(form) : [];
  return new Map(
    calls.flatMap(({ name, receiver, operation }) => {
      const field = receiver && names.includes(name) ? fieldBehind(receiver) : undefined;
      return field === undefined ? [] : [[field, operation.place] as const];
    }),
  );
}

/** `s.handlers[family] = New()`: lines that forget what a field held. */
export function rebuilds(form: FunctionForm, field: string): Place[] {
  return operationsOf(form).flatMap((each) =>
    each.op === 'assign' &&
    each.target.kind !== 'variable' &&
    fieldBehind(each.target) === field &&
    each.value.kind === 'variable' &&
    each.value.variable.origin?.from === 'call'
      ? [each.place]
      : [],
  );
}
