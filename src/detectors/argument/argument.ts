import { isUnnamed } from '../../go/called-by-name.js';
import type { FunctionForm, Operation, Value } from '../../go/form.js';
import { partsOf } from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { sitesOf } from '../named-calls.js';
import { type Params, params, type Rule } from './params.js';
import { forbidden, shownValue, typeNameOf } from './value-kinds.js';

/**
 *     client.Do(context.Background(), …)      this call never with that kind of value
 *     http.Server{Handler: h}                 this field never left out
 */
export const argument: Detector<Params> = {
  name: 'argument',
  family: 'any',
  params,
  names: ['call', 'value', 'argument', 'function'],
  roles: {
    call: '{{call}} gets {{value}} here',
    other: 'this gave {{call}} another value, and the change removes it',
  },
  detect(form, program, { rules }) {
    const { text } = form.file;
    return rules.flatMap((rule, index) => {
      if (isUnnamed(text, rule.call ?? rule.literalOf ?? [])) return [];
      return usesOf(form, program, rule).map((use) => sightingOf(form, program, rule, use, index));
    });
  },
};

/** A place where the argument or the field is given, or the field is left out. */
interface Use {
  operation: Operation;
  /** The call or the type, as it is written. */
  call: string;
  value: Value | undefined;
}

function usesOf(form: FunctionForm, program: Program, { call, argument: position = 0, literalOf, field }: Rule): Use[] {
  if (call) {
    return sitesOf(program, form, call).flatMap(({ operation }): Use[] => {
      const value = operation.call.arguments[position];
      return value ? [{ operation, call: operation.call.text, value }] : [];
    });
  }
  return operationsOf(form).flatMap((operation) =>
    valuesOf(operation)
      .flatMap(partsOf)
      .flatMap((value): Use[] => {
        if (value.kind !== 'composite' || !literalOf?.includes(typeNameOf(program, value.type) ?? '')) return [];
        const { parts, type } = value;
        // Without keys nobody can tell which field is which, unless there is none at all.
        if (parts.some(({ name }) => name === '')) return [];
        const name = type.kind === 'named' ? type.name : '';
        return [{ operation, call: name, value: parts.find((part) => part.name === field)?.value }];
      }),
  );
}

function sightingOf(form: FunctionForm, program: Program, rule: Rule, use: Use, index: number): Sighting {
  const value = forbidden(program, use.value, rule.never);
  const { place } = use.operation;
  return {
    verdict: value === undefined ? 'sound' : 'defect',
    // It stands there as it was forbidden.
    confidence: 'proof',
    key: `${index} ${use.call}`,
    at: place,
    clues: [{ role: value === undefined ? 'other' : 'call', place }],
    names: {
      call: use.call,
      value: value ?? shownValue(program, use.value),
      argument: rule.field ?? String(rule.argument ?? ''),
      function: form.declaration,
    },
  };
}
