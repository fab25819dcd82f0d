import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Threads and processes run what is built, so tests of them import the build. `file` is one below dist. */
export async function built(file: string) {
  const url = new URL(`../dist/${file}`, import.meta.url);
  if (!existsSync(url)) throw new Error(`expected ${fileURLToPath(url)}, got nothing: run \`npm run build\``);
  return import(url.href);
}
