import { calleeForm } from '../callee-form.js';
import { strandOf } from '../channels/strand.js';
import { type FunctionForm, type Operation, withLiterals } from '../form.js';
import { operationsOf } from '../form-values.js';
import { viewOf } from '../go-package.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { formOf } from '../type-of.js';

/** A declared function that runs another one, and the operation of its own body (not of a literal in it) by which it comes to that. */
export interface Runner {
  form: FunctionForm;
  operation: Operation;
}

/** Functions of the same package that run a declared function, directly or through at most `depth - 1` others. Calls of interfaces are not seen. */
export function runnersOf(program: Program, target: FunctionForm, depth: number): Runner[] {
  const found: Runner[] = [];
  const seen = new Set([target]);
  let level = [target];
  for (let left = depth; left > 0 && level.length > 0; left--) {
    const callers = level.flatMap((each) => directRunners(program, each));
    found.push(...callers);
    level = [...new Set(callers.map(({ form }) => form))].filter((form) => !seen.has(form));
    for (const form of level) seen.add(form);
  }
  if (level.length > 0) meetLimit(target, `a chain of more than ${depth} callers`);
  return found;
}

function directRunners(program: Program, target: FunctionForm): Runner[] {
  const home = program.packageOf(target.file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  return program.once(`runners ${target.file.path}:${target.place.line}:${target.name}`, () => {
    const name = target.declaration.replace(/^.*\./, '');
    const forms = home.mentioning(name, viewOf(target.file)).flatMap((each) => formOf(program, each) ?? []);
    return forms.flatMap((form) =>
      withLiterals(form).flatMap((inner) =>
        operationsOf(inner).flatMap((operation) => {
          if (operation.op !== 'call' || !isNamed(operation, name)) return [];
          const outermost =
            calleeForm(program, operation.call) === target && outermostOperation(program, inner, operation);
          return outermost ? [{ form, operation: outermost }] : [];
        }),
      ),
    );
  });
}

function isNamed({ call: { callee } }: Operation & { op: 'call' }, name: string): boolean {
  return (callee.kind === 'name' || callee.kind === 'member') && callee.name === name;
}

/** The operation of the declared function that runs, defers or starts the literal in which an operation stands. Undefined when that is not known. */
export function outermostOperation(program: Program, form: FunctionForm, operation: Operation): Operation | undefined {
  if (!form.outer) return operation;
  const strand = strandOf(program, form);
  return strand && strand.how !== 'unknown' ? outermostOperation(program, strand.outer, strand.operation) : undefined;
}

export function outermostForm(form: FunctionForm): FunctionForm {
  return form.outer ? outermostForm(form.outer) : form;
}
