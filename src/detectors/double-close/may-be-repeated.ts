import { commentAbove } from '../../go/concurrency/caller-holds-lock.js';
import type { FunctionForm } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import type { GoType } from '../../go/go-type.js';
import type { Program } from '../../go/program.js';
import { underlying } from '../../go/type-of.js';

const repeatable =
  /\b(idempotent|reentrant)\b|\b(call|called|calls|calling|invoke|invoked|invoking|run)\b[^.]*\b(more than once|multiple times|many times|several times|repeatedly|twice|any number of times)\b/i;
const not = /\b(not|never|cannot|can't|mustn't|panics?|only|error|undefined)\b/i;

/** The comment of a method, or that of an interface of its file with this method, says that it may be called more than once. */
export function isSaidToBeRepeatable(form: FunctionForm): boolean {
  if (form.receiver === undefined) return false;
  return isPromise(commentAbove(form)) || commentsInInterfaces(form).some(isPromise);
}

function isPromise(comment: string): boolean {
  return comment.split(/\.(?:\s|$)/).some((sentence) => repeatable.test(sentence) && !not.test(sentence));
}

/** Comments right above `Stop()` on a line of its own, as it stands in an interface. */
function commentsInInterfaces(form: FunctionForm): string[] {
  const name = form.declaration.replace(/^.*\./, '');
  const shape = new RegExp(`((?:^[ \\t]+//.*\\n)+)^[ \\t]+${name}\\(.*\\)[^{}\\n]*$`, 'gmu');
  return [...form.file.text.matchAll(shape)].map((match) => (match[1] ?? '').replace(/^[ \t]*\/\//gm, ''));
}

/**
 * A method of an interface that its package allows to be called more than once, for example `k8s.io/apimachinery/pkg/watch.Interface.Stop`:
 * the type of the receiver has all methods of the interface, and its file knows the package.
 */
export function implementsRepeatable(program: Program, form: FunctionForm, methods: readonly string[]): boolean {
  const receiver = form.receiver?.type;
  const named = receiver?.kind === 'pointer' ? receiver.element : receiver;
  if (named?.kind !== 'named') return false;
  const name = form.declaration.replace(/^.*\./, '');
  return methods.some((each) => {
    const [, home = '', type = '', method = ''] = /^(.*)\.(\w+)\.(\w+)$/.exec(each) ?? [];
    if (method !== name || !form.file.imports.some(({ path }) => path === home)) return false;
    return hasMethodsOf(program, form, named, { kind: 'named', home, name: type });
  });
}

function hasMethodsOf(
  program: Program,
  form: FunctionForm,
  type: GoType & { kind: 'named' },
  wanted: GoType & { kind: 'named' },
): boolean {
  const shape = underlying(program, wanted);
  const home = program.packageAt(type.home);
  if (shape.kind !== 'interface' || shape.methods.size === 0 || !home) return false;
  const names = new Set(home.methods(type.name, viewOf(form.file)).map((each) => each.name));
  return [...shape.methods.keys()].every((each) => names.has(each));
}
