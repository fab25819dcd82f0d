import { targetOf } from '../go/call-target.js';
import { guardsAt } from '../go/concurrency/guards.js';
import { qualifiedCallee } from '../go/concurrency/qualified-callee.js';
import { rootOver } from '../go/concurrency/roots.js';
import { loopsAround } from '../go/flow/loops.js';
import { type FunctionForm, type Operation, type Place, partsOf, type Variable } from '../go/form.js';
import { operationsOf, valuesOf } from '../go/form-values.js';
import type { GoType } from '../go/go-type.js';
import { acquisitionsIn } from '../go/ownership/owned-results.js';
import type { Resource } from '../go/ownership/resource.js';
import type { Program } from '../go/program.js';
import { typeOf } from '../go/type-of.js';
import type { Incident } from '../incidents/incident.js';

/** What is known at one line of a form, one sentence each. */
export function lineFacts(
  program: Program,
  form: FunctionForm,
  incidents: readonly Incident[],
  line: number,
): string[] {
  const here = operationsOf(form).filter(({ place }) => place.line <= line && line <= place.endLine);
  const [first] = here;
  return [
    ...here.flatMap((operation) => callFacts(program, operation)),
    ...variablesOf(here).map(
      (variable) => `${variable.name} is ${typeText(typeOf(program, { kind: 'variable', variable }))}`,
    ),
    ...(first ? lockFacts(program, form, first) : []),
    ...loopFacts(form, here),
    ...rootFacts(program, form),
    ...ownershipFacts(program, form, incidents, here),
  ];
}

function callFacts(program: Program, operation: Operation): string[] {
  if (operation.op !== 'call')
    return operation.op === 'assign'
      ? []
      : [operation.op === 'return' ? 'returns here' : `a ${operation.op} on a channel or container`];
  const { call, when } = operation;
  const target = targetOf(program, call);
  const name = qualifiedCallee(program, call);
  const how = { now: 'calls', deferred: 'defers', spawned: 'starts a goroutine with' }[when];
  if (target.kind === 'builtin' || target.kind === 'conversion')
    return [`${how} ${call.text}, ${target.kind === 'builtin' ? 'a function of Go' : 'a conversion'}`];
  if (target.kind === 'literal') return [`${how} a function literal`];
  const declaration = 'declaration' in target ? target.declaration : undefined;
  const code = !declaration
    ? 'its code is not known'
    : declaration.file.path.startsWith('knowledge:')
      ? 'known from the table of packages'
      : `declared at ${declaration.file.path}:${declaration.line}`;
  const dynamic = target.kind === 'method' && target.dynamic ? ', through an interface' : '';
  return [
    `${how} ${call.text}: ${name === '' ? 'which function that is cannot be told' : `${name}${dynamic}, ${code}`}`,
  ];
}

function variablesOf(operations: readonly Operation[]): Variable[] {
  const parts = operations.flatMap(valuesOf).flatMap(partsOf);
  const variables = parts.flatMap((part) =>
    part.kind === 'variable' && part.variable.kind !== 'temporary' ? [part.variable] : [],
  );
  return [...new Set(variables)];
}

function lockFacts(program: Program, form: FunctionForm, operation: Operation): string[] {
  const guards = [...guardsAt(program, form, operation).values()];
  if (guards.length === 0) return ['no lock is held'];
  return guards.map(
    ({ text, key, mode, taken }) =>
      `${text || key} is held${mode === 'read' ? ' by a reader' : ''} since line ${taken.line}; as a parameter it is ${key}`,
  );
}

function loopFacts(form: FunctionForm, operations: readonly Operation[]): string[] {
  const block = form.blocks.find((each) => each.operations.some((one) => operations.includes(one)));
  const loops = block ? loopsAround(form, block).length : 0;
  return loops > 0 ? [`runs in ${loops === 1 ? 'a loop' : `${loops} loops`}`] : [];
}

function rootFacts(program: Program, form: FunctionForm): string[] {
  const root = rootOver(program, form, () => true);
  if (!root) return ['no root of concurrency is known from which it runs'];
  const itself = root.withItself ? ', several times at once' : '';
  return [`runs in a ${root.kind} (${root.form.name}, line ${root.form.place.line})${itself}`];
}

/** What becomes of what is opened on the line, by every incident that knows resources. */
function ownershipFacts(
  program: Program,
  form: FunctionForm,
  incidents: readonly Incident[],
  here: readonly Operation[],
): string[] {
  const told = incidents.flatMap(({ detector, params }) => {
    const resources = detector.name === 'handle-leak' ? resourcesOf(params) : [];
    return resources.length === 0 ? [] : acquisitionsIn(program, form, resources);
  });
  const facts = told
    .filter(({ operation }) => here.includes(operation))
    .map(({ operation, owned, outcome }) => {
      const { releases, leaks, moves, returned } = outcome;
      const parts = [
        ...lines('given back on', releases),
        ...lines('handed on or kept on', moves),
        ...lines(
          'returned on',
          returned.map((each) => each.operation.place),
        ),
        ...lines(
          'still open on',
          leaks.map(({ place }) => place),
        ),
      ];
      return `${operation.call.text} gives a ${owned.resource.type} to be given back by ${owned.release.join(' or ')}: ${parts.join('; ') || 'nothing is known of it'}`;
    });
  return [...new Set(facts)];
}

function resourcesOf(params: unknown): readonly Resource[] {
  const resources: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, 'resources') : undefined;
  return Array.isArray(resources) ? resources : [];
}

function lines(what: string, places: readonly Place[]): string[] {
  const numbers = [...new Set(places.map(({ line }) => line))];
  return numbers.length === 0 ? [] : [`${what} line ${numbers.join(', ')}`];
}

/** A type as Go writes it, with import paths. */
export function typeText(type: GoType): string {
  switch (type.kind) {
    case 'basic':
      return type.name;
    case 'named':
      return type.home === '' ? type.name : `${type.home}.${type.name}`;
    case 'pointer':
      return `*${typeText(type.element)}`;
    case 'slice':
    case 'array':
    case 'variadic':
      return `[]${typeText(type.element)}`;
    case 'map':
      return `map[${typeText(type.key)}]${typeText(type.element)}`;
    case 'channel':
      return `chan ${typeText(type.element)}`;
    case 'function':
      return `func(${type.parameters.map(typeText).join(', ')}) (${type.results.map(typeText).join(', ')})`;
    case 'struct':
    case 'interface':
      return `${type.kind}{…}`;
    default:
      return 'of a type that cannot be told';
  }
}
