import { type FunctionForm, partsOf, type Value, withLiterals } from './form.js';
import { operationsOf, valuesOf } from './form-values.js';
import type { GoFile } from './go-file.js';
import type { GoPackage } from './go-package.js';
import { type GoType, unknown } from './go-type.js';
import type { Program } from './program.js';
import { formOf, typeDeclaration, typeOf, underlying } from './type-of.js';

/** A field of a struct, by the type that declares it. */
export interface FieldOf {
  holder: GoType & { kind: 'named' };
  name: string;
}

/** Undefined for what is no field, and for a field of something embedded. */
export function fieldOf(program: Program, { of, name }: Value & { kind: 'member' }): FieldOf | undefined {
  const type = typeOf(program, of);
  const holder = type.kind === 'pointer' ? type.element : type;
  if (holder.kind !== 'named') return undefined;
  const shape = underlying(program, holder);
  return shape.kind === 'struct' && shape.fields.some((each) => each.name === name) ? { holder, name } : undefined;
}

/** Nobody outside of the package can say this name. https://go.dev/ref/spec#Exported_identifiers */
export function staysInside(name: string, { packageName }: GoFile): boolean {
  return packageName === 'main' || !/^\p{Lu}/u.test(name);
}

/**
 * All values that a package sets one of its fields to: `s.store = x`, `&Server{store: x}`, `Server{x}`. Undefined when something else may set it:
 * another package, what has a pointer to the field, code whose types are not known. `isFew` is asked before any code is lowered.
 */
export function settingsOfField(
  program: Program,
  field: FieldOf,
  isFew: (functions: readonly unknown[]) => boolean,
): readonly Value[] | undefined {
  const { holder, name } = field;
  return program.once(`settings of ${holder.home}.${holder.name}.${name}`, () => {
    const declaration = typeDeclaration(program, holder);
    const home = program.packageAt(holder.home);
    if (!declaration || !home || declaration.file.isTest || !staysInside(name, declaration.file)) return undefined;
    const view = { tests: false, packageName: declaration.file.packageName };
    const literal = new RegExp(`\\b${holder.name}(\\[[^\\]]*\\])?\\{`);
    const makers = home
      .mentioning(holder.name, view)
      .filter(({ file, start, end }) => literal.test(file.text.slice(start, end)));
    const users = [...new Set([...home.mentioning(name, view), ...makers])];
    if (!isFew(users)) return undefined;
    const found: Value[] = [];
    for (const each of users) {
      const form = formOf(program, each);
      if (!form || !collect(program, form, field, found)) return undefined;
    }
    return found;
  });
}

/** False when a form may set the field in a way that is not seen. */
function collect(program: Program, form: FunctionForm, field: FieldOf, found: Value[]): boolean {
  for (const operation of withLiterals(form).flatMap(operationsOf)) {
    if (operation.op === 'assign' && operation.target.kind === 'member' && operation.target.name === field.name) {
      const set = fieldOf(program, operation.target);
      if (!set) return false;
      if (isType(set.holder, field.holder)) found.push(operation.value);
    }
    if (!valuesOf(operation).every((each) => collectIn(program, each, unknown, field, found))) return false;
  }
  return true;
}

/** `hint`: the type of a literal that leaves its own out, `{x}` in `[]Server{{x}}`. */
function collectIn(program: Program, value: Value, hint: GoType, field: FieldOf, found: Value[]): boolean {
  const inner = (each: Value, type: GoType = unknown) => collectIn(program, each, type, field, found);
  if (value.kind === 'pointer' && value.of.kind === 'member' && value.of.name === field.name) {
    const pointed = fieldOf(program, value.of);
    return pointed !== undefined && !isType(pointed.holder, field.holder);
  }
  if (value.kind === 'mixed') return value.of.every((each) => inner(each));
  if (value.kind !== 'composite') return !('of' in value) || inner(value.of);
  const type = value.type.kind === 'unknown' ? (hint.kind === 'pointer' ? hint.element : hint) : value.type;
  if (type.kind === 'unknown' && value.parts.some((each) => each.name === field.name)) return false;
  const shape = underlying(program, type);
  const isHolder = type.kind === 'named' && isType(type, field.holder);
  return value.parts.every(({ name, value: part }, index) => {
    if (shape.kind !== 'struct') return inner(part, 'element' in shape ? shape.element : unknown);
    const set = name === '' ? shape.fields[index] : shape.fields.find((each) => each.name === name);
    if (isHolder && set?.name === field.name) found.push(part);
    return inner(part, set?.type);
  });
}

function isType(a: GoType & { kind: 'named' }, b: GoType & { kind: 'named' }): boolean {
  return a.home === b.home && a.name === b.name;
}

/** The same for a variable of a package. */
export function settingsOfVariable(
  program: Program,
  home: GoPackage,
  { name, file }: { name: string; file: GoFile },
  isFew: (functions: readonly unknown[]) => boolean,
): readonly Value[] | undefined {
  return program.onceFor(home, `settings of ${name} in ${file.packageName}`, () => {
    const users = home.mentioning(name, { tests: false, packageName: file.packageName });
    if (!isFew(users)) return undefined;
    const isIt = (value: Value) => value.kind === 'name' && value.name === name;
    const found: Value[] = [];
    for (const each of users) {
      const form = formOf(program, each);
      const operations = form && withLiterals(form).flatMap(operationsOf);
      const parts = operations?.flatMap(valuesOf).flatMap(partsOf);
      if (!operations || parts?.some((part) => part.kind === 'pointer' && isIt(part.of))) return undefined;
      found.push(...operations.flatMap((one) => (one.op === 'assign' && isIt(one.target) ? [one.value] : [])));
    }
    return found;
  });
}
