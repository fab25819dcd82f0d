import { type CallTarget, targetOf } from '../call-target.js';
import type { Declaration } from '../declaration.js';
import type { Call, FunctionForm, Value } from '../form.js';
import { unknown } from '../go-type.js';
import { implementationsOf } from '../implementations.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { child } from '../syntax.js';
import { formOf, memberOf, signatureOf, typeDeclaration, typeOf } from '../type-of.js';
import { doesExit } from './does-exit.js';
import type { Effect, HoldingRules } from './effect.js';
import { Held, type Hold } from './held.js';
import { trackHolding } from './holding.js';
import { fieldIs, isKnowledge, knownEffect } from './known-effects.js';
import { calling, releasesByFunction } from './release.js';
import type { HoldingOutcome } from './trail.js';

/** Calls that hand a thing on deeper than this are taken as moving it. */
const depthMax = 8;

/** The rules for things of which code and the table of knowledge tell what callees do with them. */
export function holdingRules(program: Program, depth = 0): HoldingRules {
  const isMethod = methodTest(program);
  /** What a form does with a variable that holds the thing when the form starts. */
  const inForm = (form: FunctionForm, variable: FunctionForm['receiver'], hold: Hold): Effect =>
    variable
      ? run(form, Held.holding(form, variable, hold, isMethod), holdingRules(program, depth + 1), depth).effect
      : 'borrowed';
  return {
    effectOfArgument: (call, index, hold) =>
      isGivenTo(program, call, hold)
        ? 'released'
        : effectOfArgument(program, call, index, hold, (form, variable) => inForm(form, variable, hold)),
    effectOfReceiver: (call, hold) => effectOfReceiver(program, call, (form, variable) => inForm(form, variable, hold)),
    effectOfLiteral: (literal, held) => run(literal, held.inside(literal), holdingRules(program, depth + 1), depth),
    effectOfParameter: (literal, index, hold) => inForm(literal, literal.parameters[index], hold),
    isConversion: (call) => targetOf(program, call).kind === 'conversion',
    isBorrowingField: ({ target }) => isField(program, target, 'borrows'),
    isNeverClosed: (channel) => isField(program, channel, 'open'),
    exits: (call) => doesExit(program, call),
    wrapOf: ({ target }) =>
      target.kind === 'member' ? { type: typeOf(program, target.of), field: target.name } : undefined,
    skips: () => false,
    presumesOwner: false,
    tellsPathsApart: true,
  };
}

/** What needs no knowledge of any other code: every callee only borrows. */
export const borrowingRules: HoldingRules = {
  effectOfArgument: () => 'borrowed',
  effectOfReceiver: () => 'borrowed',
  effectOfLiteral: () => ({ effect: 'borrowed', releases: [] }),
  effectOfParameter: () => 'borrowed',
  isConversion: () => false,
  isBorrowingField: () => false,
  isNeverClosed: () => false,
  exits: () => false,
  wrapOf: ({ target }) => (target.kind === 'member' ? { type: unknown, field: target.name } : undefined),
  skips: () => false,
  presumesOwner: false,
  tellsPathsApart: false,
};

export function methodTest(program: Program): (member: Value) => boolean {
  return (member) =>
    member.kind === 'member' && memberOf(program, typeOf(program, member.of), member.name)?.kind === 'method';
}

const running = new Set<FunctionForm>();

export type Run = ReturnType<HoldingRules['effectOfLiteral']>;

/** Follows what is held through a form that is called. */
export function run(form: FunctionForm, held: Held, rules: HoldingRules, depth: number): Run {
  const [entry] = form.blocks;
  if (!entry) return { effect: 'borrowed', releases: [] };
  if (depth > depthMax) {
    meetLimit(form, `a chain of more than ${depthMax} calls`);
    return { effect: 'moved', releases: [] };
  }
  // A call of itself adds nothing to what the rest of the function does.
  if (running.has(form)) return { effect: 'borrowed', releases: [] };
  running.add(form);
  try {
    const outcome = trackHolding(entry, 0, held, rules);
    return { effect: effectOfOutcome(outcome), releases: outcome.releases };
  } finally {
    running.delete(form);
  }
}

function effectOfOutcome({ releases, moves, returned, leaks }: HoldingOutcome): Effect {
  if (releases.length > 0) return leaks.length + moves.length + returned.length > 0 ? 'sometimes' : 'released';
  if (moves.length > 0 || returned.some((each) => each.index > 0)) return 'moved';
  if (returned.length > 0) return 'carried';
  // Whoever never comes to an end has it for good.
  return leaks.length > 0 ? 'borrowed' : 'moved';
}

