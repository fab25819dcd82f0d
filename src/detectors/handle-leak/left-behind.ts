import { type FunctionForm, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { isMadeError } from '../../go/ownership/facts.js';
import { holdingRules } from '../../go/ownership/holding-rules.js';
import type { Acquisition } from '../../go/ownership/owned-results.js';
import type { Leak } from '../../go/ownership/trail.js';
import type { Program } from '../../go/program.js';

/** Longer chains of variables than this are not followed. */
const depthMax = 6;

/**
 *     dir, err := os.MkdirTemp("", "chart")
 *     if err != nil {
 *         return err
 *     }
 *     if err := unpack(chart, dir); err != nil {
 *         return err               exit: on failure it stays on the disk
 *     }
 *     defer os.RemoveAll(dir)      release: it was not meant to stay
 *
 * Whether the function itself shows that its exits on failure have forgotten the thing: it leaves it behind on no other exit, and gives it back
 * or to its caller there.
 */
export function isForgotten(form: FunctionForm, { outcome: { leaks, releases, returned } }: Acquisition): boolean {
  return releases.length + returned.length > 0 && leaks.every((each) => isOnFailure(form, each));
}

/** An exit after something has failed, or one with an error that is made there: `return ErrChecksum`. */
export function isOnFailure(form: FunctionForm, { failing, place }: Leak): boolean {
  if (failing) return true;
  return operationsOf(form).some((each) => {
    const last = each.op === 'return' && each.place === place ? each.values.at(-1) : undefined;
    return last !== undefined && isMadeError(last);
  });
}

/**
 * Whether somebody else may give back what it stands in: the caller, whose directory it is, or this function, which sees to the directory
 * around it.
 *
 *     defer os.RemoveAll(root)
 *     part, err := os.MkdirTemp(root, "part")
 */
export function mayGoWithOthers(
  program: Program,
  form: FunctionForm,
  { operation, owned: { resource, within } }: Acquisition,
): boolean {
  if (resource.inside === undefined) return false;
  const around = operation.call.arguments[resource.inside];
  if (!around || within.length > 0) return true;
  const holders = parentsOf(around);
  if (holders.some(({ kind }) => kind === 'parameter')) return true;
  const release = resource.release.map((each) => each.replace(/\(\w+\(\)\)$/, '(.)'));
  const rules = holdingRules(program);
  return withLiterals(form)
    .flatMap(operationsOf)
    .some((each) => {
      if (each.op !== 'call') return false;
      const index = each.call.arguments.findIndex((given) => isOneOf(given, holders));
      return index === 0 && ['released', 'sometimes'].includes(rules.effectOfArgument(each.call, index, { release }));
    });
}

function isOneOf(value: Value, variables: readonly Variable[]): boolean {
  return value.kind === 'variable' && variables.includes(value.variable);
}

/** The variable itself, and the one that it was joined from: `filepath.Join(root, "parts")`. */
function parentsOf(value: Value, depth = 0): Variable[] {
  if (value.kind !== 'variable' || depth > depthMax) return [];
  const { origin } = value.variable;
  if (origin?.from === 'value') return [value.variable, ...parentsOf(origin.value, depth + 1)];
  const callee = origin?.from === 'call' ? origin.call.callee : undefined;
  const isJoined = callee?.kind === 'imported' && /^(path|path\/filepath)$/.test(callee.path) && callee.name === 'Join';
  const [first] = origin?.from === 'call' && isJoined ? origin.call.arguments : [];
  return [value.variable, ...(first ? parentsOf(first, depth + 1) : [])];
}
