import { type FunctionForm, withLiterals } from './form.js';
import { operationsOf } from './form-values.js';

/**
 * Calls times operations of one function. The result of each call is followed to every end of the function, so that this tells how long it takes:
 * a function of 1,000 lines that people wrote has 400,000, and this many take seconds.
 */
const followedMax = 1_000_000;

/** Why a form is not analysed; undefined when it is. */
export function beyondLimit(form: FunctionForm): string | undefined {
  return withLiterals(form).some((each) => callsTimesOperations(each) > followedMax)
    ? `expected at most ${followedMax} calls times operations in one function, got more`
    : undefined;
}

function callsTimesOperations(form: FunctionForm): number {
  const operations = operationsOf(form);
  return operations.length * operations.filter((each) => each.op === 'call' && each.results.length > 0).length;
}
