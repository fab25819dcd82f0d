import type { Declaration } from '../declaration.js';
import { directivesAbove, parameterNamed } from '../directives.js';
import type { Value } from '../form.js';
import type { Syntax } from '../syntax.js';
import type { Effect } from './effect.js';

export function isKnowledge(declaration: Declaration): boolean {
  return declaration.file.path.startsWith('knowledge:');
}

/** What a function of the table of knowledge does with an argument; the directives are described in knowledge.ts. */
export function knownEffect(declaration: Declaration, index: number): Effect {
  const directives = directivesAbove(declaration.file.text, declaration.start);
  const has = (word: string) => directives.includes(`${word} ${parameterNamed(declaration, index)}`);
  if (has('keeps')) return 'moved';
  if (has('carries')) return 'carried';
  return has('releases') ? 'released' : 'borrowed';
}

/** The number of goroutines that a call allows at once, as the table of knowledge tells which argument says it. */
export function goroutinesAllowed(declaration: Declaration, given: readonly Value[]): Value | undefined {
  if (!isKnowledge(declaration)) return undefined;
  const directives = directivesAbove(declaration.file.text, declaration.start);
  return given.find((_, index) => directives.includes(`limits ${parameterNamed(declaration, index)}`));
}

export function knownToExit(declaration: Declaration): boolean {
  return directivesAbove(declaration.file.text, declaration.start).includes('exits');
}

/** Whether a field of a struct of the table of knowledge has a directive. */
export function fieldIs(directive: 'borrows' | 'open', declaration: Declaration, field: string): boolean {
  const { text } = declaration.file;
  const find = (node: Syntax): Syntax | undefined =>
    node.kind === 'field_declaration'
      ? node.children.some((name) => name.kind === 'field_identifier' && text.slice(name.start, name.end) === field)
        ? node
        : undefined
      : node.children.map(find).find(Boolean);
  const found = find(declaration.syntax);
  return found !== undefined && directivesAbove(text, found.start).includes(directive);
}
