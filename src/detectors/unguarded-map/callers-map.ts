import { placeKey, rootOf } from '../../go/flow/expression-key.js';
import type { FunctionForm, Operation, Value } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';
import { isCopy, mapWritten } from './cached-objects.js';

/**
 *     options.Headers = options.Headers.Clone()     removed by the change
 *     options.Headers.Set("User-Agent", …)          writes the map of the caller, who may use it for others at the same time
 */
export function callersMaps(program: Program, form: FunctionForm): Sighting[] {
  const seen = new Set<string>();
  return operationsOf(form).flatMap((operation): Sighting[] => {
    const map = callersMap(program, operation);
    const key = map && placeKey(map);
    if (!map || key === undefined || map.kind !== 'member' || seen.has(key)) return [];
    seen.add(key);
    const copies = operationsOf(form).filter(
      (each) => each.op === 'assign' && placeKey(each.target) === key && isCopy(each.value),
    );
    const name = `${rootOf(map)?.name ?? ''}.${map.name}`;
    const common = {
      confidence: 'possible' as const,
      key: `${name} of caller`,
      at: operation.place,
      names: {
        map: name,
        function: form.declaration,
        access: 'write',
        lock: '',
        root: rootOf(map)?.name ?? '',
      },
    };
    return copies.length > 0
      ? [{ ...common, verdict: 'sound', clues: copies.map(({ place }) => ({ role: 'guard', place })) }]
      : [
          {
            ...common,
            verdict: 'defect',
            onlyWhenGuardRemoved: true,
            clues: [{ role: 'write', place: operation.place }],
          },
        ];
  });
}

/** A map in a struct that the function got by value. */
function callersMap(program: Program, operation: Operation): Value | undefined {
  const written =
    operation.op === 'call' &&
    operation.call.callee.kind === 'member' &&
    /^(Set|Add|Del)$/.test(operation.call.callee.name)
      ? operation.call.callee.of
      : mapWritten(program, operation, []);
  const root = written && rootOf(written);
  if (written?.kind !== 'member' || root?.kind !== 'parameter' || root.type?.kind !== 'named') return undefined;
  return underlying(program, typeOf(program, written)).kind === 'map' ? written : undefined;
}
