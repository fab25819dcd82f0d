import { targetOf } from '../../go/call-target.js';
import { strandOf } from '../../go/channels/strand.js';
import { guardsAt } from '../../go/concurrency/guards.js';
import { runsUnjoined } from '../../go/concurrency/joins.js';
import { isKnown, isParallel, type Meeting, mayFollow, meetingOf } from '../../go/concurrency/meeting.js';
import { occurrencesOf, outermost, pointsOf } from '../../go/concurrency/occurrences.js';
import { type NamedRoots, rootAt } from '../../go/concurrency/roots.js';
import { conditionsAt } from '../../go/flow/dominance.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { Point } from '../../go/flow/paths.js';
import {
  type Block,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import { goroutinesAllowed } from '../../go/ownership/known-effects.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Clue, Sighting } from '../detector.js';
import { isBeforeItsTurn } from './before-its-turn.js';

/** `map`: an element is written. `grown`: `s = append(s, v)`, `n++`. `set`: any other assignment. */
type What = 'map' | 'grown' | 'set';

interface Written extends Point {
  variable: Variable;
  what: What;
}

/**
 *     found := map[string]int{}
 *     for _, each := range all {
 *         go func() {
 *             found[each] = count(each)     several goroutines write the same map
 *         }()
 *     }
 *
 * `maps`: of maps; else of all other variables.
 */
export function variablesOfGoroutines(
  program: Program,
  form: FunctionForm,
  { maps, roots }: { maps: boolean; roots: NamedRoots },
): Sighting[] {
  const { outer } = form;
  if (!outer) return [];
  const writes = pointsOf([form])
    .flatMap((point) => writtenAt(program, point) ?? [])
    .filter(({ variable, what }) => (what === 'map') === maps && isShared(form, variable));
  const bare = writes.filter(({ operation }) => guardsAt(program, form, operation).size === 0);
  const first = [...new Map(bare.toReversed().map((each) => [each.variable, each])).values()].toReversed();
  if (first.length === 0) return [];
  const several = severalOf(program, form, outer, roots);
  return first.flatMap((write): Sighting[] => {
    if (several && mayBeOfAll(write, several))
      return [sightingOf(form, write, [{ role: 'root', place: several.place }], several.name)];
    const other = write.what === 'set' ? undefined : otherTouch(program, write);
    return other ? [sightingOf(form, write, [other], 'go')] : [];
  });
}

function sightingOf(form: FunctionForm, { variable, what, operation }: Written, clues: Clue[], root: string): Sighting {
  const at = operation.place;
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `${variable.name} goroutines`,
    at,
    clues: [{ role: what === 'grown' ? 'grown' : 'write', place: at }, ...clues],
    names: { map: variable.name, function: form.declaration, access: 'write', lock: 'sync.Mutex', root },
  };
}

/** A variable of a function around, which every run of the literal sees. */
function isShared(form: FunctionForm, { owner, kind }: Variable): boolean {
  return kind !== 'temporary' && !withLiterals(form).includes(owner);
}

function writtenAt(program: Program, point: Point): Written | undefined {
  const { operation } = point;
  if (operation.op === 'assign') {
    const { target, value } = operation;
    if (target.kind === 'element' && target.of.kind === 'variable' && isMap(program, target.of))
      return { ...point, variable: target.of.variable, what: 'map' };
    if (target.kind !== 'variable') return undefined;
    const grown = appendsTo(value, target.variable) || (value.kind === 'mixed' && isMadeOf(value, target.variable));
    return { ...point, variable: target.variable, what: grown ? 'grown' : 'set' };
  }
  const [first] =
    operation.op === 'call' && operation.call.callee.kind === 'name' && operation.call.callee.name === 'delete'
      ? operation.call.arguments
      : [];
  return first?.kind === 'variable' && isMap(program, first)
    ? { ...point, variable: first.variable, what: 'map' }
    : undefined;
}

function isMap(program: Program, value: Value): boolean {
  return underlying(program, typeOf(program, value)).kind === 'map';
}

function isMadeOf(value: Value, variable: Variable): boolean {
  return partsOf(value).some((part) => part.kind === 'variable' && part.variable === variable);
}

function appendsTo(value: Value, variable: Variable): boolean {
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from !== 'call' || origin.call.callee.kind !== 'name' || origin.call.callee.name !== 'append')
    return false;
  const [first] = origin.call.arguments;
  return first?.kind === 'variable' && first.variable === variable;
}

/** What runs a literal several times at once. */
interface Several {
  place: Place;
  name: string;
  /** The loop that starts it, whose own variables are one for each. */
  loop: { outer: FunctionForm; start: Block } | undefined;
}

