import { callersOf } from '../../go/concurrency/callers.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { outermostForm } from '../../go/concurrency/who-runs.js';
import { pathFrom, pathFromEntry } from '../../go/flow/paths.js';
import type { FunctionForm, Operation, Variable } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { doesExit } from '../../go/ownership/does-exit.js';
import type { Program } from '../../go/program.js';
import { mentions, reaches, type Site, sitesOf } from '../named-calls.js';
import { clue, mayBeOfOneObject, type Seen } from './seen.js';

/** More ways out than this make no reader wiser. */
const exitsShownMax = 3;
/** Callers of callers are asked too. Whoever stands above them is not: a finding is kept by it, and none is lost. */
const callersDepthMax = 2;

/**
 *     first()
 *     …
 *     call()     on every path, first() has come before
 */
export function precededBy(program: Program, site: Site, names: readonly string[]): Seen {
  const { form, operation } = site;
  const isGuard = guardTest(program, site, names);
  const stops = (each: Operation) => each !== operation && isGuard(each);
  const guards = operationsOf(form).filter(stops);
  const open = pathFromEntry(form, { stops, arrives: (each) => each === operation });
  const other = writtenName(guards, names);
  if (!open) return { site, verdict: 'sound', confidence: 'proof', clues: placesOf(guards), other };
  return defect(site, other, guards, isLeftToOthers(program, form, names), []);
}

/**
 *     call()
 *     if … { return }     a way out
 *     last()              has not come after it on that way
 */
export function followedBy(program: Program, site: Site, names: readonly string[]): Seen {
  const { form, operation } = site;
  const isGuard = guardTest(program, site, names);
  const guards = operationsOf(form).filter((each) => each !== operation && isGuard(each));
  const deferred = (each: Operation) => each.op === 'call' && each.when === 'deferred' && isGuard(each);
  const isDeferred =
    guards.some(deferred) && !pathFromEntry(form, { stops: deferred, arrives: (each) => each === operation });
  const walk = {
    stops: (each: Operation) =>
      isGuard(each) || (each.op === 'call' && each.when === 'now' && doesExit(program, each.call)),
    closed: failedBlocks(site),
  };
  const other = writtenName(guards, names);
  const exits = isDeferred
    ? []
    : operationsOf(form).filter(
        (exit) => exit.op === 'return' && pathFrom(site, { ...walk, arrives: (each) => each === exit }),
      );
  if (exits.length === 0) return { site, verdict: 'sound', confidence: 'proof', clues: placesOf(guards), other };
  const shown = exits.slice(0, exitsShownMax).map(({ place }) => clue('exit', place));
  return defect(site, other, guards, isLeftToOthers(program, form, names), shown);
}

/**
 *     last()
 *     call()     too late
 */
export function comesAfter(program: Program, site: Site, names: readonly string[]): Seen {
  const { form, operation } = site;
  const others = sitesOf(program, form, names).filter(
    (each) => each.operation.when === 'now' && each.operation !== operation && mayPair(program, site, each.operation),
  );
  const changes = newValueOf(operation);
  const early = others.filter((each) => pathFrom(each, { stops: changes, arrives: (one) => one === operation }));
  const other = writtenName(
    early.length > 0 ? early.map((each) => each.operation) : others.map((each) => each.operation),
    names,
  );
  const clues = early.map((each) => clue('late', each.operation.place));
  return early.length > 0
    ? { site, verdict: 'defect', confidence: 'proof', clues: [clue('call', operation.place), ...clues], other }
    : { site, verdict: 'sound', confidence: 'proof', clues: [clue('call', operation.place)], other };
}

function defect(
  site: Site,
  other: string,
  guards: readonly Operation[],
  leftToOthers: boolean,
  more: Seen['clues'],
): Seen {
  const elsewhere = guards.slice(0, exitsShownMax).map(({ place }) => clue('elsewhere', place));
  return {
    site,
    verdict: 'defect',
    // That a function leaves it out on one way only is seen in the function itself.
    confidence: guards.length > 0 ? 'proof' : 'likely',
    ...(leftToOthers ? { onlyWhenGuardRemoved: true } : {}),
    clues: [clue('call', site.operation.place), ...more, ...elsewhere],
    other,
  };
}

/** Somebody who calls this function, or the function around a literal, makes the other call: then it need not be made here. */
function isLeftToOthers(program: Program, form: FunctionForm, names: readonly string[], depth = 0): boolean {
  const outer = outermostForm(form);
  if (outer !== form && mentions(program, outer, names)) return true;
  if (depth >= callersDepthMax) return false;
  const callers = callersOf(program, outer);
  return (
    callers === undefined ||
    callers.some(({ form: caller }) => {
      const around = outermostForm(caller);
      return (
        around !== outer && (mentions(program, around, names) || isLeftToOthers(program, around, names, depth + 1))
      );
    })
  );
}

function guardTest(program: Program, site: Site, names: readonly string[]): (operation: Operation) => boolean {
  return (operation) => {
    if (operation.op !== 'call' || operation.when === 'spawned') return false;
    const found = reaches(program, operation, names);
    return found !== undefined && (found.site !== operation || mayPair(program, site, operation));
  };
}

/** Methods of one type have to be called on one object; of different types, nobody can tell what belongs together. */
function mayPair(program: Program, { operation }: Site, other: Operation): boolean {
  if (other.op !== 'call') return true;
  const typeOfCall = (each: Operation & { op: 'call' }) => qualifiedCallee(program, each.call).replace(/\.\w+$/, '');
  return typeOfCall(operation) !== typeOfCall(other) || mayBeOfOneObject(operation, other);
}

function placesOf(guards: readonly Operation[]): Seen['clues'] {
  return guards.map(({ place }) => clue('guard', place));
}

function writtenName(found: readonly Operation[], names: readonly string[]): string {
  const [first] = found;
  if (first?.op === 'call') return first.call.text;
  const [name = ''] = names;
  return name.slice(name.lastIndexOf('/') + 1);
}

/** `f, err = reopen()`: what came before was said of another value. */
function newValueOf({ call: { callee } }: Operation & { op: 'call' }): (operation: Operation) => boolean {
  const root = callee.kind === 'member' && callee.of.kind === 'variable' ? callee.of.variable : undefined;
  return (operation) =>
    operation.op === 'assign' && operation.target.kind === 'variable' && operation.target.variable === root;
}

/** Blocks that run only when the call itself has failed. */
function failedBlocks({ form, operation }: Site): Set<FunctionForm['blocks'][number]> {
  const results = new Set<Variable>(operation.results);
  for (const each of operationsOf(form)) {
    if (
      each.op === 'assign' &&
      each.value.kind === 'variable' &&
      results.has(each.value.variable) &&
      each.target.kind === 'variable'
    )
      results.add(each.target.variable);
  }
  const edges = form.blocks.flatMap((block) => block.next);
  const failing = edges.filter(({ when }) => {
    if (when?.value.kind !== 'variable' || !results.has(when.value.variable)) return false;
    return (when.test === 'nil' && !when.holds) || (when.test === 'error' && when.holds);
  });
  return new Set(failing.map(({ to }) => to).filter((to) => edges.filter((edge) => edge.to === to).length === 1));
}
