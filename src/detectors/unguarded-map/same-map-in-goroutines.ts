import { strandOf } from '../../go/channels/strand.js';
import { guardsAt } from '../../go/concurrency/guards.js';
import { loopsAround } from '../../go/flow/loops.js';
import {
  type Block,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
} from '../../go/form.js';
import { operationsOf, valuesOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';

/**
 *     found := map[string]int{}
 *     for _, each := range all {
 *         go func() {
 *             found[each] = count(each)     several goroutines write the same map
 *         }()
 *     }
 */
export function sameMapInGoroutines(program: Program, form: FunctionForm): Sighting[] {
  const { outer } = form;
  const strand = outer && strandOf(program, form);
  if (!outer || strand?.how !== 'goroutine') return [];
  const start = outer.blocks.find((block) => block.operations.includes(strand.operation));
  if (!start || !runsTogether(outer, start, strand.operation) || locksByChannel(form)) return [];
  const seen = new Set<Variable>();
  return operationsOf(form).flatMap((operation): Sighting[] => {
    const variable = writtenIn(program, operation);
    if (!variable || variable.owner === form || seen.has(variable)) return [];
    if (guardsAt(program, form, operation).size > 0) return [];
    if (!isOutsideLoop(outer, start, variable)) return [];
    seen.add(variable);
    return [sightingOf(form, variable, operation.place, strand.operation.place)];
  });
}

function sightingOf(form: FunctionForm, variable: Variable, at: Place, start: Place): Sighting {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `${variable.name} goroutines`,
    at,
    clues: [
      { role: 'access', place: at },
      { role: 'root', place: start },
    ],
    names: {
      map: variable.name,
      function: form.declaration,
      access: 'write',
      lock: 'sync.Mutex',
      root: 'go',
    },
  };
}

/** `m[k] = v`, `delete(m, k)`, `s = append(s, v)` */
function writtenIn(program: Program, operation: Operation): Variable | undefined {
  if (operation.op === 'assign') {
    const { target, value } = operation;
    if (target.kind === 'element' && target.of.kind === 'variable') return ifMap(program, target.of);
    return target.kind === 'variable' && appendsTo(value, target.variable) ? target.variable : undefined;
  }
  const [first] =
    operation.op === 'call' && operation.call.callee.kind === 'name' && operation.call.callee.name === 'delete'
      ? operation.call.arguments
      : [];
  return first?.kind === 'variable' ? ifMap(program, first) : undefined;
}

function ifMap(program: Program, value: Value & { kind: 'variable' }): Variable | undefined {
  return underlying(program, typeOf(program, value)).kind === 'map' ? value.variable : undefined;
}

function appendsTo(value: Value, variable: Variable): boolean {
  const origin = value.kind === 'variable' ? value.variable.origin : undefined;
  if (origin?.from !== 'call' || origin.call.callee.kind !== 'name' || origin.call.callee.name !== 'append')
    return false;
  const [first] = origin.call.arguments;
  return first?.kind === 'variable' && first.variable === variable;
}

/** Started in a loop that does not wait for it before the next round. */
function runsTogether(outer: FunctionForm, start: Block, starts: Operation): boolean {
  const loops = loopsAround(outer, start);
  if (loops.length === 0) return false;
  const limited = operationsOf(outer).some(
    (each) =>
      each.op === 'call' &&
      /\.SetLimit$/.test(each.call.text) &&
      each.call.arguments[0]?.kind === 'constant' &&
      each.call.arguments[0].text === '1',
  );
  return (
    !limited &&
    loops.some(
      (loop) => ![...loop.blocks].some((block) => block.operations.some((each) => each !== starts && isWait(each))),
    )
  );
}

function isWait(operation: Operation): boolean {
  if (operation.op === 'receive') return operation.select === undefined;
  return (
    operation.op === 'call' && operation.when === 'now' && /(wait|join|acquire|lock)\w*$/i.test(operation.call.text)
  );
}

/** A variable of one round of the loop belongs to one goroutine. */
function isOutsideLoop(outer: FunctionForm, start: Block, variable: Variable): boolean {
  if (variable.owner !== outer) return variable.kind !== 'temporary';
  if (variable.kind !== 'local') return true;
  const declared = outer.blocks.find((block) =>
    block.operations.some(
      (each) => each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable,
    ),
  );
  return declared !== undefined && loopsAround(outer, start).some((loop) => !loop.blocks.has(declared));
}

/** `sem <- struct{}{}` … `<-sem` in the goroutine itself: with room for one it is a lock. */
function locksByChannel(form: FunctionForm): boolean {
  const operations = operationsOf(form);
  const keys = (op: 'send' | 'receive') =>
    operations.flatMap((each) => (each.op === op ? partsOf(each.channel).flatMap(nameOf) : []));
  const received = [
    ...keys('receive'),
    ...form.literals.flatMap((each) =>
      operationsOf(each).flatMap((one) => (one.op === 'receive' ? valuesOf(one).flatMap(nameOf) : [])),
    ),
  ];
  return keys('send').some((each) => received.includes(each));
}

function nameOf(value: Value): string[] {
  if (value.kind === 'variable') return [value.variable.name];
  return value.kind === 'member' || value.kind === 'name' ? [value.name] : [];
}
