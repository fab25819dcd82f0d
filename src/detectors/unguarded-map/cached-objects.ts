import { callersOf } from '../../go/concurrency/callers.js';
import { rootOf } from '../../go/flow/expression-key.js';
import {
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { GoType } from '../../go/go-type.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';
import { nameOf } from './before-sharing.js';

/** A cache that hands out its objects as they are: how code that uses it is told. */
export interface ObjectCache {
  module: string;
  callbacks: readonly string[];
  methods: readonly string[];
  readers: readonly string[];
  reads: readonly string[];
  maps: readonly string[];
}

/**
 *     func (c *Controller) onUpdate(_, obj any) {
 *         subnet := obj.(*Subnet)
 *         subnet.Annotations["last"] = …     a map of the cache, which hands it out to everybody
 */
export function cachedObjects(program: Program, form: FunctionForm, cache: ObjectCache): Sighting[] {
  if (!program.requires(cache.module)) return [];
  const seen = new Set<Variable>();
  return withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation): Sighting[] => {
      const written = mapWritten(program, operation, cache.maps);
      const root = written && rootOf(written);
      if (written?.kind !== 'member' || !root || seen.has(root)) return [];
      const source = sourceOf(program, form, each, root, cache);
      if (source === undefined || isCopied(form, root)) return [];
      seen.add(root);
      return [
        {
          verdict: 'defect',
          confidence: 'likely',
          key: `${root.name}.${written.name} of a cache`,
          at: operation.place,
          clues: [
            { role: 'write', place: operation.place },
            { role: 'source', place: source },
          ],
          names: {
            map: `${root.name}.${written.name}`,
            function: form.declaration,
            access: 'write',
            lock: '',
            root: root.name,
          },
        },
      ];
    }),
  );
}

/** `maps`: names of fields that are maps, where their type is not known. */
export function mapWritten(program: Program, operation: Operation, maps: readonly string[]): Value | undefined {
  const container =
    operation.op === 'assign' && operation.target.kind === 'element'
      ? operation.target.of
      : operation.op === 'call' && operation.call.callee.kind === 'name' && operation.call.callee.name === 'delete'
        ? operation.call.arguments[0]
        : undefined;
  const named =
    container?.kind === 'variable' && container.variable.origin?.from === 'value'
      ? container.variable.origin.value
      : container;
  if (named?.kind !== 'member') return undefined;
  const { kind } = underlying(program, typeOf(program, named));
  return kind === 'map' || (kind === 'unknown' && maps.includes(named.name)) ? named : undefined;
}

/** Where the object comes from the cache. */
function sourceOf(
  program: Program,
  form: FunctionForm,
  at: FunctionForm,
  root: Variable,
  cache: ObjectCache,
): Place | undefined {
  const isRead = (text: string | undefined) => text !== undefined && isReadOf(cache, text);
  const { origin } = root;
  if (origin?.from === 'range') {
    const list = rootOf(origin.over);
    const listed = origin.part === 'second' && list ? callBehind(list) : undefined;
    return isRead(listed) ? placeOf(form, list) : undefined;
  }
  const call = callBehind(root);
  if (call !== undefined) return isRead(call) ? placeOf(form, root) : undefined;
  if (origin?.from !== 'value' || origin.value.kind !== 'converted') return undefined;
  const { of } = origin.value;
  if (of.kind !== 'variable' || of.variable.kind !== 'parameter' || !isAny(of.variable.type)) return undefined;
  return isHandler(program, form, at, of.variable, cache) ? placeOf(form, root) : undefined;
}

/** `c.subnetsLister.Get`, `lister.Pods(ns).Get`, `c.podLister.Pods(ns).List` */
function isReadOf({ readers, reads }: ObjectCache, text: string): boolean {
  const named = readers.map((each) => `[${each[0]?.toLowerCase()}${each[0]?.toUpperCase()}]${each.slice(1)}`);
  return new RegExp(`\\w*(${named.join('|')})(\\(\\))?(\\.\\w+\\([^()]*\\))?\\.(${reads.join('|')})$`).test(text);
}

function callBehind(variable: Variable): string | undefined {
  const { origin } = variable;
  if (origin?.from === 'call') return origin.index === 0 ? origin.call.text : undefined;
  const value = origin?.from === 'value' ? origin.value : undefined;
  return value?.kind === 'variable' && value.variable.kind === 'temporary' ? callBehind(value.variable) : undefined;
}

function isAny(type: GoType | undefined): boolean {
  if (type?.kind === 'interface') return type.methods.size === 0 && type.embedded.length === 0;
  return type?.kind === 'named' && type.home === '' && type.name === 'any';
}

function isHandler(
  program: Program,
  form: FunctionForm,
  at: FunctionForm,
  parameter: Variable,
  { callbacks, methods }: ObjectCache,
): boolean {
  if (parameter.owner !== form)
    return operationsOf(form).some((operation) =>
      valuesOf(operation)
        .flatMap(partsOf)
        .some(
          (value) =>
            value.kind === 'composite' &&
            value.parts.some(
              ({ name, value: part }) => callbacks.includes(name) && part.kind === 'literal' && part.form === at,
            ),
        ),
    );
  if (form.receiver && methods.includes(nameOf(form))) return true;
  return (callersOf(program, form) ?? []).some((each) => callbacks.includes(each.part));
}

/** `pod = pod.DeepCopy()` somewhere: it may be the copy. */
function isCopied(form: FunctionForm, root: Variable): boolean {
  return withLiterals(form).some((each) =>
    operationsOf(each).some(
      (operation) =>
        operation.op === 'assign' &&
        operation.target.kind === 'variable' &&
        operation.target.variable === root &&
        isCopy(operation.value),
    ),
  );
}

export function isCopy(value: Value): boolean {
  const call = value.kind === 'variable' ? callBehind(value.variable) : undefined;
  return (call !== undefined && /Copy|Clone|clone/.test(call)) || (value.kind === 'converted' && isCopy(value.of));
}

function placeOf(form: FunctionForm, variable: Variable | undefined): Place {
  const set = withLiterals(form)
    .flatMap(operationsOf)
    .find((each) => each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable);
  return set?.place ?? form.place;
}
