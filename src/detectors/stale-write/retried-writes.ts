import { isUnnamedIn } from '../../go/called-by-name.js';
import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm, Place, Value } from '../../go/form.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import { helperOf } from './helpers-of.js';

/** Helpers of helpers further away than this are not looked into. */
const depthMax = 2;

export interface ConflictVerbs {
  /** Functions that run their argument again after a conflict, by qualified name. */
  retry: readonly string[];
  /** Names of predicates that tell a conflict. */
  conflict: readonly string[];
  /** Names of methods that write an object whole. */
  write: readonly string[];
}

/** What makes up for a conflict of a write: the retry around it, or the test for a conflict after it. */
export interface Retry {
  places: Place[];
  text: string;
  /** False when a conflict is only told apart from other errors, and nothing shows that the write runs again. */
  again: boolean;
  /** The literal that runs again. */
  literal?: FunctionForm;
}

export interface Write {
  point: CallPoint;
  retry?: Retry;
  /** It stands in a helper, and not in the function itself. */
  inHelper: boolean;
}

/** The writes of a function, its literals and its helpers, each with what runs it again after a conflict. */
export function writesOf(program: Program, form: FunctionForm, verbs: ConflictVerbs): readonly Write[] {
  // Helpers stand in the same file.
  if (isUnnamedIn(form.file, verbs.write)) return [];
  return program.onceFor(form, `writes ${numberOf(verbs)}`, () => walk(form, { retry: undefined, depth: 0 }));

  function walk(each: FunctionForm, around: { retry: Retry | undefined; depth: number }): Write[] {
    const { depth } = around;
    const retry = around.retry ?? testedFor(each, verbs);
    const own = ownCalls(each).flatMap((point): Write[] => {
      const write: Write = { point, inHelper: depth > 0, ...(retry ? { retry } : {}) };
      if (isWrite(point, verbs)) return [write];
      const helper = helperOf(program, point);
      if (helper && depth === depthMax && ownCalls(helper).some((each) => isWrite(each, verbs)))
        meetLimit(form, `more than ${depthMax} helpers in a chain before a write`);
      return helper && helper !== form && depth < depthMax ? walk(helper, { retry, depth: depth + 1 }) : [];
    });
    return [
      ...own,
      ...each.literals.flatMap((literal) => walk(literal, { retry: retry ?? runsAgain(literal, verbs), depth })),
    ];
  }
}

const numbers = new WeakMap<ConflictVerbs, number>();
let count = 0;

function numberOf(verbs: ConflictVerbs): number {
  const number = numbers.get(verbs) ?? ++count;
  numbers.set(verbs, number);
  return number;
}

/** The call that runs a literal, or something around it, again. */
export function retryAround(form: FunctionForm, verbs: ConflictVerbs): Retry | undefined {
  if (!form.outer) return testedFor(form, verbs);
  return runsAgain(form, verbs) ?? testedFor(form, verbs) ?? retryAround(form.outer, verbs);
}

function isWrite({ name, receiver, call }: CallPoint, { write }: ConflictVerbs): boolean {
  return receiver !== undefined && write.includes(name) && call.arguments.length > 0;
}

function testedFor(form: FunctionForm, { conflict }: ConflictVerbs): Retry | undefined {
  const tests = ownCalls(form).filter(({ name }) => conflict.includes(name));
  const [first] = tests;
  if (!first) return undefined;
  const own = form.declaration.replace(/^.*\./, '');
  const again = loopsAround(form, first.block).length > 0 || ownCalls(form).some(({ name }) => name === own);
  return { places: tests.map(({ operation }) => operation.place), text: first.call.text, again };
}

function runsAgain(literal: FunctionForm, { retry }: ConflictVerbs): Retry | undefined {
  if (!literal.outer) return undefined;
  const isIt = (value: Value) =>
    (value.kind === 'literal' && value.form === literal) ||
    (value.kind === 'variable' &&
      value.variable.origin?.from === 'value' &&
      value.variable.origin.value.kind === 'literal' &&
      value.variable.origin.value.form === literal);
  const found = ownCalls(literal.outer).find(
    ({ call: { callee, arguments: given }, name }) =>
      given.some(isIt) &&
      (callee.kind === 'imported' ? retry.includes(`${callee.path}.${callee.name}`) : /retry|backoff/i.test(name)),
  );
  return found && { places: [found.operation.place], text: found.call.text, again: true, literal };
}
