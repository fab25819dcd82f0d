import { type CallTarget, targetOf } from '../call-target.js';
import type { Declaration } from '../declaration.js';
import type { Call, FunctionForm, Operation, Value, Variable } from '../form.js';
import { type GoType, signatureType } from '../go-type.js';
import { implementationsOf } from '../implementations.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { child } from '../syntax.js';
import { formOf, typeOf, typeScopeOf, underlying } from '../type-of.js';
import { type CallPoint, followResult } from './follow-result.js';
import { Held } from './held.js';
import { trackHolding } from './holding.js';
import { borrowingRules } from './holding-rules.js';
import { isKnowledge } from './known-effects.js';
import { callable, releasesOfWrapper } from './releases-of-wrapper.js';
import type { Owned, Resource } from './resource.js';
import { hasRelease, tableOf } from './resource-table.js';
import type { HoldingOutcome } from './trail.js';

/** Constructors that call constructors deeper than this are not followed. */
const depthMax = 6;

/** An acquisition in a form, and what becomes of it. */
export interface Acquisition {
  operation: Operation & { op: 'call' };
  owned: Owned;
  outcome: HoldingOutcome;
}

/** Which results of a call the caller owns: by the table of resources, or because the code of the callee hands one out. */
export function ownedResults(program: Program, call: Call, resources: readonly Resource[], depth = 0): Owned[] {
  const target = targetOf(program, call);
  const table = tableOf(resources);
  const known = table.byName.get(qualifiedName(target));
  if (known) return known.map(ofTable);
  const declared = ownedByType(program, call, resources);
  if (declared.length > 0) return declared;
  if (target.kind === 'literal') return ownedByForm(program, target.form, resources, depth);
  const declaration = 'declaration' in target ? target.declaration : undefined;
  return declaration
    ? ownedByCallee(program, declaration, resources, depth)
    : ownedByAll(program, call, resources, depth);
}

/**
 * What every implementation of an interface hands out. They are looked for only where a result has a method that gives a resource back: most calls
 * of interfaces give something else, and to see all that is behind each of them takes longer than the rest of the analysis.
 */
function ownedByAll(program: Program, call: Call, resources: readonly Resource[], depth: number): Owned[] {
  if (!resultTypes(program, call).some((each) => hasRelease(program, each, tableOf(resources)))) return [];
  const { methods, complete } = implementationsOf(program, call);
  if (!complete) return [];
  const [first = [], ...others] = methods.map((each) =>
    isKnowledge(each) ? [] : ownedByCallee(program, each, resources, depth),
  );
  return first.flatMap((owned): Owned[] => {
    const same = others.map((each) => each.find(({ index }) => index === owned.index));
    if (same.includes(undefined)) return [];
    const release = owned.release.filter((way) => same.every((each) => each?.release.includes(way)));
    return [{ ...owned, release }];
  });
}

function ownedByCallee(
  program: Program,
  declaration: Declaration,
  resources: readonly Resource[],
  depth: number,
): Owned[] {
  if (!mayOwn(program, resultsOf(program, declaration), resources)) return [];
  const key = `owned ${tableOf(resources).key} ${declaration.file.path}:${declaration.start}:${declaration.name}`;
  return program.once(key, () => {
    const form = child(declaration.syntax, 'body') && formOf(program, declaration);
    if (form && depth > depthMax) {
      meetLimit(form, `more than ${depthMax} constructors in a chain`);
      return [];
    }
    // What a function gets from itself tells nothing of what it hands out.
    if (!form || asking.has(form)) return [];
    asking.add(form);
    try {
      return ownedByForm(program, form, resources, depth + 1);
    } finally {
      asking.delete(form);
    }
  });
}

const asking = new Set<FunctionForm>();

