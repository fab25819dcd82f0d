import { strandOf } from '../channels/strand.js';
import type { FunctionForm } from '../form.js';
import type { GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { callersOf } from './callers.js';

/** What runs at the same time as other code. `withItself`: also several times at once. */
export interface Root {
  kind: 'goroutine' | 'http handler' | 'grpc method' | 'reconciler' | 'informer handler';
  withItself: boolean;
  form: FunctionForm;
}

/** Calls that are followed from a function back to the root that reaches it. */
const depthMax = 3;

/** Modules in whose programs several goroutines come to any exported function: controllers, servers. */
const concurrentModules = ['sigs.k8s.io/controller-runtime', 'k8s.io/client-go', 'google.golang.org/grpc'];

export function concurrentModuleOf(program: Program, more: readonly string[] = []): string | undefined {
  return [...concurrentModules, ...more].find((each) => program.requires(each));
}

/** The form as a root of concurrency by its own signature or by how it is started. */
export function rootAt(program: Program, form: FunctionForm): Root | undefined {
  const { parameters, results } = form.type;
  const [first, second] = parameters;
  if (is(first, 'net/http', 'ResponseWriter') && is(second, 'net/http', 'Request'))
    return { kind: 'http handler', withItself: true, form };
  if (form.outer)
    return strandOf(program, form)?.how === 'goroutine' ? { kind: 'goroutine', withItself: false, form } : undefined;
  if (
    form.receiver &&
    /\.Reconcile$/.test(form.declaration) &&
    results.length === 2 &&
    is(second ?? first, 'sigs.k8s.io/controller-runtime', 'Request', 'sigs.k8s.io/controller-runtime/pkg/reconcile')
  )
    return { kind: 'reconciler', withItself: false, form };
  return undefined;
}

/** A root from which a function of the package is reached, the function itself included. Undefined: none is known. */
export function rootOver(
  program: Program,
  form: FunctionForm,
  wanted: (root: Root) => boolean,
  depth = 0,
): Root | undefined {
  const here = rootAt(program, form);
  if (here && wanted(here)) return here;
  if (form.outer) {
    const how = strandOf(program, form)?.how;
    return how === 'called' || how === 'deferred' ? rootOver(program, form.outer, wanted, depth) : undefined;
  }
  if (depth >= depthMax) return undefined;
  for (const caller of callersOf(program, form) ?? []) {
    if (caller.form.file === form.file && caller.form.declaration === form.declaration) continue;
    if (!caller.called) continue;
    const found = rootOver(program, caller.form, wanted, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function is(type: GoType | undefined, home: string, name: string, otherHome = home): boolean {
  const inner = type?.kind === 'pointer' ? type.element : type;
  return inner?.kind === 'named' && inner.name === name && (inner.home === home || inner.home === otherHome);
}
