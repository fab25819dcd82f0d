import { type CallTarget, targetOf } from '../call-target.js';
import type { Declaration } from '../declaration.js';
import type { Call, FunctionForm, Value, Variable } from '../form.js';
import { unknown } from '../go-type.js';
import type { Program } from '../program.js';
import { child } from '../syntax.js';
import { formOf, memberOf, typeOf } from '../type-of.js';
import { Held } from './held.js';
import { type Effect, type HoldingRules, trackHolding } from './holding.js';

/** Calls that hand a thing on deeper than this are taken as moving it. */
const depthMax = 8;

/** The rules for one thing, told by the methods that give it back; everything else comes from the code of the callees and from the table of knowledge. */
export function holdingRules(program: Program, release: readonly string[], depth = 0): HoldingRules {
  const isRelease = (method: string) => release.includes(method);
  const inForm = (form: FunctionForm, variable: Variable) => effectInForm(program, form, variable, release, depth + 1);
  return {
    isRelease,
    effectOfArgument: (call, index) => effectOfArgument(program, call, index, inForm),
    effectOfReceiver: (call) => effectOfReceiver(program, call, inForm),
    effectOfCapture: inForm,
    isConversion: (call) => targetOf(program, call).kind === 'conversion',
    exits: (call) => exits(program, call),
    typeOf: (value) => typeOf(program, value),
  };
}

/** What needs no knowledge of any other code: every callee only borrows. */
export const borrowingRules: HoldingRules = {
  isRelease: () => false,
  effectOfArgument: () => 'borrowed',
  effectOfReceiver: () => 'borrowed',
  effectOfCapture: () => 'borrowed',
  isConversion: () => false,
  exits: () => false,
  typeOf: () => unknown,
};

export function fieldTest(program: Program): (member: Value) => boolean {
  return (member) =>
    member.kind === 'member' && memberOf(program, typeOf(program, member.of), member.name)?.kind === 'field';
}

type InForm = (form: FunctionForm, variable: Variable) => Effect;

const running = new Set<Variable>();

/** What a form does with a variable that holds the thing when the form starts. */
function effectInForm(
  program: Program,
  form: FunctionForm,
  variable: Variable,
  release: readonly string[],
  depth: number,
): Effect {
  const [entry] = form.blocks;
  if (!entry) return 'borrowed';
  if (depth > depthMax) return 'moved';
  // A call of itself adds nothing to what the rest of the function does.
  if (running.has(variable)) return 'borrowed';
  running.add(variable);
  try {
    const held = new Held(form, new Map([[variable, undefined]]), undefined, fieldTest(program));
    const outcome = trackHolding(entry, 0, held, holdingRules(program, release, depth));
    if (outcome.releases.length > 0) return 'released';
    return outcome.moves.length > 0 || outcome.returned.length > 0 ? 'moved' : 'borrowed';
  } finally {
    running.delete(variable);
  }
}

function effectOfArgument(program: Program, call: Call, index: number, inForm: InForm): Effect {
  const target = targetOf(program, call);
  if (target.kind === 'builtin') return target.name === 'append' || target.name === 'panic' ? 'moved' : 'borrowed';
  if (target.kind === 'literal') return effectOfParameter(target.form, index, inForm);
  const declaration = declarationOf(target);
  if (!declaration) return 'moved';
  if (isKnowledge(declaration)) return knownEffect(declaration, index);
  const form = child(declaration.syntax, 'body') && formOf(program, declaration);
  return form ? effectOfParameter(form, index, inForm) : 'moved';
}

function effectOfParameter(form: FunctionForm, index: number, inForm: InForm): Effect {
  const parameter = form.parameters[index];
  if (!parameter || parameter.type?.kind === 'variadic') return 'moved';
  return parameter.name === '' || parameter.name === '_' ? 'borrowed' : inForm(form, parameter);
}

function effectOfReceiver(program: Program, call: Call, inForm: InForm): Effect {
  const target = targetOf(program, call);
  const declaration = declarationOf(target);
  if (!declaration || isKnowledge(declaration)) return 'borrowed';
  const form = formOf(program, declaration);
  return form?.receiver ? inForm(form, form.receiver) : 'borrowed';
}

function declarationOf(target: CallTarget): Declaration | undefined {
  if (target.kind === 'function') return target.declaration;
  return target.kind === 'method' && !target.dynamic ? target.declaration : undefined;
}

function isKnowledge(declaration: Declaration): boolean {
  return declaration.file.path.startsWith('knowledge:');
}

function knownEffect(declaration: Declaration, index: number): Effect {
  const list = child(declaration.syntax, 'parameters');
  const names = list?.children.flatMap((each) => each.children.filter((name) => name.kind === 'identifier')) ?? [];
  const name = names[Math.min(index, names.length - 1)];
  const text = name ? declaration.file.text.slice(name.start, name.end) : '';
  const directives = directivesOf(declaration);
  if (directives.some((each) => each === `keeps ${text}`)) return 'moved';
  return directives.some((each) => each === `releases ${text}`) ? 'released' : 'borrowed';
}

/** The `//hindsight:` lines right above a declaration of the table of knowledge. */
function directivesOf(declaration: Declaration): string[] {
  const above = declaration.file.text.slice(0, declaration.start).split('\n').slice(0, -1);
  const found: string[] = [];
  for (let line = above.pop(); line?.startsWith('//'); line = above.pop()) {
    if (line.startsWith('//hindsight:')) found.push(line.slice('//hindsight:'.length).trim());
  }
  return found;
}

/**
 * Calls that do not return. Loggers and tests all call them so: https://pkg.go.dev/log#Fatal, https://pkg.go.dev/testing#T.Fatal;
 * taking one too many as such costs a finding, not a false alarm.
 */
const fatalMethod = /^(Fatal|Panic)(f|ln|w)?$|^(FailNow|SkipNow|Skip|Skipf)$/;

function exits(program: Program, call: Call): boolean {
  const { callee } = call;
  if (callee.kind === 'name') return callee.name === 'panic';
  if (callee.kind === 'member') return fatalMethod.test(callee.name);
  if (callee.kind !== 'imported') return false;
  if (fatalMethod.test(callee.name)) return true;
  const target = targetOf(program, call);
  const declaration = declarationOf(target);
  return declaration !== undefined && isKnowledge(declaration) && directivesOf(declaration).includes('exits');
}
