import { channelOf } from '../../go/channels/channel.js';
import { saysCallerHoldsLock } from '../../go/concurrency/caller-holds-lock.js';
import { type Guard, guardsAt, unlocksOf } from '../../go/concurrency/guards.js';
import { mayHoldByHelper } from '../../go/concurrency/locking-callee.js';
import { rootOf } from '../../go/flow/expression-key.js';
import type { Block, FunctionForm, Operation, Place, Value } from '../../go/form.js';
import { partsOf, withLiterals } from '../../go/form.js';
import { valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import type { Sighting } from '../detector.js';
import { isFresh, runsBeforeSharing } from './before-sharing.js';
import { callerHolds } from './elsewhere.js';
import { namedOf } from './fields.js';

/** What a team says may only be touched under a lock. */
export interface DeclaredGuard {
  /** Fields and package variables, `import/path.Type.field`. */
  fields: readonly string[];
  /** Types; what is meant is every field and package variable of them. */
  types: readonly string[];
  /** The field or package variable that is the lock, or the type that has it embedded. Any lock when it is not given. */
  lock?: string | undefined;
}

interface Touch {
  key: string;
  name: string;
  how: 'read' | 'write';
  form: FunctionForm;
  at: Operation | Block;
  place: Place;
  guard: Guard | undefined;
}

/** Uses of what a team says is guarded, each with its lock or without. */
export function declaredGuards(program: Program, form: FunctionForm, declared: readonly DeclaredGuard[]): Sighting[] {
  if (form.outer) return [];
  const isExempt = runsBeforeSharing(form) || saysCallerHoldsLock(form);
  return declared.flatMap((each): Sighting[] => {
    const touches = withLiterals(form).flatMap((one) => touchesIn(program, one, each));
    return [...new Set(touches.map(({ key }) => key))].flatMap((key): Sighting[] => {
      const all = touches.filter((touch) => touch.key === key);
      const bare = all.filter((touch) => !touch.guard);
      if (bare.length === 0) return [soundOf(program, form, key, all)];
      const [first] = bare.filter((touch) => !mayHoldByHelper(program, touch.form, touch.place.line));
      if (!first || isExempt || callerHolds(program, first.form) !== false) return [];
      return [defectOf(form, first, each.lock)];
    });
  });
}

function touchesIn(program: Program, form: FunctionForm, declared: DeclaredGuard): Touch[] {
  return form.blocks.flatMap((block) => {
    const [when] = block.next.flatMap((edge) => edge.when ?? []);
    const asked = when ? of([when.value], block, when.place, undefined) : [];
    return [
      ...block.operations.flatMap((operation) =>
        of(valuesOf(operation), operation, operation.place, operation.op === 'assign' ? operation.target : undefined),
      ),
      ...asked,
    ];
  });

  function of(values: readonly Value[], at: Operation | Block, place: Place, target: Value | undefined): Touch[] {
    return values.flatMap(partsOf).flatMap((part): Touch[] => {
      const key = declaredKey(program, part, declared);
      if (key === undefined || isFresh(rootOf(part))) return [];
      const how = target !== undefined && partsOf(target).includes(part) ? 'write' : 'read';
      const guard = [...guardsAt(program, form, at).values()].find(
        (each) =>
          (declared.lock === undefined || each.key === declared.lock) && (each.mode === 'write' || how === 'read'),
      );
      return [{ key, name: channelOf(program, part)?.name ?? '', how, form, at, place, guard }];
    });
  }
}

function declaredKey(program: Program, value: Value, { fields, types }: DeclaredGuard): string | undefined {
  if (value.kind !== 'member' && value.kind !== 'name' && value.kind !== 'imported') return undefined;
  const isNamed = fields.some((each) => each.endsWith(`.${value.name}`));
  if (!isNamed && types.length === 0) return undefined;
  const channel = channelOf(program, value);
  if (!channel || channel.kind === 'variable') return undefined;
  if (isNamed && fields.includes(channel.key)) return channel.key;
  return types.includes(namedOf(program, value) ?? '') ? channel.key : undefined;
}

function soundOf(program: Program, form: FunctionForm, key: string, touches: readonly Touch[]): Sighting {
  const guards = touches.flatMap(({ guard }) => guard ?? []);
  const places = guards.flatMap((guard) => [guard.taken, ...unlocksOf(program, form, guard.key)]);
  return {
    verdict: 'sound',
    confidence: 'proof',
    key: `${key} declared`,
    at: touches[0]?.place ?? form.place,
    clues: places.map((place) => ({ role: 'guard', place })),
    names: {},
  };
}

function defectOf(form: FunctionForm, { key, name, how, place }: Touch, lock: string | undefined): Sighting {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `${key} declared`,
    at: place,
    clues: [{ role: how === 'write' ? 'writeDeclared' : 'readDeclared', place }],
    names: {
      map: name,
      function: form.declaration,
      access: how,
      lock: lock?.replace(/^.*\//, '').replace(/^[^.]*\./, '') ?? 'a lock',
      root: form.declaration,
    },
  };
}
