import { guardsAt } from '../../go/concurrency/guards.js';
import type { FunctionForm, Operation, Value, Variable } from '../../go/form.js';
import { partsOf, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { formOf, typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';
import { runsBeforeSharing } from './before-sharing.js';
import { namedOf, nameOfType } from './fields.js';
import { lockBeside } from './names.js';

/**
 *     s.mu.Lock()
 *     list := s.list             the header; the elements stay where others write them
 *     s.mu.Unlock()
 *     for _, each := range list {
 *
 * Told only where another function writes elements in place: `s.list[i] = v`, `s.list = append(s.list[:i], s.list[i+1:]...)`.
 */
export function copiedSlices(program: Program, form: FunctionForm): Sighting[] {
  const owner = nameOfType(form.receiver?.type);
  if (owner === undefined || form.outer) return [];
  return operationsOf(form).flatMap((operation): Sighting[] => {
    const copy = copyOf(program, form, operation);
    const guard = copy && [...guardsAt(program, form, operation).values()].find(({ owners }) => owners.includes(owner));
    if (!copy || !guard) return [];
    const use = operationsOf(form).find(
      (each) => usesElements(each, copy.variable) && guardsAt(program, form, each).size === 0,
    );
    const written = use && writtenInPlace(program, form, { owner, field: copy.field });
    if (!written) return [];
    const name = `${form.receiver?.name ?? ''}.${copy.field}`;
    const store = { key: `${owner}.${copy.field}`, name, word: copy.field, owner };
    return [
      {
        verdict: 'defect',
        confidence: 'likely',
        key: `${store.key} header`,
        at: use.place,
        clues: [
          { role: 'walked', place: use.place },
          { role: 'header', place: operation.place },
          { role: 'elsewhereWritten', place: written.place },
        ],
        names: {
          map: name,
          function: form.declaration,
          access: 'read',
          lock: lockBeside(store, guard.key),
          root: form.declaration,
        },
      },
    ];
  });
}

/** `list := s.list`, set once. */
function copyOf(
  program: Program,
  form: FunctionForm,
  operation: Operation,
): { variable: Variable; field: string } | undefined {
  if (operation.op !== 'assign' || operation.target.kind !== 'variable') return undefined;
  const { target, value } = operation;
  if (value.kind !== 'member' || value.of.kind !== 'variable' || value.of.variable !== form.receiver) return undefined;
  if (underlying(program, typeOf(program, value)).kind !== 'slice') return undefined;
  const sets = operationsOf(form).filter((each) => each.op === 'assign' && isVariable(each.target, target.variable));
  return sets.length === 1 ? { variable: target.variable, field: value.name } : undefined;
}

function isVariable(value: Value, variable: Variable): boolean {
  return value.kind === 'variable' && value.variable === variable;
}

function usesElements(operation: Operation, variable: Variable): boolean {
  return operation.op === 'range' && isVariable(operation.over, variable);
}

/** Another function of the package that changes the elements where they are, under a lock. */
function writtenInPlace(
  program: Program,
  form: FunctionForm,
  { owner, field }: { owner: string; field: string },
): Operation | undefined {
  const home = program.packageOf(form.file);
  if (!home.complete) return undefined;
  const inPlace = new RegExp(`\\.${field}\\[[^\\]\\n]*\\]\\s*=[^=]|append\\([\\w.]+\\.${field}\\[`);
  for (const each of home.mentioning(field, { tests: false })) {
    if (each.kind === 'variable' || !inPlace.test(each.file.text.slice(each.start, each.end))) continue;
    const user = formOf(program, each);
    if (!user || user.declaration === form.declaration || runsBeforeSharing(user)) continue;
    const found = withLiterals(user)
      .flatMap(operationsOf)
      .find((one) => isInPlace(program, one, owner, field));
    if (found) return found;
  }
  return undefined;
}

function isInPlace(program: Program, operation: Operation, owner: string, field: string): boolean {
  const isField = (value: Value) =>
    value.kind === 'member' && value.name === field && namedOf(program, value.of) === owner;
  if (operation.op === 'assign') return operation.target.kind === 'element' && isField(operation.target.of);
  if (operation.op !== 'call' || operation.call.callee.kind !== 'name' || operation.call.callee.name !== 'append')
    return false;
  const [first] = operation.call.arguments;
  return first?.kind === 'mixed' && partsOf(first).some(isField);
}
