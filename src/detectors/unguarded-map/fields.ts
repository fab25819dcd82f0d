import type { Block, FunctionForm, Operation, Place, Value } from '../../go/form.js';
import { partsOf, withLiterals } from '../../go/form.js';
import { valuesOf } from '../../go/form-values.js';
import type { GoType } from '../../go/go-type.js';
import { packageDirectives } from '../../go/package-directives.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import { lockFieldOf } from './elsewhere.js';

/** A use of a field that is no map. */
export interface FieldUse {
  field: string;
  /** What has the field, as it is written: `s`. */
  holder: Value;
  /** `atomic`: by a function of sync/atomic. `address`: its address is taken, after which nobody can tell. */
  how: 'read' | 'write' | 'atomic' | 'address';
  /** `grown`: made of what was there, `n++`. */
  grown: boolean;
  /** Of a slice: `elements` are set, while its header stays, or only its `length` is asked for. */
  of?: 'elements' | 'length';
  form: FunctionForm;
  at: Operation | Block;
  place: Place;
}

/** Uses of fields of what `isHolder` says, in a form and its literals. */
export function fieldUsesIn(form: FunctionForm, isHolder: (value: Value, field: string) => boolean): FieldUse[] {
  return withLiterals(form).flatMap((each) =>
    each.blocks.flatMap((block) => {
      const [when] = block.next.flatMap((edge) => edge.when ?? []);
      const asked = when ? reads(when.value, { form: each, at: block, place: when.place }, isHolder) : [];
      return [...block.operations.flatMap((operation) => ofOperation(each, operation, isHolder)), ...asked];
    }),
  );
}

type Where = Pick<FieldUse, 'form' | 'at' | 'place'>;
type IsHolder = (value: Value, field: string) => boolean;

function ofOperation(form: FunctionForm, operation: Operation, isHolder: IsHolder): FieldUse[] {
  const where = { form, at: operation, place: operation.place };
  if (operation.op === 'assign') {
    const { target, value } = operation;
    const written = writtenField(target, isHolder);
    const read = reads(value, where, isHolder);
    if (!written) return [...reads(target, where, isHolder), ...read];
    const grown = read.some((each) => each.field === written.field) || isAppend(value);
    const index = target.kind === 'element' && target.index ? reads(target.index, where, isHolder) : [];
    return [
      { ...written, how: 'write', grown, ...(target.kind === 'element' ? { of: 'elements' as const } : {}), ...where },
      ...index,
      ...read.filter((each) => each.field !== written.field),
    ];
  }
  if (operation.op !== 'call') return valuesOf(operation).flatMap((value) => reads(value, where, isHolder));
  const { callee, arguments: given } = operation.call;
  const isLength = callee.kind === 'name' && (callee.name === 'len' || callee.name === 'cap');
  const isAtomic = callee.kind === 'imported' && callee.path === 'sync/atomic';
  return [
    // A method of the holder, or a function in a field of it.
    ...(callee.kind === 'member' && !isHolder(callee.of, callee.name) ? reads(callee.of, where, isHolder) : []),
    ...given.flatMap((each) =>
      reads(each, where, isHolder).map(
        (use): FieldUse =>
          isLength ? { of: 'length', ...use } : isAtomic && use.how === 'address' ? { ...use, how: 'atomic' } : use,
      ),
    ),
  ];
}

function isAppend(value: Value): boolean {
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  return origin?.from === 'call' && origin.call.callee.kind === 'name' && origin.call.callee.name === 'append';
}

/** `s.open = …`, `s.list[i] = …`; what hangs on a field may be another thing. */
function writtenField(target: Value, isHolder: IsHolder): { field: string; holder: Value } | undefined {
  const member = target.kind === 'element' ? target.of : target;
  return member.kind === 'member' && isHolder(member.of, member.name)
    ? { field: member.name, holder: member.of }
    : undefined;
}

function reads(value: Value, where: Where, isHolder: IsHolder): FieldUse[] {
  const addresses = new Set(partsOf(value).flatMap((part) => (part.kind === 'pointer' ? [part.of] : [])));
  return partsOf(value).flatMap((part): FieldUse[] => {
    if (part.kind !== 'member' || !isHolder(part.of, part.name)) return [];
    const how = addresses.has(part) ? 'address' : 'read';
    return [{ field: part.name, holder: part.of, how, grown: false, ...where }];
  });
}

/** `home.Type` of the named type that a value is, or points to. */
export function namedOf(program: Program, value: Value): string | undefined {
  return nameOfType(typeOf(program, value));
}

export function nameOfType(type: GoType | undefined): string | undefined {
  const inner = type?.kind === 'pointer' ? type.element : type;
  return inner?.kind === 'named' ? `${inner.home}.${inner.name}` : undefined;
}

/** Fields whose value is one thing that is read and set as a whole; maps are looked at elsewhere, and the others keep order by themselves. */
function isPlain(program: Program, type: GoType): boolean {
  const inner = type.kind === 'pointer' ? type.element : type;
  if (inner.kind === 'named' && packageDirectives(program, inner.home).includes('safe')) return false;
  if (inner.kind === 'named' && /Mutex|Locker|Lock$|Once|WaitGroup/.test(inner.name)) return false;
  const { kind } = underlying(program, type);
  return !['map', 'channel', 'function', 'struct', 'array', 'tuple'].includes(kind);
}

/** Uses of fields of the receiver in a method and its literals. Which of them are plain is asked of those that matter, since it may take other packages. */
export function usesOfReceiver(program: Program, form: FunctionForm, owner: string): readonly FieldUse[] {
  return program.onceFor(form, 'fields of the receiver', () => {
    const fields = fieldsOf(program, form, owner);
    if (fields.size === 0) return [];
    return fieldUsesIn(
      form,
      (of, field) => of.kind === 'variable' && of.variable === form.receiver && fields.has(field),
    );
  });
}

function fieldsOf(program: Program, form: FunctionForm, owner: string): ReadonlyMap<string, GoType> {
  return program.once(`fields of ${owner}`, () => {
    const type = form.receiver?.type;
    const shape = type && underlying(program, type.kind === 'pointer' ? type.element : type);
    if (shape?.kind !== 'struct') return new Map();
    return new Map(shape.fields.flatMap(({ name, type: each, embedded }) => (embedded ? [] : [[name, each] as const])));
  });
}

/** A plain field of the receiver's struct, when it has a lock; of one without a field that is counted or collected in. */
export function isPlainField(program: Program, form: FunctionForm, owner: string, field: string): boolean {
  const type = fieldsOf(program, form, owner).get(field);
  if (!type) return false;
  return program.once(`plain ${owner}.${field}`, () =>
    lockFieldOf(program, { owner, name: '' }) === undefined ? mayGrow(program, type) : isPlain(program, type),
  );
}

function mayGrow(program: Program, type: GoType): boolean {
  return type.kind === 'basic' ? !/string|bool/.test(type.name) : underlying(program, type).kind === 'slice';
}
