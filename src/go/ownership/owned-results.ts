import { type CallTarget, targetOf } from '../call-target.js';
import type { Declaration } from '../declaration.js';
import {
  type Block,
  type Call,
  type FunctionForm,
  type Operation,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../form.js';
import { type Field, type GoType, signatureType } from '../go-type.js';
import type { Program } from '../program.js';
import { child } from '../syntax.js';
import { formOf, memberOf, typeScopeOf, underlying, viewOf } from '../type-of.js';
import { type Deferred, Held, type Wrap } from './held.js';
import { trackHolding } from './holding.js';
import { borrowingRules, holdingRules, methodTest } from './holding-rules.js';
import { type Release, releasesInField } from './release.js';
import type { Owned, Resource } from './resource.js';
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
  const known = resources.find((each) => each.acquire.includes(qualifiedName(target)));
  if (known) return [ofTable(known)];
  if (target.kind === 'literal') return ownedByForm(program, target.form, resources, depth);
  const declaration = 'declaration' in target ? target.declaration : undefined;
  if (!declaration || !mayOwn(program, declaration, resources)) return [];
  const key = `owned ${resources.map((each) => `${each.type} ${each.release[0]}`).join()} ${declaration.file.path}:${declaration.start}:${declaration.name}`;
  return program.once(key, () => {
    if (depth > depthMax || !child(declaration.syntax, 'body')) return [];
    const form = formOf(program, declaration);
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
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Acquisition[] => {
      if (operation.op !== 'call' || operation.when !== 'now') return [];
      const point = { form, block, index, operation };
      const owned = mayKeep(point)
        ? ownedResults(program, operation.call, resources, depth)
        : ownedByTable(operation.call, resources);
      return owned
        .filter((each) => each.release.length > 0)
        .map((each) => ({ operation, owned: each, outcome: outcomeOf(program, point, each) }));
    }),
  );
}

interface CallPoint {
  form: FunctionForm;
  block: Block;
  index: number;
  operation: Operation & { op: 'call' };
}

function outcomeOf(program: Program, { form, block, index, operation }: CallPoint, owned: Owned): HoldingOutcome {
  const kept = operation.results[owned.index];
  const { place } = operation;
  if (operation.results.length === 0)
    return { leaks: [{ how: 'dropped', place, failing: false }], releases: [], moves: [], returned: [] };
  // `use(open())`: all results go on as arguments.
  if (!kept) return { leaks: [], releases: [], moves: [place], returned: [] };
  const error = operation.results.length > 1 ? operation.results.at(-1) : undefined;
  const held = Held.by(form, kept, owned.release, methodTest(program), error === kept ? undefined : error);
  const deferred = deferredLiterals(form).filter((each) => each.place.line < place.line);
  const start = deferred.reduce((before, each) => before.withDeferred(each), held);
  return trackHolding(block, index + 1, start, holdingRules(program));
}

/**
 * Literals that may have been deferred before:
 *
 *     var f *os.File
 *     defer func() { if f != nil { f.Close() } }()
 *     f, err = os.Open(…)
 */
function deferredLiterals(form: FunctionForm): Deferred[] {
  return form.blocks
    .flatMap((block) => block.operations)
    .flatMap((each) =>
      each.op === 'call' && each.when === 'deferred' && each.call.callee.kind === 'literal'
        ? [{ literal: each.call.callee.form, place: each.place }]
        : [],
    );
}

/** Asked before any other code is read: could a result still be held at some exit, or be returned, if every callee only borrowed it? */
function mayKeep({ form, block, index, operation }: CallPoint): boolean {
  const kept = keptResults(form);
  return operation.results.some((result) => {
    if (!kept.has(result)) return false;
    const { leaks, returned } = trackHolding(
      block,
      index + 1,
      Held.by(form, result, [], () => false),
      borrowingRules,
    );
    return leaks.length > 0 || returned.length > 0;
  });
}

const keptResultsOf = new WeakMap<FunctionForm, Set<Variable>>();

/** Results of calls that a form gives a name or returns; all others are used up where they stand. */
function keptResults(form: FunctionForm): Set<Variable> {
  const known = keptResultsOf.get(form);
  if (known) return known;
  const values = form.blocks
    .flatMap((block) => block.operations)
    .flatMap((each) => (each.op === 'return' ? each.values : isKept(each) ? [each.value] : []));
  const found = new Set(values.flatMap(variablesOf));
  keptResultsOf.set(form, found);
  return found;
}

