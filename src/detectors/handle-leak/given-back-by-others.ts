import { targetOf } from '../../go/call-target.js';
import type { Declaration } from '../../go/declaration.js';
import { rootOf } from '../../go/flow/expression-key.js';
import { type FunctionForm, type Place, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { meetLimit } from '../../go/limits-met.js';
import { followResult, type NamedResult, namedResults } from '../../go/ownership/follow-result.js';
import { isKnowledge } from '../../go/ownership/known-effects.js';
import { type Acquisition, resultTypes } from '../../go/ownership/owned-results.js';
import type { Resource } from '../../go/ownership/resource.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';

/** Fewer that agree are no rule. */
const othersMin = 2;
/** Of more callers it is not asked whether they agree, and nothing is said. */
const callersMax = 30;

export interface AcquisitionLikeOthers extends Acquisition {
  /** Where others give back what the same function gives them. */
  others: readonly Place[];
}

/**
 *     resp, err := c.get(url)              here nobody closes the body
 *
 * while everybody else in the package who calls c.get does:
 *
 *     resp, err := c.get(url)
 *     if err != nil {
 *         return err
 *     }
 *     defer resp.Body.Close()              others
 *
 * Where the response comes from can often not be told, since it went through a channel or an interface. Those who are given it agree.
 */
export function acquisitionsLikeOthers(
  program: Program,
  form: FunctionForm,
  resources: readonly Resource[],
  known: readonly Acquisition[],
): AcquisitionLikeOthers[] {
  if (form.file.isTest) return [];
  return namedResults(form).flatMap((point): AcquisitionLikeOthers[] => {
    const { operation, result } = point;
    const resource = resourceOf(program, point, resources);
    if (!resource || known.some((each) => each.operation === operation)) return [];
    const declaration = declarationOf(program, point);
    if (!declaration || isKnowledge(declaration) || keepsWhatItGives(program, declaration, result)) return [];
    const outcome = followResult(program, point, result, resource.release);
    const { leaks, releases, moves, returned } = outcome;
    if (leaks.length === 0 || releases.length + moves.length + returned.length > 0) return [];
    const others = releasesOfOthers(program, form, { declaration, result, resource });
    return others.length < othersMin
      ? []
      : [{ operation, owned: { resource, index: result, release: resource.release, within: [] }, outcome, others }];
  });
}

function resourceOf(
  program: Program,
  { operation, result }: NamedResult,
  resources: readonly Resource[],
): Resource | undefined {
  const type = resultTypes(program, operation.call)[result];
  const named = type?.kind === 'pointer' ? type.element : type;
  if (named?.kind !== 'named') return undefined;
  return resources.find((each) => !each.mayStay && each.type === `${named.home}.${named.name}`);
}

function declarationOf(program: Program, { operation }: NamedResult): Declaration | undefined {
  const target = targetOf(program, operation.call);
  return 'declaration' in target ? target.declaration : undefined;
}

/** `func (c *Client) conn() *Conn { return c.shared }` lends what it keeps. */
function keepsWhatItGives(program: Program, declaration: Declaration, result: number): boolean {
  const form = formOf(program, declaration);
  if (!form) return true;
  return operationsOf(form).some((each) => {
    const value = each.op === 'return' ? each.values[result] : undefined;
    if (value?.kind === 'name') return true;
    if (value?.kind !== 'member' && value?.kind !== 'element') return false;
    const root = rootOf(value);
    return !root || root.kind === 'receiver' || root.kind === 'parameter';
  });
}

/** One place for each of the others; none when any of them does not give it back. */
function releasesOfOthers(
  program: Program,
  form: FunctionForm,
  { declaration, result, resource }: { declaration: Declaration; result: number; resource: Resource },
): Place[] {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  const callers = home
    .mentioning(declaration.name, { tests: false })
    .filter((each) => each !== declaration && (each.file !== form.file || each.line !== form.place.line));
  if (callers.length > callersMax) {
    meetLimit(form, `more than ${callersMax} others that may call ${declaration.name}`);
    return [];
  }
  const outcomes = callers
    .flatMap((caller) => formOf(program, caller) ?? [])
    .flatMap(withLiterals)
    .filter((each) => each !== form)
    .flatMap(namedResults)
    .filter((point) => point.result === result && declarationOf(program, point) === declaration)
    .map((point) => followResult(program, point, result, resource.release));
  if (outcomes.some(({ leaks }) => leaks.length > 0)) return [];
  return outcomes.flatMap(({ releases }) => releases.slice(0, 1));
}
