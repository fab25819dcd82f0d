import type { Call, Operation } from './form.js';

/**
 * Loggers and tests all call them so: https://pkg.go.dev/log#Fatal, https://pkg.go.dev/testing#T.FailNow. Taking one too many as such costs a finding,
 * not a false alarm.
 */
const fatal = /^(Fatal|Panic)(f|ln|w)?$|^(FailNow|SkipNow|Skip|Skipf)$/;

const imported = new Set(['os.Exit', 'runtime.Goexit', 'syscall.Exit']);

/** A call that does not return, as far as its name tells: the function, the goroutine or the process ends there. */
export function endsHere({ callee }: Call): boolean {
  if (callee.kind === 'name') return callee.name === 'panic';
  if (callee.kind === 'imported') return fatal.test(callee.name) || imported.has(`${callee.path}.${callee.name}`);
  return callee.kind === 'member' && fatal.test(callee.name);
}

/** An operation after which nothing follows. What it leaves blocked ends with the process, or with the test. */
export function isLast(operation: Operation): boolean {
  return operation.op === 'call' && operation.when === 'now' && endsHere(operation.call);
}
