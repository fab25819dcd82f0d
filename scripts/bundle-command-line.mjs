// Puts the compiled command line into one script, at the end of the build, and beside it the code that V8 compiles of it: a review is short, and
// a third of it went into loading 250 modules (65 of them zod's error messages in other languages) and into compiling them. Whoever runs only
// the TypeScript compiler gets dist/cli/main.js without a bundle.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { keepCompiledCode } from './keep-compiled-code.mjs';
import { keepIncidents } from './keep-incidents.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const main = `${dist}/cli/main.js`;

rmSync(`${dist}/bundle`, { recursive: true, force: true });
const { output } = await build({
  input: main,
  platform: 'node',
  plugins: [requiredWhenUsed(['web-tree-sitter', 'piscina'])],
  output: { format: 'cjs', codeSplitting: false },
  write: false,
  logLevel: 'warn',
});
// In ASCII it is read three times as fast (src/cli/run-bundle.ts).
const code = output[0].code
  .replace(/^#!.*/, '')
  .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
// As deep as the folders of dist are, since data is found relative to it.
mkdirSync(`${dist}/bundle`);
writeFileSync(
  `${dist}/bundle/command-line.cjs`,
  `(function (exports, require, module, __filename, __dirname) {${code}\n})`,
);
writeFileSync(
  main,
  `#!/usr/bin/env node
import { runBundle } from './run-bundle.js';
runBundle(new URL('../bundle/command-line.cjs', import.meta.url));
`,
);
chmodSync(main, 0o755);
await keepIncidents();
keepCompiledCode();

/** Packages that find their WebAssembly or their workers beside themselves, so they stay where they are. Most commands need neither. */
function requiredWhenUsed(packages) {
  const mark = '\0required when used:';
  return {
    name: 'required-when-used',
    resolveId(id, importer) {
      if (!packages.includes(id)) return null;
      return importer?.startsWith(mark) ? { id, external: true } : mark + id;
    },
    load(id) {
      return id.startsWith(mark) ? `module.exports = require(${JSON.stringify(id.slice(mark.length))});` : null;
    },
  };
}
