import {
  type Call,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { namedResults } from '../../go/ownership/follow-result.js';
import { ownerRules, type Presumption } from '../../go/ownership/owner-rules.js';
import type { Leak } from '../../go/ownership/trail.js';
import type { Program } from '../../go/program.js';
import type { ComparedDeclaration, Sighting } from '../detector.js';
import { givenBack, givesArgument, isExcepted, type Thing } from './conventions.js';
import { isLeftToNobody } from './left-to-nobody.js';
import type { Conventions } from './params.js';
import { type Start, startsOf } from './starts.js';

/** More exits than this make no reader wiser. */
const exitsShownMax = 3;

/**
 *       s, err := NewSession(c)         acquire
 *       if err := s.Register(); err != nil {
 *     -     s.Close()                   release: it shows that the function owned s
 *           return err                  exit: the same one, which now leaves s open
 *       }
 */
export function releasesTakenAway(declaration: ComparedDeclaration, conventions: Conventions): Sighting[] {
  if (!conventions.release.some((each) => declaration.removedText.includes(each))) return [];
  const [base, head] = [declaration.base.form(), declaration.head.form()];
  if (!base || !head) return [];
  const seen = new Set<string>();
  return removedReleases(base, declaration, conventions).flatMap((removed) => {
    const name = written(removed.thing);
    if (seen.has(name)) return [];
    seen.add(name);
    return sightingOf({ declaration, conventions, base, head, removed }) ?? [];
  });
}

interface Removed {
  thing: Thing;
  form: FunctionForm;
  operation: Operation & { op: 'call' };
}

interface Question {
  declaration: ComparedDeclaration;
  conventions: Conventions;
  base: FunctionForm;
  head: FunctionForm;
  removed: Removed;
}

function removedReleases(base: FunctionForm, { isRemoved }: ComparedDeclaration, conventions: Conventions): Removed[] {
  return withLiterals(base).flatMap((form) =>
    operationsOf(form).flatMap((operation): Removed[] => {
      if (operation.op !== 'call' || !isRemoved(operation.place.line)) return [];
      const thing = givenBack(operation, conventions);
      return thing && thing.fields.length < 2 && thing.root.name !== '' ? [{ thing, form, operation }] : [];
    }),
  );
}

function sightingOf(question: Question): Sighting | undefined {
  const { declaration, conventions, base, head, removed } = question;
  const same = namesake(removed.thing, head);
  if (!same || !mayBeForgotten(question, same)) return undefined;
  const exits = openExits(question, same);
  const [first] = exits;
  if (!first) return undefined;
  const handle = written(same);
  const releases = withLiterals(base)
    .flatMap(operationsOf)
    .filter((each) => isReleaseOf(each, removed.thing, conventions) && declaration.isRemoved(each.place.line));
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `taken away ${handle}`,
    at: first.start ?? first.leak.place,
    clues: [
      ...releases.map(({ place }) => ({ role: 'release', place, side: 'LEFT' as const })),
      ...(first.start ? [{ role: 'acquire', place: first.start }] : []),
      ...exits
        .slice(0, exitsShownMax)
        .map(({ leak }) => ({ role: leak.how === 'overwritten' ? 'overwritten' : 'exit', place: leak.place })),
    ],
    names: namesOf(question, handle, first),
  };
}

interface OpenExit {
  leak: Leak;
  /** Where the thing is acquired; undefined when it comes from outside the function. */
  start: Place | undefined;
  acquire: string;
}

/** Exits of the head that leave the thing open, and which a removed release saw to at the base. */
function openExits({ declaration, conventions, base, head, removed }: Question, same: Thing): OpenExit[] {
  const { isRemoved, headLine } = declaration;
  const trusted = new Set(
    withLiterals(base)
      .flatMap(operationsOf)
      .flatMap((each) => (each.op === 'call' ? [each.call.text] : [])),
  );
  const isGone = (each: Operation) =>
    isRemoved(each.place.line) && (isReleaseOf(each, removed.thing, conventions) || forgets(each));
  const presume = (skips: Presumption['skips']): Presumption => ({
    trusted,
    gives: (call: Call) => givesArgument(call, conventions),
    skips,
  });
  const before = startsOf(removed.thing, base, conventions.release);
  const rulesBefore = ownerRules(
    declaration.base.program,
    presume(() => false),
  );
  const rulesWithout = ownerRules(declaration.base.program, presume(isGone));
  const open = new Set(
    before.flatMap((start) => start.follow(declaration.base.program, rulesBefore).leaks).map(lineOf),
  );
  const without = before.flatMap((start) => start.follow(declaration.base.program, rulesWithout).leaks);
  const seenTo = without.filter((leak) => !open.has(lineOf(leak)));
  const kept = new Set(seenTo.flatMap((leak) => headLine(lineOf(leak)) ?? []));
  const rewritten =
    seenTo.some((leak) => headLine(lineOf(leak)) === undefined) && !releasesStill(head, same, conventions);
  const texts = new Set(before.map(({ acquire }) => acquire));
  const rules = ownerRules(
    declaration.head.program,
    presume(() => false),
  );
  return startsOf(same, head, conventions.release)
    .filter((start) => texts.has(start.acquire) && !isExceptedStart(start, declaration.head.program, conventions))
    .flatMap((start) =>
      start
        .follow(declaration.head.program, rules)
        .leaks.filter((leak) => rewritten || kept.has(lineOf(leak)))
        .map((leak) => ({ leak, start: start.place, acquire: start.acquire })),
    );
}

