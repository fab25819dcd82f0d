import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** Beside the bundle: what V8 compiled of it, as `Script.createCachedData` gives it. */
export function compiledCodeFile(bundle: URL): URL {
  return new URL(`${bundle.href}.compiled`);
}

/**
 * Compiles a bundle, an expression of a function with the parameters of a CommonJS module in ASCII, and calls it. Code that V8 has compiled before is
 * taken as it is: compiling takes a sixth of a short review. Code of another V8, or of other flags, is no use to it, and it compiles again.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#new-vmscriptcode-options
 */
export function runBundle(bundle: URL): Script {
  const filename = fileURLToPath(bundle);
  const kept = compiledCodeFile(bundle);
  const script = new Script(readFileSync(bundle, 'latin1'), {
    filename,
    ...(existsSync(kept) ? { cachedData: readFileSync(kept) } : {}),
  });
  const start: (...scope: unknown[]) => void = script.runInThisContext();
  const module = { exports: {} };
  start.call(module.exports, module.exports, createRequire(bundle), module, filename, dirname(filename));
  return script;
}
