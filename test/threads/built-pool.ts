import { built } from '../built.js';

export function builtPool(): Promise<typeof import('../../src/threads/analysis-pool.js')> {
  return built('threads/analysis-pool.js');
}

/** Functions that open what they do not close and call each other: far more than the analysis can follow in the limits of the tests. */
export function manyFunctions(count: number): string {
  const functions = Array.from(
    { length: count },
    (_, index) =>
      `func f${index}() {\n\tf, err := os.Open("a")\n\tif err != nil {\n\t\treturn\n\t}\n\tf${(index + 1) % count}()\n\tg(f)\n}\n`,
  );
  return `package a\n\nimport "os"\n\n${functions.join('\n')}`;
}
