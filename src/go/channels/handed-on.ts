import { targetOf } from '../call-target.js';
import { directivesAbove, parameterNamed } from '../directives.js';
import type { Call, Value } from '../form.js';
import { isKnowledge } from '../ownership/known-effects.js';
import type { Program } from '../program.js';

/** What becomes of the function among the arguments of a call that `isIt`, as the table of knowledge says. */
export function handedTo(
  program: Program,
  call: Call,
  isIt: (value: Value) => boolean,
): 'once' | 'goroutine' | 'unknown' {
  const target = targetOf(program, call);
  // Where types are not known: `s.stopOnce.Do(…)`.
  if (target.kind === 'method' && target.type === '' && /once\w*\.Do$/i.test(call.text)) return 'once';
  const declaration = target.kind === 'function' || target.kind === 'method' ? target.declaration : undefined;
  if (!declaration || !isKnowledge(declaration)) return 'unknown';
  const directives = directivesAbove(declaration.file.text, declaration.start);
  const name = parameterNamed(declaration, call.arguments.findIndex(isIt));
  if (directives.includes(`once ${name}`)) return 'once';
  return directives.includes(`starts ${name}`) ? 'goroutine' : 'unknown';
}
