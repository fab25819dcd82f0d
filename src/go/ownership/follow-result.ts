import type { Block, FunctionForm, Operation, Variable } from '../form.js';
import type { Program } from '../program.js';
import type { HoldingRules } from './effect.js';
import { factsBefore } from './facts-before.js';
import { type Deferred, Held } from './held.js';
import { trackHolding } from './holding.js';
import { holdingRules, methodTest } from './holding-rules.js';
import type { Release } from './release.js';
import type { HoldingOutcome } from './trail.js';

/** A call in a form. */
export interface CallPoint {
  form: FunctionForm;
  block: Block;
  /** Position in the block. */
  index: number;
  operation: Operation & { op: 'call' };
}

/** Follows one result of a call along every path to the end of the function. */
export function followResult(
  program: Program,
  { form, block, index, operation }: CallPoint,
  result: number,
  release: readonly Release[],
  rules: HoldingRules = holdingRules(program),
): HoldingOutcome {
  const kept = operation.results[result];
  if (!kept) return { leaks: [], releases: [], moves: [], returned: [] };
  const error = operation.results.length > 1 ? operation.results.at(-1) : undefined;
  const held = Held.by(form, kept, release, methodTest(program), error === kept ? undefined : error);
  return followAfter({ form, block, index, operation }, held, rules);
}

/** Follows what is held from a call on. */
export function followAfter(
  { form, block, index, operation }: CallPoint,
  held: Held,
  rules: HoldingRules,
): HoldingOutcome {
  const deferred = deferredLiterals(form, rules).filter((each) => each.place.line < operation.place.line);
  const known = held.withFacts(factsBefore(form, block, index));
  const start = deferred.reduce((before, each) => before.withDeferred(each), known);
  return trackHolding(block, index + 1, start, rules);
}

/**
 * Literals that may have been deferred before:
 *
 *     var f *os.File
 *     defer func() { if f != nil { f.Close() } }()
 *     f, err = os.Open(…)
 */
function deferredLiterals(form: FunctionForm, rules: HoldingRules): Deferred[] {
  return form.blocks
    .flatMap((block) => block.operations)
    .filter((each) => !rules.skips(each))
    .flatMap((each) =>
      each.op === 'call' && each.when === 'deferred' && each.call.callee.kind === 'literal'
        ? [{ literal: each.call.callee.form, place: each.place }]
        : [],
    );
}

/** A result of a call that a form gives a name. */
export interface NamedResult extends CallPoint {
  result: number;
  variable: Variable;
}

/** `x, err := f()` and `x = f()` for a variable of the form or of one around it. */
export function namedResults(form: FunctionForm): NamedResult[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): NamedResult[] => {
      if (operation.op !== 'call' || operation.when !== 'now') return [];
      return operation.results.flatMap((temporary, result) => {
        const named = block.operations.find(
          (each) => each.op === 'assign' && each.value.kind === 'variable' && each.value.variable === temporary,
        );
        const variable = named?.op === 'assign' && named.target.kind === 'variable' ? named.target.variable : undefined;
        return variable ? [{ form, block, index, operation, result, variable }] : [];
      });
    }),
  );
}
