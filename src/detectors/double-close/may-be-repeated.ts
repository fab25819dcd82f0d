import { commentAbove } from '../../go/concurrency/caller-holds-lock.js';
import type { FunctionForm } from '../../go/form.js';
import { isFunctionNamed } from '../../go/named-method.js';
import type { Program } from '../../go/program.js';

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

/** One of the methods of interfaces that may be called more than once, for example `k8s.io/apimachinery/pkg/watch.Interface.Stop`. */
export function implementsRepeatable(program: Program, form: FunctionForm, methods: readonly string[]): boolean {
  return form.receiver !== undefined && methods.some((each) => isFunctionNamed(program, form, each));
}