/** `x = nil` after the release */
function forgets(operation: Operation): boolean {
  return operation.op === 'assign' && operation.value.kind === 'nil';
}

function lineOf({ place }: Leak): number {
  return place.line;
}

function isExceptedStart({ call }: Start, program: Program, { except }: Conventions): boolean {
  return call !== undefined && isExcepted(program, call, except);
}

/** Whether the change may have given the release to somebody else; then nothing is forgotten. */
function mayBeForgotten({ declaration, conventions, base, head, removed }: Question, same: Thing): boolean {
  const { root, fields } = same;
  const isOwn = fields.length === 0 && root.kind !== 'parameter' && root.kind !== 'receiver';
  // What is kept by something else may be given back by it now.
  if (isOwn && isHandedOn(head, same)) {
    const before = new Set(releasedKeepers(base, removed.thing, conventions));
    if (releasedKeepers(head, same, conventions).some((each) => !before.has(each))) return false;
    return !declaration.isAddedElsewhere(releaseAfter('', conventions));
  }
  if (isOwn) return true;
  if (declaration.isAddedElsewhere(releaseAfter(`${fields.at(-1) ?? root.name}\\.`, conventions))) return false;
  // What comes from outside may be given back outside, unless the function still does so on other exits.
  if (releasesStill(head, same, conventions) || overwrites(head, same)) return true;
  return fields.length === 1 && isLeftToNobody(declaration.head.program, head, same, conventions);
}

/** `db := NewStore(file)` and `db.Close()`: names of what was made of the thing and is given back. */
function releasedKeepers(form: FunctionForm, { root }: Thing, conventions: Conventions): string[] {
  const forms = withLiterals(form);
  const keepers = new Set(
    forms
      .flatMap(namedResults)
      .filter(({ operation }) => isArgument(operation, root))
      .map(({ variable }) => variable),
  );
  const released = forms.flatMap(operationsOf).flatMap((each) => givenBack(each, conventions)?.root ?? []);
  return released.filter((each) => keepers.has(each)).map(({ name }) => name);
}

function releaseAfter(before: string, { release, functions }: Conventions): RegExp {
  const names = [...release, ...functions.map((each) => each.slice(each.lastIndexOf('.') + 1))];
  return new RegExp(`${before}(${names.join('|')})\\b`);
}

function isHandedOn(head: FunctionForm, { root }: Thing): boolean {
  return withLiterals(head)
    .flatMap(operationsOf)
    .some((each) => isArgument(each, root));
}

function isArgument(operation: Operation, root: Variable): boolean {
  if (operation.op !== 'call') return false;
  return operation.call.arguments.some((value) => partsOf(value).some((part) => isVariable(part, root)));
}

function releasesStill(form: FunctionForm, thing: Thing, conventions: Conventions): boolean {
  return withLiterals(form)
    .flatMap(operationsOf)
    .some((each) => isReleaseOf(each, thing, conventions));
}

/** `d.conn, err = dial()` where `d.conn` may still be open */
function overwrites(form: FunctionForm, { root, fields }: Thing): boolean {
  const [field] = fields;
  return operationsOf(form).some(
    (each) =>
      each.op === 'assign' &&
      each.target.kind === 'member' &&
      each.target.name === field &&
      isVariable(each.target.of, root) &&
      each.value.kind === 'variable',
  );
}

function isVariable(value: Value, variable: Variable): boolean {
  return value.kind === 'variable' && value.variable === variable;
}

function isReleaseOf(operation: Operation, thing: Thing, conventions: Conventions): boolean {
  const given = givenBack(operation, conventions);
  return given !== undefined && given.root === thing.root && given.fields.join() === thing.fields.join();
}

/** The same thing at the head, by the names and kinds of what it stands in. */
function namesake({ root, fields }: Thing, head: FunctionForm): Thing | undefined {
  const forms = withLiterals(head);
  const declared = forms.flatMap((form) => [form.receiver, ...form.parameters, ...form.results, ...localsOf(form)]);
  const found = declared.find((each) => each?.name === root.name && each.kind === root.kind);
  return found && { root: found, fields };
}

function localsOf(form: FunctionForm): Variable[] {
  return operationsOf(form).flatMap((each) =>
    each.op === 'assign' && each.target.kind === 'variable' ? [each.target.variable] : [],
  );
}

function written({ root, fields }: Thing): string {
  return [root.name, ...fields].join('.');
}

function namesOf({ removed, head }: Question, handle: string, { leak, acquire }: OpenExit): Record<string, string> {
  const { callee } = removed.operation.call;
  const release = callee.kind === 'member' ? callee.name : removed.operation.call.text;
  const line = head.file.lineText(leak.place.line).trim();
  return {
    handle,
    acquire: acquire === '' ? handle : acquire,
    release,
    giveBack: callee.kind === 'member' ? `${handle}.${release}()` : `${release}(${handle})`,
    function: head.declaration,
    exit: leak.how === 'return' && /^}|^$/.test(line) ? 'the end of the function' : line,
    type: '',
  };
}
