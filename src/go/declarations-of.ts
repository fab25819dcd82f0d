import type { Declaration } from './declaration.js';
import type { GoFile } from './go-file.js';
import { viewOf } from './go-package.js';
import type { Program } from './program.js';

/** The declarations that a name of a file may stand for; asks for the rest of the package when the loaded files do not have it. */
export function declarationsOf(program: Program, name: string, file: GoFile): Declaration[] {
  const home = program.packageOf(file);
  const found = home.declarations(name, viewOf(file));
  if (found.length > 0) return found;
  // Only names that begin with a capital letter leave their package.
  for (const each of file.imports.filter((every) => every.alias === '.' && /^\p{Lu}/u.test(name))) {
    const dotted = importedDeclarations(program, each.path, name);
    if (dotted.length > 0) return dotted;
  }
  if (!home.complete) program.want(home.directory);
  return [];
}

export function importedDeclarations(program: Program, importPath: string, name: string): Declaration[] {
  const found = program.importedPackage(importPath)?.declarations(name, { tests: false }) ?? [];
  // Beside the package there may be a program that generates something; nobody can import that.
  return found.filter((each) => each.file.packageName !== 'main');
}