function severalOf(program: Program, form: FunctionForm, outer: FunctionForm, roots: NamedRoots): Several | undefined {
  const strand = strandOf(program, form);
  if (strand?.how === 'goroutine') {
    const start = outer.blocks.find((block) => block.operations.includes(strand.operation));
    if (!start || !runsTogether(program, outer, start, strand.operation)) return undefined;
    return { place: strand.operation.place, name: 'go', loop: { outer, start } };
  }
  const root = rootAt(program, form, roots);
  if (root?.kind !== 'handler' || !root.withItself) return undefined;
  return { place: { ...form.place, endLine: form.place.line }, name: 'the handler', loop: undefined };
}

/** Written by all of them, and not only by the one that a condition picks: `if each == wanted { found = v }`. */
function mayBeOfAll({ form, block, variable, what }: Written, { loop }: Several): boolean {
  if (loop && !isOutsideLoop(loop.outer, loop.start, variable)) return false;
  return what !== 'set' || conditionsAt({ form, block }).every(({ test }) => test === 'nil' || test === 'error');
}

/** Started in a loop that does not wait for it before the next round. */
function runsTogether(program: Program, outer: FunctionForm, start: Block, starts: Operation): boolean {
  const loops = loopsAround(outer, start);
  if (loops.length === 0) return false;
  return (
    !operationsOf(outer).some((each) => allowsOne(program, each)) &&
    loops.some(
      (loop) => ![...loop.blocks].some((block) => block.operations.some((each) => each !== starts && isWait(each))),
    )
  );
}

/** `group.SetLimit(1)` */
function allowsOne(program: Program, operation: Operation): boolean {
  const target = operation.op === 'call' ? targetOf(program, operation.call) : undefined;
  if (operation.op !== 'call' || !target || !('declaration' in target) || !target.declaration) return false;
  const allowed = goroutinesAllowed(target.declaration, operation.call.arguments);
  return allowed?.kind === 'constant' && allowed.text === '1';
}

function isWait(operation: Operation): boolean {
  if (operation.op === 'receive') return operation.select === undefined;
  return (
    operation.op === 'call' && operation.when === 'now' && /(wait|join|acquire|lock)\w*$/i.test(operation.call.text)
  );
}

/** A variable of one round of the loop belongs to one goroutine. */
function isOutsideLoop(outer: FunctionForm, start: Block, variable: Variable): boolean {
  if (variable.owner !== outer || variable.kind !== 'local') return true;
  const declared = outer.blocks.find((block) => block.operations.some((each) => setsVariable(each, variable)));
  return declared !== undefined && loopsAround(outer, start).some((loop) => !loop.blocks.has(declared));
}

function setsVariable(operation: Operation, variable: Variable): boolean {
  return operation.op === 'assign' && operation.target.kind === 'variable' && operation.target.variable === variable;
}

/**
 *     go func() { found[a]++; close(done) }()
 *     found[b]++                                 no wait for the goroutine lies between
 *     <-done
 */
function otherTouch(program: Program, write: Written): Clue | undefined {
  const { variable } = write;
  const inside = withLiterals(write.form);
  for (const point of pointsOf(withLiterals(outermost(write.form)))) {
    if (inside.includes(point.form) || !touches(point.operation, variable)) continue;
    const isMet = occurrencesOf(program, write).some((one) =>
      occurrencesOf(program, point).some((other) => {
        const meeting = meetingOf(one, other);
        return (
          meeting !== undefined && isUnjoined(program, meeting, variable) && !isBeforeItsTurn(program, meeting, write)
        );
      }),
    );
    if (!isMet) continue;
    const isWritten = writtenAt(program, point)?.variable === variable;
    return { role: isWritten ? 'elsewhereWritten' : 'elsewhere', place: point.operation.place };
  }
  return undefined;
}

function isUnjoined(program: Program, meeting: Meeting, variable: Variable): boolean {
  const [start, second] = [meeting.first[0], meeting.second[0]];
  if (!start || !second || !isKnown(meeting.first) || !isKnown(meeting.second)) return false;
  if (!isParallel(meeting.first) || !mayFollow(start, second, (each) => setsAnew(each, variable))) return false;
  return runsUnjoined(program, meeting, undefined);
}

/** `found := map[string]int{}` in a loop: another one. */
function setsAnew(operation: Operation, variable: Variable): boolean {
  return operation.op === 'assign' && setsVariable(operation, variable) && !appendsTo(operation.value, variable);
}

function touches(operation: Operation, variable: Variable): boolean {
  if (operation.op === 'assign' && operation.target.kind === 'variable' && operation.target.variable === variable)
    return isMadeOf(operation.value, variable) || appendsTo(operation.value, variable);
  return valuesOf(operation).some((value) => isMadeOf(value, variable));
}
