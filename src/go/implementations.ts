import { targetOf } from './call-target.js';
import { calleeForm } from './callee-form.js';
import { standsIn } from './chain-limit.js';
import { type Asker, concreteTypes } from './concrete-types.js';
import type { Declaration } from './declaration.js';
import type { Call, FunctionForm } from './form.js';
import type { GoPackage } from './go-package.js';
import type { GoType } from './go-type.js';
import { meetLimit } from './limits-met.js';
import { hasMethods, methodsWanted, type WantedMethod } from './method-set.js';
import { isKnowledge } from './ownership/known-effects.js';
import type { Program } from './program.js';
import { child } from './syntax.js';
import { formOf, memberOf, typeOf } from './type-of.js';

/** Types behind one interface. Of more, nobody says what all of them do. */
const implementationsMax = 12;

/** Interfaces that come from methods of interfaces, more often than this, are not followed. */
const factoriesMax = 2;

/** What a call of a method of an interface may run. */
export interface Implementations {
  /** Methods with a body, or of the table of knowledge, each once. */
  methods: readonly Declaration[];
  /** No other code can be behind the call. */
  complete: boolean;
}

const none: Implementations = { methods: [], complete: false };

const asking = new Set<Call>();

/**
 * The methods of the repository behind a call of a method of an interface that the repository declares.
 *
 * Anybody may implement an interface, so a set is complete for one of two reasons only:
 *
 * - all values are seen that the receiver may have been set to (concrete-types.ts);
 * - the interface is sealed: it has a method of a name, or a type in it, that only its own package can say, so that no other package can
 *   implement it. (One that embeds an implementation has its methods.) https://go.dev/ref/spec#Exported_identifiers
 *
 * Otherwise the methods are those of the types in the package of the interface that have all of its methods: enough to say what may happen, and
 * never that nothing else does. Other packages are not read for it, so that the size of a repository does not matter.
 */
export function implementationsOf(program: Program, call: Call): Implementations {
  const target = targetOf(program, call);
  if (target.kind !== 'method' || !target.dynamic || call.callee.kind !== 'member') return none;
  const { of: receiver, name } = call.callee;
  const asker = standsIn(receiver);
  // What a test puts there is not looked for.
  if (!asker || asker.file.isTest || asking.has(call)) return none;
  return program.onceFor(call, 'implementations', () => {
    const type = typeOf(program, receiver);
    const wanted = type.kind === 'named' && !program.holds(type.home) ? undefined : methodsWanted(program, type);
    if (!wanted?.has(name)) return none;
    if (asking.size > factoriesMax) {
      meetLimit(asker, `more than ${factoriesMax} interfaces that come from interfaces`);
      return none;
    }
    asking.add(call);
    try {
      const types = concreteTypes(program, receiver, asker, (each) => formsBehind(program, each));
      return (types && ofTypes(program, types, name, asker)) ?? inPackage(program, type, wanted, name, asker);
    } finally {
      asking.delete(call);
    }
  });
}

/** The code of all that a call of a method of an interface may run; undefined when that is not known. */
export function formsBehind(program: Program, call: Call): readonly FunctionForm[] | undefined {
  const { methods, complete } = implementationsOf(program, call);
  const forms = methods.flatMap((each) => (isKnowledge(each) ? [] : (formOf(program, each) ?? [])));
  return complete && forms.length > 0 && forms.length === methods.length ? forms : undefined;
}

/** All functions of the repository that a call may run; none when that is not told or their code is not known. */
export function calleesOf(program: Program, call: Call): readonly FunctionForm[] {
  const form = calleeForm(program, call);
  return form ? [form] : (formsBehind(program, call) ?? []);
}

/** Undefined when one of the types is none whose code is here. */
function ofTypes(program: Program, types: readonly GoType[], name: string, asker: Asker): Implementations | undefined {
  if (!areFew(types, asker)) return undefined;
  const found = types.map((each) => methodOf(program, each, name));
  const methods = [...new Set(found)].filter((each) => each !== undefined);
  return found.includes(undefined) ? undefined : { methods, complete: true };
}

function inPackage(
  program: Program,
  type: GoType,
  wanted: ReadonlyMap<string, WantedMethod>,
  name: string,
  asker: Asker,
): Implementations {
  const seal = [...wanted].find(([method, each]) => program.holds(each.home) && isSealed(method, each))?.[1];
  const place = seal?.home ?? (type.kind === 'named' ? type.home : '');
  const home = place === '' ? undefined : program.packageAt(place);
  if (!home) return none;
  const types = implementersIn(program, home, place, wanted);
  if (!areFew(types, asker)) return none;
  const found = types.map((each) => methodOf(program, each, name));
  const methods = [...new Set(found)].filter((each) => each !== undefined);
  return { methods, complete: seal !== undefined && methods.length > 0 && !found.includes(undefined) };
}

/** Types of a package that have all methods of an interface, their own or of what they embed. */
function implementersIn(
  program: Program,
  home: GoPackage,
  place: string,
  wanted: ReadonlyMap<string, WantedMethod>,
): GoType[] {
  const declared = [...wanted.keys()].flatMap((each) => home.methodsNamed(each, { tests: false }));
  const names = new Set(declared.flatMap((each) => each.receiver ?? []));
  const types = [...names].map((name): GoType => ({ kind: 'named', home: place, name }));
  return types.filter((each) => hasMethods(program, each, wanted));
}

function isSealed(name: string, { type, home }: WantedMethod): boolean {
  if (!/^\p{Lu}/u.test(name)) return true;
  const signature = type.kind === 'function' ? [...type.parameters, ...type.results] : [];
  return signature.some((each) => isOwn(each, home));
}

/** A type that only its own package can name. */
function isOwn(type: GoType, home: string): boolean {
  if ('element' in type) return isOwn(type.element, home) || (type.kind === 'map' && isOwn(type.key, home));
  return type.kind === 'named' && type.home === home && !/^\p{Lu}/u.test(type.name);
}

function methodOf(program: Program, type: GoType, name: string): Declaration | undefined {
  const method = memberOf(program, type, name);
  const declaration = method?.kind === 'method' && !method.dynamic ? method.declaration : undefined;
  const isKnown = declaration && (isKnowledge(declaration) || child(declaration.syntax, 'body'));
  return isKnown ? declaration : undefined;
}

function areFew(types: readonly GoType[], asker: Asker): boolean {
  if (types.length <= implementationsMax) return true;
  meetLimit(asker, `more than ${implementationsMax} implementations of an interface`);
  return false;
}