/** `syscall.Close(fd)` */
function isGivenTo(program: Program, call: Call, { release, wrap }: Hold): boolean {
  if (wrap) return false;
  if (call.callee.kind !== 'imported' && call.callee.kind !== 'name') return false;
  const target = targetOf(program, call);
  return target.kind === 'function' && releasesByFunction(release, `${target.home}.${target.name}`);
}

type InForm = (form: FunctionForm, variable: FunctionForm['receiver']) => Effect;

function effectOfArgument(program: Program, call: Call, index: number, hold: Hold, inForm: InForm): Effect {
  const target = targetOf(program, call);
  if (target.kind === 'builtin') return target.name === 'append' || target.name === 'panic' ? 'moved' : 'borrowed';
  if (target.kind === 'literal') return effectOfParameter(target.form, index, inForm);
  const declaration = declarationOf(target);
  if (declaration) return effectInCallee(program, declaration, index, hold, inForm);
  if (isKnownInterface(program, target)) return 'borrowed';
  const { methods, complete } = implementationsOf(program, call);
  return complete ? together(methods.map((each) => effectInCallee(program, each, index, hold, inForm))) : 'moved';
}

function effectInCallee(program: Program, declaration: Declaration, index: number, hold: Hold, inForm: InForm): Effect {
  if (isKnowledge(declaration)) return knownEffectOf(program, declaration, index, hold);
  const form = child(declaration.syntax, 'body') && formOf(program, declaration);
  return form ? effectOfParameter(form, index, inForm) : 'moved';
}

/** `time.AfterFunc(d, cancel)`: what is handed to a parameter of a type of functions is called, and who says when is somebody else. */
function knownEffectOf(program: Program, declaration: Declaration, index: number, { release, wrap }: Hold): Effect {
  const effect = knownEffect(declaration, index);
  const isRun = !wrap && release.includes(calling) && takesFunction(program, declaration, index);
  return effect === 'borrowed' && isRun ? 'moved' : effect;
}

function takesFunction(program: Program, declaration: Declaration, index: number): boolean {
  const { parameters } = signatureOf(program, declaration);
  const type = parameters[Math.min(index, parameters.length - 1)];
  return type?.kind === 'function';
}

function effectOfParameter(form: FunctionForm, index: number, inForm: InForm): Effect {
  const parameter = form.parameters[index];
  if (!parameter || parameter.type?.kind === 'variadic') return 'moved';
  return parameter.name === '' || parameter.name === '_' ? 'borrowed' : inForm(form, parameter);
}

function effectOfReceiver(program: Program, call: Call, inForm: InForm): Effect {
  const declaration = declarationOf(targetOf(program, call));
  const methods = declaration ? [declaration] : implementationsOf(program, call).methods;
  return together(
    methods.map((each) => {
      const form = isKnowledge(each) ? undefined : formOf(program, each);
      return form?.receiver ? inForm(form, form.receiver) : 'borrowed';
    }),
  );
}

/** Of methods of which one is called, nobody can tell which: what one of them may do with the thing decides for silence. */
function together(effects: readonly Effect[]): Effect {
  const [first = 'borrowed', ...others] = new Set(effects);
  if (others.length === 0) return first;
  return effects.includes('moved') || effects.includes('carried') ? 'moved' : 'sometimes';
}

function declarationOf(target: CallTarget): Declaration | undefined {
  if (target.kind === 'function') return target.declaration;
  return target.kind === 'method' && !target.dynamic ? target.declaration : undefined;
}

/** A method of an interface that stands in the table of knowledge. */
function isKnownInterface(program: Program, target: CallTarget): boolean {
  return (
    target.kind === 'method' &&
    target.home !== '' &&
    !program.holds(target.home) &&
    program.importedPackage(target.home) !== undefined
  );
}

/** Whether a field of a type of the table of knowledge has a directive. */
export function isField(program: Program, value: Value, directive: 'borrows' | 'open'): boolean {
  if (value.kind !== 'member') return false;
  const holder = typeOf(program, value.of);
  const named = holder.kind === 'pointer' ? holder.element : holder;
  const declaration = named.kind === 'named' ? typeDeclaration(program, named) : undefined;
  return declaration !== undefined && isKnowledge(declaration) && fieldIs(directive, declaration, value.name);
}
