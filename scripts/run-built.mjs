// Runs a file of dist, for the scripts of package.json. In a fresh clone there is none yet, and Node's own error would not say why.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [file] = process.argv.splice(2, 1);
const built = new URL(`../dist/${file}`, import.meta.url);
if (existsSync(built)) {
  await import(built);
} else {
  console.error(`expected ${fileURLToPath(built)}, which is not built yet. Run this first:\n\n    npm ci\n`);
  process.exitCode = 1;
}
