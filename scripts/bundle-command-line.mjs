// Puts the compiled command line into a few files, at the end of the build: a review is short, and a third of it went into loading 250 modules
// (65 of them zod's error messages in other languages). Whoever runs only the TypeScript compiler gets dist/cli/main.js without a bundle.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const main = `${dist}/cli/main.js`;

rmSync(`${dist}/bundle`, { recursive: true, force: true });
await build({
  input: main,
  platform: 'node',
  // They find their WebAssembly and their workers beside themselves.
  external: ['web-tree-sitter', 'piscina'],
  // As deep as the folders of dist are, since data is found relative to them.
  output: { dir: `${dist}/bundle`, format: 'esm' },
  logLevel: 'warn',
});
writeFileSync(main, "#!/usr/bin/env node\nimport '../bundle/main.js';\n");
chmodSync(main, 0o755);
