import { targetOf } from '../call-target.js';
import { type FunctionForm, partsOf, type Value, withLiterals } from '../form.js';
import { operationsOf } from '../form-values.js';
import { viewOf } from '../go-package.js';
import type { Field, GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { formOf, memberOf, underlying } from '../type-of.js';
import type { Wrap } from './held.js';
import { type Release, releasesByFunction, releasesInField } from './release.js';

/** Methods of a type of the module that give back what stands in its field, directly or through another of its methods. */
export function releasesOfWrapper(
  program: Program,
  wrap: Wrap,
  release: readonly string[],
  form: FunctionForm,
): string[] {
  const named = wrap.type.kind === 'pointer' ? wrap.type.element : wrap.type;
  if (named.kind !== 'named') return [];
  const field = fieldOf(program, named, wrap.field);
  if (!field) return [];
  const methods = program.packageAt(named.home)?.methods(named.name, viewOf(form.file)) ?? [];
  const forms = methods.flatMap((each) => formOf(program, each) ?? []);
  const found = new Set(field.embedded ? release : []);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const each of forms) {
      if (
        callsOnField(each, field.name, release) ||
        handsField(program, each, field.name, release) ||
        callsOnReceiver(each, found)
      )
        found.add(each.name.replace(/^.*\./, ''));
    }
  }
  if (found.size === 0) return [];
  // Who sees the field may do it there too: `w.field.Close()`.
  return [...found, ...releasesInField(field.name, release)];
}

function fieldOf(program: Program, named: GoType, field: string | number): Field | undefined {
  const shape = underlying(program, named);
  if (shape.kind !== 'struct') return undefined;
  return typeof field === 'number' ? shape.fields[field] : shape.fields.find((each) => each.name === field);
}

/** An interface may not have all methods of what stands behind it. */
export function callable(program: Program, type: GoType | undefined, release: readonly string[]): string[] {
  const shape = type && underlying(program, type);
  return type && shape?.kind === 'interface' ? release.filter((each) => memberOf(program, type, each)) : [...release];
}

/** `w.field.Close()`, `w.field.Body.Close()`, `w.field()` */
function callsOnField(form: FunctionForm, field: string, release: readonly Release[]): boolean {
  const wanted = releasesInField(field, release);
  return someCall(form, (callee) => {
    const path = pathFromReceiver(form, callee);
    return path !== undefined && wanted.includes(path);
  });
}

/** `unix.Close(w.fd)`, `unix.Close(int(w.fd))` */
function handsField(program: Program, form: FunctionForm, field: string, release: readonly Release[]): boolean {
  return withLiterals(form)
    .flatMap(operationsOf)
    .some((each) => {
      if (
        each.op !== 'call' ||
        !each.call.arguments.some((value) => pathFromReceiver(form, converted(value)) === field)
      )
        return false;
      const target = targetOf(program, each.call);
      return target.kind === 'function' && releasesByFunction(release, `${target.home}.${target.name}`);
    });
}

/** What `int(fd)` is made of. */
function converted(value: Value): Value {
  if (value.kind === 'converted') return converted(value.of);
  const origin = value.kind === 'variable' && value.variable.kind === 'temporary' ? value.variable.origin : undefined;
  const [only, ...more] = origin?.from === 'call' ? origin.call.arguments : [];
  const isConversion = origin?.from === 'call' && origin.call.callee.kind === 'name' && more.length === 0;
  return only && isConversion && /^u?int(8|16|32|64|ptr)?$/.test(origin.call.text) ? only : value;
}

function callsOnReceiver(form: FunctionForm, methods: ReadonlySet<string>): boolean {
  return someCall(form, (callee) => methods.has(pathFromReceiver(form, callee) ?? ''));
}

function pathFromReceiver(form: FunctionForm, value: Value): string | undefined {
  if (value.kind !== 'member') return undefined;
  if (value.of.kind === 'variable') return value.of.variable === form.receiver ? value.name : undefined;
  const of = pathFromReceiver(form, value.of);
  return of === undefined ? undefined : `${of}.${value.name}`;
}

function someCall(form: FunctionForm, test: (callee: Value & { kind: 'member' }) => boolean): boolean {
  return withLiterals(form).some((each) =>
    each.blocks.some((block) =>
      block.operations.some((operation) => {
        if (operation.op !== 'call') return false;
        const values = [operation.call.callee, ...operation.call.arguments.flatMap(partsOf)];
        return values.some((value) => value.kind === 'member' && test(value));
      }),
    ),
  );
}
