import { channelOf } from '../../go/channels/channel.js';
import { placeKey, rootOf } from '../../go/flow/expression-key.js';
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
import type { Program } from '../../go/program.js';
import { isBuiltin, typeOf, underlying } from '../../go/type-of.js';

/** A map that outlives a call: a field, told by the type that has it, or a package variable. */
export interface Store {
  key: string;
  /** As it is written. */
  name: string;
  /** The word to search the package for. */
  word: string;
  /** `home.Type` of a field. */
  owner: string | undefined;
}

export interface Access {
  store: Store;
  how: 'write' | 'read';
  /** `replace`: the variable is set to another map. `passed`: to a library that walks it. `handed`: a function of the package is given the map and may write it. */
  what: 'element' | 'delete' | 'range' | 'replace' | 'length' | 'passed' | 'handed';
  /** Of a map that is an element of the store. */
  inner: boolean;
  form: FunctionForm;
  /** The operation, or the block at whose end a condition reads. */
  at: Operation | Block;
  place: Place;
  root: Variable | undefined;
}

export function accessesIn(program: Program, form: FunctionForm): Access[] {
  return withLiterals(form).flatMap((each) =>
    program.once(`maps ${each.file.path}:${each.place.line}:${each.name}`, () =>
      each.blocks.flatMap((block) => [
        ...block.operations.flatMap((operation) => ofOperation(program, each, operation)),
        ...ofConditions(program, each, block),
      ]),
    ),
  );
}

type Add = (value: Value, how: Access['how'], what: Access['what']) => void;

function adder(program: Program, where: Pick<Access, 'form' | 'at' | 'place'>, found: Access[]): Add {
  return (value, how, what) => {
    const inner = value.kind === 'element';
    const container = inner ? value.of : value;
    const store = storeOf(program, container);
    if (!store || (inner && !isMap(program, value))) return;
    found.push({ store, how, what, inner, ...where, root: rootOf(container) });
  };
}

/** `if s.known[name] {`, `for s.left[name] > 0 {`: both ways out of a block test the same. */
function ofConditions(program: Program, form: FunctionForm, block: Block): Access[] {
  const [when] = block.next.flatMap((edge) => edge.when ?? []);
  if (!when) return [];
  const found: Access[] = [];
  reads(when.value, adder(program, { form, at: block, place: when.place }, found));
  return found;
}

function ofOperation(program: Program, form: FunctionForm, operation: Operation): Access[] {
  const found: Access[] = [];
  const add = adder(program, { form, at: operation, place: operation.place }, found);
  if (operation.op === 'assign') {
    const { target } = operation;
    if (target.kind === 'element') add(target.of, 'write', 'element');
    else if (target.kind === 'member' || target.kind === 'name') add(target, 'write', 'replace');
    if (target.kind === 'member') reads(target, add);
    reads(operation.value, add);
    return found;
  }
  if (operation.op === 'range') add(operation.over, 'read', 'range');
  if (operation.op === 'call') {
    const { callee, arguments: given } = operation.call;
    const [first] = given;
    const builtin = callee.kind === 'name' ? callee.name : '';
    const changes =
      builtin === 'delete' ||
      builtin === 'clear' ||
      (callee.kind === 'imported' && callee.path === 'maps' && /^(Copy|DeleteFunc)$/.test(callee.name));
    if (first && changes) add(first, 'write', 'delete');
    if (first && builtin === 'len') add(first, 'read', 'length');
    if (callee.kind === 'name' && !isBuiltin(builtin)) for (const each of given) add(each, 'read', 'handed');
    if (walks(callee)) for (const each of given) add(each, 'read', 'passed');
    if (callee.kind === 'imported' && callee.path === 'maps' && /^(Clone|Keys|Values|All)$/.test(callee.name) && first)
      add(first, 'read', 'range');
  }
  for (const value of valuesOf(operation)) reads(value, add);
  return found;
}

/** Functions of the standard library that walk the maps they are handed: `json.Marshal(s.known)`, `encoder.Encode(s.known)`. */
function walks(callee: Value): boolean {
  if (callee.kind === 'imported')
    return /^(encoding\/.*|fmt|reflect)$/.test(callee.path) && !/^Unmarshal/.test(callee.name);
  return callee.kind === 'member' && callee.name === 'Encode';
}

function reads(value: Value, add: Add): void {
  for (const part of partsOf(value)) {
    if (part.kind !== 'element') continue;
    add(part.of, 'read', 'element');
    if (part.index) reads(part.index, add);
  }
}

function isMap(program: Program, value: Value): boolean {
  return underlying(program, typeOf(program, value)).kind === 'map';
}

/** Undefined for local maps, elements, results of calls, and what is no map. */
export function storeOf(program: Program, value: Value): Store | undefined {
  if (!mayBeStore(value)) return undefined;
  if (!isMap(program, value)) return undefined;
  const channel = channelOf(program, value);
  if (!channel || channel.kind === 'variable') return undefined;
  const owner = channel.kind === 'field' ? `${channel.home}.${channel.type}` : undefined;
  return { key: channel.key, name: channel.name, word: channel.field ?? channel.name, owner };
}

function mayBeStore(value: Value): boolean {
  if (value.kind === 'member') return true;
  if (value.kind === 'name') return !/^(nil|true|false|iota)$/.test(value.name);
  if (value.kind !== 'variable') return false;
  const { origin } = value.variable;
  return origin?.from === 'value' && origin.value.kind === 'member' && !isTakenOut(value.variable);
}

/**
 *     all := s.known
 *     s.known = map[string]bool{}     from here on nobody else comes to `all`
 */
export function isTakenOut({ owner, origin }: Variable): boolean {
  const key = origin?.from === 'value' ? placeKey(origin.value) : undefined;
  const operations = key === undefined ? [] : operationsOf(owner);
  const from = operations.findIndex((each) => each.op === 'assign' && placeKey(each.value) === key);
  if (from < 0) return false;
  const after = operations.slice(from);
  const to = after.findIndex(
    (each) => each.op === 'assign' && each.target.kind === 'member' && placeKey(each.target) === key,
  );
  return (
    to >= 0 &&
    !after.slice(0, to).some((each) => each.op === 'call' && each.when === 'now' && /unlock$/i.test(each.call.text))
  );
}