/** Everything that is acquired directly in a form and not in a literal of it. */
export function acquisitionsIn(
  program: Program,
  form: FunctionForm,
  resources: readonly Resource[],
  depth = 0,
): Acquisition[] {
  return callsIn(form).flatMap(({ point, kept }): Acquisition[] => {
    const { operation } = point;
    const owned = kept
      ? ownedResults(program, operation.call, resources, depth)
      : [...ownedByTable(operation.call, resources), ...ignoredByType(program, operation, resources)];
    return owned
      .filter((each) => each.release.length > 0)
      .map((each) => ({ operation, owned: each, outcome: outcomeOf(program, point, each) }));
  });
}

interface KnownCall {
  point: CallPoint;
  kept: boolean;
}

const callsOfForm = new WeakMap<FunctionForm, readonly KnownCall[]>();

/** Calls that may acquire anything: every incident asks for them with resources of its own. */
function callsIn(form: FunctionForm): readonly KnownCall[] {
  const known = callsOfForm.get(form);
  if (known) return known;
  const found = form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): KnownCall[] => {
      if (operation.op !== 'call' || operation.when !== 'now') return [];
      const point = { form, block, index, operation };
      const kept = mayKeep(point);
      return kept || operation.call.callee.kind === 'imported' || operation.results.length > 1 ? [{ point, kept }] : [];
    }),
  );
  callsOfForm.set(form, found);
  return found;
}

function outcomeOf(program: Program, point: CallPoint, owned: Owned): HoldingOutcome {
  const { operation } = point;
  const { place, results } = operation;
  if (results.length === 0)
    return { leaks: [{ how: 'dropped', place, failing: false }], releases: [], moves: [], returned: [] };
  // `use(open())`: all results go on as arguments.
  if (!results[owned.index]) return { leaks: [], releases: [], moves: [place], returned: [] };
  return followResult(program, point, owned.index, owned.release);
}

/** Asked before any other code is read: could a result still be held at some exit, or be returned, if every callee only borrowed it? */
function mayKeep(point: CallPoint): boolean {
  const kept = keptResults(point.form);
  return point.operation.results.some((result) => kept.has(result) && isKept(point, result));
}

function isKept({ form, block, index }: CallPoint, result: Variable): boolean {
  const held = Held.by(form, result, [], () => false);
  const { leaks, returned } = trackHolding(block, index + 1, held, borrowingRules);
  return leaks.length > 0 || returned.length > 0;
}

const keptResultsOf = new WeakMap<FunctionForm, Set<Variable>>();

/** Results of calls that a form gives a name or returns; all others are used up where they stand. */
function keptResults(form: FunctionForm): Set<Variable> {
  const known = keptResultsOf.get(form);
  if (known) return known;
  const values = form.blocks
    .flatMap((block) => block.operations)
    .flatMap((each) => (each.op === 'return' ? each.values : isAssigned(each) ? [each.value] : []));
  const found = new Set(values.flatMap(variablesOf));
  keptResultsOf.set(form, found);
  return found;
}

/** By convention the variable of an error is called so; an error is nothing to give back. */
function isAssigned(operation: Operation): operation is Operation & { op: 'assign' } {
  if (operation.op !== 'assign' || operation.target.kind === 'blank') return false;
  return operation.target.kind !== 'variable' || !/^err|Err$/.test(operation.target.variable.name);
}

/** Acquisitions that need no other code to be read: the callee is written with its package. */
function ownedByTable({ callee }: Call, resources: readonly Resource[]): Owned[] {
  if (callee.kind !== 'imported') return [];
  const known = tableOf(resources).byName.get(`${callee.path}.${callee.name}`) ?? [];
  return known.map(ofTable);
}

function ownedByType(program: Program, call: Call, resources: readonly Resource[]): Owned[] {
  const { byType } = tableOf(resources);
  if (byType.length === 0) return [];
  return resultTypes(program, call).flatMap((type, index) => {
    const name = type.kind === 'named' ? `${type.home}.${type.name}` : '';
    const resource = byType.find((each) => each.type === name);
    return resource ? [{ resource, index, release: resource.release, within: [] }] : [];
  });
}

