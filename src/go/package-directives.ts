import { directivesAbove } from './directives.js';
import { knowledgeOf } from './knowledge.js';
import type { Program } from './program.js';

/** The directives above the package clause of what is known of a package outside the repository; those of a module stand in the package of its path. */
export function packageDirectives(program: Program, importPath: string): readonly string[] {
  return program.once(`directives of package ${importPath}`, () => {
    const text = knowledgeOf(importPath)?.text ?? '';
    return directivesAbove(text, /^package\b/m.exec(text)?.index ?? 0);
  });
}

/** What follows `word` in the directives of all modules that the repository requires. */
export function directivesOfModules(program: Program, word: string): readonly string[] {
  return program.once(`directives ${word} of modules`, () =>
    program
      .requiredModules()
      .flatMap((each) => packageDirectives(program, each))
      .flatMap((each) => (each === word || each.startsWith(`${word} `) ? each.slice(word.length).trim() : [])),
  );
}
