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

const handlerParts = /^(Add|Update|Delete)Func$/;
const handlerMethods = /\.On(Add|Update|Delete)$/;
/** `c.subnetsLister.Get`, `lister.Pods(ns).Get`, `c.podLister.Pods(ns).List` */
const fromLister = /(^|\.|\b)\w*[lL]ister(\(\))?(\.\w+\([^()]*\))?\.(Get|List)$/;

/**
 *     func (c *Controller) onUpdate(_, obj any) {
 *         subnet := obj.(*Subnet)
 *         subnet.Annotations["last"] = …     a map of the informer's cache, which every lister hands out
 */
export function informerObjects(program: Program, form: FunctionForm): Sighting[] {
  if (!program.requires('k8s.io/client-go')) return [];
  const seen = new Set<Variable>();
  return withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation): Sighting[] => {
      const written = mapWritten(program, operation);
      const root = written && rootOf(written);
      if (written?.kind !== 'member' || !root || seen.has(root)) return [];
      const source = sourceOf(program, form, each, root);
      if (source === undefined || isCopied(form, root)) return [];
      seen.add(root);
      return [
        {
          verdict: 'defect',
          confidence: 'likely',
          key: `${root.name}.${written.name} of informer`,
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

export function mapWritten(program: Program, operation: Operation): Value | undefined {
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
  return kind === 'map' || (kind === 'unknown' && /^(Annotations|Labels)$/.test(named.name)) ? named : undefined;
}

/** Where the object comes from the informer's cache. */
function sourceOf(program: Program, form: FunctionForm, at: FunctionForm, root: Variable): Place | undefined {
  const { origin } = root;
  if (origin?.from === 'range') {
    const list = rootOf(origin.over);
    const listed = origin.part === 'second' && list ? callBehind(list) : undefined;
    return listed && fromLister.test(listed) ? placeOf(form, list) : undefined;
  }
  const call = callBehind(root);
  if (call !== undefined) return fromLister.test(call) ? placeOf(form, root) : undefined;
  if (origin?.from !== 'value' || origin.value.kind !== 'converted') return undefined;
  const { of } = origin.value;
  if (of.kind !== 'variable' || of.variable.kind !== 'parameter' || !isAny(of.variable.type)) return undefined;
  return isHandler(program, form, at, of.variable) ? placeOf(form, root) : undefined;
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

function isHandler(program: Program, form: FunctionForm, at: FunctionForm, parameter: Variable): boolean {
  if (parameter.owner !== form)
    return operationsOf(form).some((operation) =>
      valuesOf(operation)
        .flatMap(partsOf)
        .some(
          (value) =>
            value.kind === 'composite' &&
            value.parts.some(
              ({ name, value: part }) => handlerParts.test(name) && part.kind === 'literal' && part.form === at,
            ),
        ),
    );
  if (handlerMethods.test(form.declaration)) return true;
  return (callersOf(program, form) ?? []).some((each) => handlerParts.test(each.part));
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
