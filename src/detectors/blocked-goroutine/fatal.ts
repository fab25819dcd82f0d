import type { Operation } from '../../go/form.js';

/** https://pkg.go.dev/log#Fatal, https://pkg.go.dev/testing#T.FailNow; loggers and tests all call them so. */
const fatal = /^(Fatal|Panic)(f|ln|w)?$|^(FailNow|SkipNow|Skip|Skipf)$/;

const imported = new Set(['os.Exit', 'runtime.Goexit', 'syscall.Exit']);

/** Calls after which nothing follows. What they leave blocked ends with the process, or with the test. */
export function isFatal(operation: Operation): boolean {
  if (operation.op !== 'call' || operation.when !== 'now') return false;
  const { callee } = operation.call;
  if (callee.kind === 'name') return callee.name === 'panic';
  if (callee.kind === 'imported') return fatal.test(callee.name) || imported.has(`${callee.path}.${callee.name}`);
  return callee.kind === 'member' && fatal.test(callee.name);
}
