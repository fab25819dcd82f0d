import { meetChainLimit } from '../../go/chain-limit.js';
import { locksHeld } from '../../go/concurrency/guards.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { type Point, pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Operation, type Place, partsOf, type Value, type Variable } from '../../go/form.js';
import { valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import type { Seen } from './shape.js';
import { rootVariable } from './source-of.js';

/** Longer chains of variables than this are not followed. */
const depthMax = 4;

interface IndexedUse extends Point {
  list: Value;
  at: Variable;
  lock: { key: string; place: Place };
}

/**
 *     s.lock.Lock()
 *     for i, k := range s.keys {
 *         if k.tag == tag { at = i }                      position
 *     }
 *     s.lock.Unlock()
 *     …                                                   others change s.keys
 *     s.lock.Lock()                                       lock
 *     s.keys = append(s.keys[:at], s.keys[at+1:]...)      write: at what has become of the position
 */
export function indexesAfterUnlock(form: FunctionForm, program: Program): Seen[] {
  const points = pointsIn(form);
  const found = points
    .flatMap((point) => usesIn(program, point))
    .flatMap((use): Seen[] => {
      const position = positionOf(program, points, use);
      return position && !isCheckedAgain(program, points, use) ? [seenAt(use, position)] : [];
    });
  return [...new Map(found.map((each) => [each.key, each])).values()];
}

function pointsIn(form: FunctionForm): Point[] {
  return form.blocks.flatMap((block) =>
    block.operations.map((operation, index) => ({ form, block, index, operation })),
  );
}

/** Elements and slices of lists of the receiver, of a parameter or of the package, with the local variables that choose among them. */
function usesIn(program: Program, point: Point): IndexedUse[] {
  const locks = locksHeld(program, point.form, point.operation);
  const [lock] = [...locks].filter(([key]) => key !== 'the caller');
  if (!lock || locks.has('the caller')) return [];
  return valuesOf(point.operation)
    .flatMap(partsOf)
    .flatMap((part): { list: Value; by: Value[] }[] => {
      if (part.kind === 'element' && part.index) return [{ list: part.of, by: [part.index] }];
      const [list, ...by] = part.kind === 'mixed' ? part.of : [];
      return list?.kind === 'member' && by.length > 0 ? [{ list, by }] : [];
    })
    .filter(({ list }) => isShared(list))
    .flatMap(({ list, by }) =>
      by
        .flatMap(partsOf)
        .flatMap((part): IndexedUse[] =>
          part.kind === 'variable' && part.variable.kind === 'local'
            ? [{ ...point, list, at: part.variable, lock: { key: lock[0], place: lock[1] } }]
            : [],
        ),
    );
}

function isShared(list: Value): boolean {
  const root = list.kind === 'member' ? rootVariable(list) : undefined;
  return root?.kind === 'receiver' || root?.kind === 'parameter';
}

/** Where the variable was set from the same list, in another section of the same lock. None when it is set in this section too. */
function positionOf(program: Program, points: readonly Point[], use: IndexedUse): Point | undefined {
  const sets = points.filter(({ operation }) => operation.op === 'assign' && isVariable(operation.target, use.at));
  const sectionOf = ({ form, operation }: Point) => locksHeld(program, form, operation).get(use.lock.key);
  if (sets.some((each) => sectionOf(each) === use.lock.place)) return undefined;
  return sets.find((each) => {
    const { operation } = each;
    const section = sectionOf(each);
    return (
      section && operation.op === 'assign' && isPositionIn(use.list, operation.value) && leadsTo(each, use.operation)
    );
  });
}

/** The key of a range over the list, or made from its length. */
function isPositionIn(list: Value, value: Value, depth = 0): boolean {
  if (depth > depthMax) {
    meetChainLimit(value, `a value made in more than ${depthMax} steps`);
    return false;
  }
  if (value.kind === 'mixed') return value.of.some((each) => isPositionIn(list, each, depth + 1));
  if (value.kind !== 'variable') return false;
  const { origin } = value.variable;
  if (origin?.from === 'range') return origin.part === 'first' && isSame(list, origin.over);
  if (origin?.from === 'call') {
    const { callee, arguments: given } = origin.call;
    return callee.kind === 'name' && callee.name === 'len' && given.some((each) => isSame(list, each));
  }
  return origin?.from === 'value' && isPositionIn(list, origin.value, depth + 1);
}

/** The length of the list is looked at in this section. */
function isCheckedAgain(program: Program, points: readonly Point[], { list, lock }: IndexedUse): boolean {
  return points.some(
    ({ form, operation }) =>
      operation.op === 'call' &&
      operation.call.text === 'len' &&
      operation.call.arguments.some((each) => isSame(list, each)) &&
      locksHeld(program, form, operation).get(lock.key) === lock.place,
  );
}

function seenAt({ operation, list, at, lock }: IndexedUse, position: Point): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `index ${at.name} of ${valueText(list)}`,
    at: operation.place,
    clues: [
      { role: 'set', place: operation.place },
      { role: 'position', place: position.operation.place },
      { role: 'lock', place: lock.place },
    ],
    write: valueText(list),
    guard: at.name,
    state: valueText(list),
  };
}

function isVariable(value: Value, variable: Variable): boolean {
  return value.kind === 'variable' && value.variable === variable;
}

function isSame(one: Value, other: Value): boolean {
  const key = placeKey(one);
  return key !== undefined && key === placeKey(other);
}

function leadsTo(first: Point, second: Operation): boolean {
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second });
}
