import type { FunctionForm, Place } from '../../go/form.js';
import type { RewrittenLines } from '../detector.js';

/**
 *     go func() {
 *                                      defer group.Done()
 *         if err := prepare(); err != nil {
 *             return
 *         }
 *         work()
 *         group.Done()                 goes
 *     }()
 *
 * Deferred, it runs on every way out, and where it ran before it runs at the same moment, since nothing came after it. Undefined where that is not so.
 * `group`: what is told that it is done, as it is written; it must not be a variable of the goroutine's own.
 */
export function doneDeferred(
  { file, place: literal }: FunctionForm,
  done: Place,
  group: string,
): RewrittenLines | undefined {
  const lines = file.text.split('\n');
  const [opening = '', last = ''] = [lines[literal.line - 1], lines[done.line - 1]];
  const [, indentation] = /^(\t*)go func\(\w*( [\w.*[\]]+)?\) \{$/.exec(opening) ?? [];
  if (indentation === undefined || !/^\w+(\.\w+)*$/.test(group) || last !== `${indentation}\t${group}.Done()`)
    return undefined;
  if (done.line + 1 !== literal.endLine || !lines[done.line]?.startsWith(`${indentation}}(`)) return undefined;
  const body = lines.slice(literal.line, done.line - 1);
  return { line: literal.line, endLine: done.line, lines: [opening, `${indentation}\tdefer ${group}.Done()`, ...body] };
}