/** Of the function that is called. */
export function resultTypes(program: Program, call: Call): readonly GoType[] {
  return program.onceFor(call, 'results', () => {
    const signature = underlying(program, typeOf(program, call.callee));
    return signature.kind === 'function' ? signature.results : [];
  });
}

/** `ctx, _ = derive(ctx)` */
function ignoredByType(
  program: Program,
  { call, results }: Operation & { op: 'call' },
  resources: readonly Resource[],
): Owned[] {
  if (results.length < 2 || ownedByTable(call, resources).length > 0) return [];
  return ownedByType(program, call, resources);
}

function ofTable(resource: Resource): Owned {
  return { resource, index: resource.result ?? 0, release: resource.release, within: [] };
}

/** `import/path.Function` or `import/path.Type.Method`. */
export function qualifiedName(target: CallTarget): string {
  if (target.kind === 'function') return `${target.home}.${target.name}`;
  return target.kind === 'method' ? `${target.home}.${target.type}.${target.name}` : '';
}

function ownedByForm(program: Program, form: FunctionForm, resources: readonly Resource[], depth: number): Owned[] {
  const acquired = acquisitionsIn(program, form, resources, depth);
  return acquired.flatMap(({ operation, owned, outcome }): Owned[] => {
    const [first] = outcome.returned;
    if (!first || !isAlwaysOwned(program, form, first.index, acquired)) return [];
    const known = first.wrap ? releasesOfWrapper(program, first.wrap, first.release, form) : first.release;
    const release = callable(program, form.type.results[first.index], known);
    const here = { function: operation.call.text, place: operation.place };
    return [{ resource: owned.resource, index: first.index, release, within: [here, ...owned.within] }];
  });
}

/** False when some return gives back something else than nil there, for example a cached one: then nobody can tell who owns it. */
function isAlwaysOwned(program: Program, form: FunctionForm, index: number, acquired: readonly Acquisition[]): boolean {
  const returned = acquired.flatMap(({ outcome }) =>
    outcome.returned.filter((each) => each.index === index).map((each) => each.operation),
  );
  const owning = new Set<Operation>(returned);
  const variables = returned.flatMap((each) => (each.op === 'return' ? variablesOf(each.values[index]) : []));
  const returns = form.blocks
    .flatMap((block) => block.operations)
    .filter((each) => each.op === 'return' && !each.implicit);
  // The same variable on another path is the one that came with an error: nothing was acquired there.
  const isFine = (value: Value | undefined) =>
    !value ||
    value.kind === 'nil' ||
    variablesOf(value).some((each) => variables.includes(each) || isOfItself(program, form, each));
  return returns.every((each) => each.op === 'return' && (owning.has(each) || isFine(each.values[index])));
}

/** `return r.try(again)` in `try` */
function isOfItself(program: Program, form: FunctionForm, { origin }: Variable): boolean {
  if (origin?.from !== 'call') return false;
  const target = targetOf(program, origin.call);
  const declaration = 'declaration' in target ? target.declaration : undefined;
  return declaration !== undefined && declaration.file === form.file && declaration.line === form.place.line;
}

function variablesOf(value: Value | undefined): Variable[] {
  return value?.kind === 'variable' ? [value.variable] : [];
}

function resultsOf(program: Program, declaration: Declaration): readonly GoType[] {
  return program.onceFor(
    declaration,
    'results',
    () => signatureType(declaration.syntax, typeScopeOf(program, declaration.file)).results,
  );
}

/** A function hands nothing out when none of its results can be closed: numbers, texts, errors, types of other modules that are no resource. */
function mayOwn(program: Program, results: readonly GoType[], resources: readonly Resource[]): boolean {
  return results.some((type) => {
    const named = type.kind === 'pointer' ? type.element : type;
    if (named.kind !== 'named') return !['basic', 'slice', 'map', 'array', 'channel'].includes(named.kind);
    if (named.home === '') return named.name === 'any';
    return (
      type.kind === 'named' || program.holds(named.home) || tableOf(resources).types.has(`${named.home}.${named.name}`)
    );
  });
}
