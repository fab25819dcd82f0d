import { calleeForm } from '../../go/callee-form.js';
import { type Operation, type Value, type Variable, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { type Access, storeOf } from './accesses.js';

/**
 *     addTo(s.names, name, ip)
 *
 *     func addTo(names map[string][]net.IP, name string, ip net.IP) {
 *         names[name] = append(names[name], ip)      writes what it is handed
 *     }
 *
 * False where the code is not known, or hands the map on.
 */
export function writesHandedMap(program: Program, { at, store }: Access): boolean {
  if (!('op' in at) || at.op !== 'call') return false;
  const form = calleeForm(program, at.call);
  if (!form) return false;
  const handed = at.call.arguments.flatMap((each, index) => {
    const map = each.kind === 'element' ? each.of : each;
    return storeOf(program, map)?.key === store.key ? (form.parameters[index] ?? []) : [];
  });
  const operations = withLiterals(form).flatMap(operationsOf);
  return handed.some((parameter) => operations.some((each) => writes(each, parameter)));
}

function writes(operation: Operation, map: Variable): boolean {
  const isIt = (value: Value | undefined) => value?.kind === 'variable' && value.variable === map;
  if (operation.op === 'assign') return operation.target.kind === 'element' && isIt(operation.target.of);
  if (operation.op !== 'call' || operation.call.callee.kind !== 'name') return false;
  return ['delete', 'clear'].includes(operation.call.callee.name) && isIt(operation.call.arguments[0]);
}
