import { type FunctionForm, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { followResult, namedResults } from '../../go/ownership/follow-result.js';
import type { Acquisition } from '../../go/ownership/owned-results.js';
import { calling } from '../../go/ownership/release.js';
import type { Resource } from '../../go/ownership/resource.js';
import type { Program } from '../../go/program.js';
import { givenBack, isCalledToGiveBack, isLikeAcquisition } from './conventions.js';
import { isOnFailure } from './left-behind.js';
import type { Conventions } from './params.js';

/**
 * What a function gives back on some exits only is its own, whatever it is:
 *
 *     s, err := NewSession(c)
 *     if err := s.Register(); err != nil {
 *         return nil, err          exit: an error that forgets it
 *     }
 *     if err := s.Start(); err != nil {
 *         s.Close()                release
 *         return nil, err
 *     }
 *     return s, nil
 */
export function acquisitionsByConvention(
  program: Program,
  form: FunctionForm,
  conventions: Conventions,
): Acquisition[] {
  const released = new Set(
    withLiterals(form)
      .flatMap(operationsOf)
      .flatMap((each) => givenBack(each, conventions) ?? [])
      .filter(({ fields }) => fields.length === 0)
      .map(({ root }) => root),
  );
  if (released.size === 0) return [];
  return namedResults(form)
    .filter(
      ({ variable, operation }) => released.has(variable) && isLikeAcquisition(program, operation.call, conventions),
    )
    .flatMap((point): Acquisition[] => {
      const release = isCalledToGiveBack(point.variable, conventions)
        ? [calling]
        : [...conventions.release, ...conventions.functions.map((each) => `${each}(.)`)];
      const resource: Resource = { type: '', acquire: [], release };
      const outcome = followResult(program, point, point.result, release);
      const leaks = outcome.leaks.filter((each) => isOnFailure(form, each));
      if (outcome.releases.length === 0) return [];
      return [
        {
          operation: point.operation,
          owned: {
            resource,
            index: point.result,
            release: isCalledToGiveBack(point.variable, conventions)
              ? release
              : usedReleases(form, point.variable, conventions),
            within: [],
          },
          outcome: { ...outcome, leaks },
        },
      ];
    });
}

/** The names by which the function itself gives the thing back. */
function usedReleases(form: FunctionForm, variable: Variable, conventions: Conventions): string[] {
  const names = withLiterals(form)
    .flatMap(operationsOf)
    .flatMap((each) => (each.op === 'call' && givenBack(each, conventions)?.root === variable ? [each.call] : []))
    .flatMap(({ callee }) => (callee.kind === 'member' ? [callee.name] : []));
  return names.length > 0 ? [...new Set(names)] : [...conventions.release];
}
