import { calleeForm } from '../../go/callee-form.js';
import { goroutineOf } from '../../go/channels/strand.js';
import { type Caller, callersOf } from '../../go/concurrency/callers.js';
import { guardsAt } from '../../go/concurrency/guards.js';
import { rootAt } from '../../go/concurrency/roots.js';
import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Gap } from './flag-gap.js';

/**
 *     func (c *Conn) Close() {         anybody may call it
 *         if c.closed { … }
 *
 *     go func() {
 *         …
 *         c.Close()                    and so does a goroutine of the package
 *     }()
 *
 * Where it is seen that two goroutines come to a method whose flag has a gap. Nothing more has to be seen where it takes a lock: who wrote it
 * expects two callers. What only its own package calls may be called by one goroutine alone.
 */
export function enteredTogether(program: Program, form: FunctionForm, { kind }: Gap): readonly Place[] | undefined {
  if (!isExportedMethod(form)) return undefined;
  if (kind !== 'unlocked') return [];
  // Methods are told by name alone there; here it must be this one that is called.
  const callers = (callersOf(program, form) ?? []).filter(
    ({ operation }) => operation.op === 'call' && calleeForm(program, operation.call) === form,
  );
  if (callers.some((each) => guardsAt(program, each.form, each.operation).size > 0)) return undefined;
  const [started] = callers.flatMap((each) => startOf(program, each) ?? []);
  return started && [started];
}

/** Where the goroutine begins that calls it. */
function startOf(program: Program, { form, operation, part }: Caller): Place | undefined {
  if (part === 'go') return operation.place;
  const goroutine = goroutineOf(program, form);
  const root = rootAt(program, goroutine);
  if (root) return root.place;
  const starts = goroutine.outer ? [] : (callersOf(program, goroutine) ?? []);
  const isStarted = starts.length > 0 && starts.every((each) => each.part === 'go');
  return isStarted ? starts[0]?.operation.place : undefined;
}

export function isExportedMethod(form: FunctionForm): boolean {
  return form.receiver !== undefined && /\.\p{Lu}[^.]*$/u.test(form.declaration);
}
