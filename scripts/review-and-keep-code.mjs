// Runs the command line with the given arguments, and keeps at the end what V8 compiled (scripts/keep-compiled-code.mjs).
import { writeFileSync } from 'node:fs';
import { compiledCodeFile, runBundle } from '../dist/cli/run-bundle.js';

const bundle = new URL('../dist/bundle/command-line.cjs', import.meta.url);
const script = runBundle(bundle);
process.on('exit', () => writeFileSync(compiledCodeFile(bundle), script.createCachedData()));