/** By convention the variable of an error is called so; an error is nothing to give back. */
function isKept(operation: Operation): operation is Operation & { op: 'assign' } {
  if (operation.op !== 'assign' || operation.target.kind === 'blank') return false;
  return operation.target.kind !== 'variable' || !/^err|Err$/.test(operation.target.variable.name);
}

/** Acquisitions that need no other code to be read: the callee is written with its package. */
function ownedByTable({ callee }: Call, resources: readonly Resource[]): Owned[] {
  if (callee.kind !== 'imported') return [];
  const known = resources.find((each) => each.acquire.includes(`${callee.path}.${callee.name}`));
  return known ? [ofTable(known)] : [];
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

/** Methods of a type of the module that give back what stands in its field, directly or through another of its methods. */
function releasesOfWrapper(program: Program, wrap: Wrap, release: readonly string[], form: FunctionForm): string[] {
  const named = wrap.type.kind === 'pointer' ? wrap.type.element : wrap.type;
  if (named.kind !== 'named') return [];
  const field = fieldOf(program, named, wrap.field);
  if (!field) return [];
  const methods = program.packageAt(named.home)?.methods(named.name, viewOf(form.file)) ?? [];
  const forms = methods.flatMap((each) => formOf(program, each) ?? []);
  const found = new Set(field.embedded ? release : []);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const each of forms) {
      if (callsOnField(each, field.name, release) || callsOnReceiver(each, found))
        found.add(each.name.replace(/^.*\./, ''));
    }
  }
  if (found.size === 0) return [];
  // Who sees the field may do it there too: `w.field.Close()`.
  return [...found, ...releasesInField(field.name, release)];
}

function fieldOf(program: Program, named: GoType, field: string | number): Field | undefined {
  const shape = underlying(program, named);
  if (shape.kind !== 'struct') return undefined;
  return typeof field === 'number' ? shape.fields[field] : shape.fields.find((each) => each.name === field);
}

/** An interface may not have all methods of what stands behind it. */
function callable(program: Program, type: GoType | undefined, release: readonly string[]): string[] {
  const shape = type && underlying(program, type);
  return type && shape?.kind === 'interface' ? release.filter((each) => memberOf(program, type, each)) : [...release];
}

/** `w.field.Close()`, `w.field.Body.Close()`, `w.field()` */
function callsOnField(form: FunctionForm, field: string, release: readonly Release[]): boolean {
  const wanted = releasesInField(field, release);
  return someCall(form, (callee) => {
    const path = pathFromReceiver(form, callee);
    return path !== undefined && wanted.includes(path);
  });
}

function callsOnReceiver(form: FunctionForm, methods: ReadonlySet<string>): boolean {
  return someCall(form, (callee) => methods.has(pathFromReceiver(form, callee) ?? ''));
}

function pathFromReceiver(form: FunctionForm, value: Value): string | undefined {
  if (value.kind !== 'member') return undefined;
  if (value.of.kind === 'variable') return value.of.variable === form.receiver ? value.name : undefined;
  const of = pathFromReceiver(form, value.of);
  return of === undefined ? undefined : `${of}.${value.name}`;
}

function someCall(form: FunctionForm, test: (callee: Value & { kind: 'member' }) => boolean): boolean {
  return withLiterals(form).some((each) =>
    each.blocks.some((block) =>
      block.operations.some((operation) => {
        if (operation.op !== 'call') return false;
        const values = [operation.call.callee, ...operation.call.arguments.flatMap(partsOf)];
        return values.some((value) => value.kind === 'member' && test(value));
      }),
    ),
  );
}

/** A function hands nothing out when none of its results can be closed: numbers, texts, errors, types of other modules that are no resource. */
function mayOwn(program: Program, declaration: Declaration, resources: readonly Resource[]): boolean {
  const { results } = signatureType(declaration.syntax, typeScopeOf(program, declaration.file));
  return results.some((type) => {
    const named = type.kind === 'pointer' ? type.element : type;
    if (named.kind !== 'named') return !['basic', 'slice', 'map', 'array', 'channel'].includes(named.kind);
    if (named.home === '') return named.name === 'any';
    return (
      type.kind === 'named' ||
      program.holds(named.home) ||
      resources.some((each) => each.type === `${named.home}.${named.name}`)
    );
  });
}
