import { forbidden, shownValue, typeNameOf } from '../detectors/argument/value-kinds.js';
import { type FunctionForm, partsOf, type Value, withLiterals } from '../go/form.js';
import { operationsOf, valuesOf } from '../go/form-values.js';
import type { Program } from '../go/program.js';
import type { Candidate } from './candidates.js';
import type { MendedFunction } from './fix-calls.js';

type Composite = Value & { kind: 'composite' };

/** `http.Server{Handler: h}` got a field that it did not have, or another value in one. */
export function otherFields({ defect, repaired, callsBefore, callsAfter }: MendedFunction): Candidate[] {
  const [before, after] = [callsBefore[0]?.program, callsAfter[0]?.program];
  if (!before || !after) return [];
  const now = literalsIn(after, repaired);
  return literalsIn(before, defect).flatMap(({ type, literal }, index, all): Candidate[] => {
    const ordinal = all.slice(0, index).filter((each) => each.type === type).length;
    const other = now.filter((each) => each.type === type)[ordinal]?.literal;
    return (other?.parts ?? []).flatMap(({ name, value }): Candidate[] => {
      const was = literal.parts.find((part) => part.name === name)?.value;
      if (name === '' || shownValue(before, was) === shownValue(after, value)) return [];
      const written = was && forbidden(before, was, { literal: true });
      const never = was === undefined ? { zero: true } : written === undefined ? undefined : { values: [written] };
      const params = { rules: [{ literalOf: [type], field: name, never }] };
      const because = was === undefined ? `it sets ${name} of ${type}` : `it sets ${name} of ${type} to something else`;
      return never ? [{ detector: 'argument', family: 'broken-contract', params, because }] : [];
    });
  });
}

function literalsIn(program: Program, outer: FunctionForm): { type: string; literal: Composite }[] {
  const values = withLiterals(outer).flatMap(operationsOf).flatMap(valuesOf).flatMap(partsOf);
  return values.flatMap((value) => {
    const type = value.kind === 'composite' ? typeNameOf(program, value.type) : undefined;
    return value.kind === 'composite' && type !== undefined && /\.\w+$/.test(type) ? [{ type, literal: value }] : [];
  });
}
