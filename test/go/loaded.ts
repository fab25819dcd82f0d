import type { Declaration } from '../../src/go/declaration.js';
import type { FunctionForm } from '../../src/go/form.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { printForm } from '../../src/go/print-form.js';
import { Program } from '../../src/go/program.js';
import { formOf } from '../../src/go/type-of.js';

/** A program of which `paths` (all Go files when absent) were asked for. */
export function opened(files: Record<string, string>, paths = goFiles(files)): Promise<Program> {
  return Program.open(memoryTree(files), paths, new Map());
}

export function goFiles(files: Record<string, string>): string[] {
  return Object.keys(files).filter((path) => path.endsWith('.go'));
}

/** Asks until nothing is missed any more, as a review does. */
export async function asked<T>(program: Program, question: () => T): Promise<T> {
  for (;;) {
    const answer = question();
    if (!(await program.load())) return answer;
  }
}

export function declared(program: Program, path: string, name: string): Declaration {
  const found = program.file(path)?.named(name)[0];
  if (!found) throw new Error(`expected ${name} in ${path}`);
  return found;
}

/** The form of a function of a file that holds nothing but `code` after its package clause; its first line is line 2, or later when there are imports. */
export async function lowered(code: string, name = 'f', imports = ''): Promise<FunctionForm> {
  const program = await opened({ 'a.go': `package a\n${imports}${code}` });
  const form = formOf(program, declared(program, 'a.go', name));
  if (!form) throw new Error(`expected ${name} to parse: ${JSON.stringify(program.skipped)}`);
  return form;
}

/** The same as text, on lines of its own for an inline snapshot. */
export async function printed(code: string, name = 'f', imports = ''): Promise<string> {
  return `\n${printForm(await lowered(code, name, imports))}`;
}
