import type { Declaration } from './declaration.js';
import { child } from './syntax.js';

/** The name of the parameter that gets the argument at `index` of a function of the table of knowledge; `''` for none. */
export function parameterNamed(declaration: Declaration, index: number): string {
  const list = child(declaration.syntax, 'parameters');
  const names = list?.children.flatMap((each) => each.children.filter((name) => name.kind === 'identifier')) ?? [];
  const name = names[Math.min(index, names.length - 1)];
  return name ? declaration.file.text.slice(name.start, name.end) : '';
}

/** The `//hindsight:` lines right above a place; what they say is described in knowledge.ts. */
export function directivesAbove(text: string, start: number): string[] {
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const found: string[] = [];
  for (let line = above.pop()?.trim(); line?.startsWith('//'); line = above.pop()?.trim()) {
    if (line.startsWith('//hindsight:')) found.push(line.slice('//hindsight:'.length).trim());
  }
  return found;
}
