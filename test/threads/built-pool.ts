import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../../dist/threads/analysis-pool.js', import.meta.url);

/** Threads run what is built, so the tests of them are about the build. */
export async function builtPool(): Promise<typeof import('../../src/threads/analysis-pool.js')> {
  if (!existsSync(built)) throw new Error(`expected ${fileURLToPath(built)}, got nothing: run \`npm run build\``);
  return import(built.href);
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
