import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compiledCodeFile, runBundle } from '../../src/cli/run-bundle.js';

const folder = mkdtempSync(join(tmpdir(), 'hindsight-run-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seen: unknown[] = [];
Object.assign(globalThis, { seenByBundle: seen });

/** A bundle that says what it was given. */
function bundle(name: string, body: string): URL {
  const file = pathToFileURL(join(folder, name));
  writeFileSync(file, `(function (exports, require, module, __filename, __dirname) {${body}\n})`);
  return file;
}

describe('a bundle', () => {
  it('runs as a CommonJS module, with or without compiled code', () => {
    const file = bundle('plain.cjs', `seenByBundle.push([require('node:path').basename(__filename), __dirname]);`);
    const first = runBundle(file);
    expect(seen.splice(0)).toEqual([['plain.cjs', folder]]);
    expect(first.cachedDataRejected).toBeUndefined();

    writeFileSync(compiledCodeFile(file), first.createCachedData());
    expect(runBundle(file).cachedDataRejected).toBe(false);
    expect(seen.splice(0)).toEqual([['plain.cjs', folder]]);
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('not code at all, but long enough to be taken for a header')],
    ['cut', (code: Buffer) => code.subarray(0, code.length / 2)],
    [
      'of another V8',
      (code: Buffer) => {
        // The second word of the header is a digest of the version.
        code.writeUInt32LE(code.readUInt32LE(4) ^ 1, 4);
        return code;
      },
    ],
  ])('compiles again when the compiled code is %s', (what, spoil) => {
    // V8 itself remembers what it has compiled from a text, and tells texts of one length apart by nothing else.
    const code = runBundle(bundle('other.cjs', `seenByBundle.push('no'); // ${what}`)).createCachedData();
    const file = bundle(`${what}.cjs`, `seenByBundle.push('ok'); // ${what}`);
    writeFileSync(compiledCodeFile(file), spoil(code));
    seen.length = 0;
    expect(runBundle(file).cachedDataRejected).toBe(true);
    expect(seen).toEqual(['ok']);
  });

  it('compiles again when it has changed since', () => {
    const file = bundle('changed.cjs', `seenByBundle.push('old');`);
    const code = runBundle(file).createCachedData();
    bundle('changed.cjs', `seenByBundle.push('another one');`);
    writeFileSync(compiledCodeFile(file), code);
    seen.length = 0;
    expect(runBundle(file).cachedDataRejected).toBe(true);
    expect(seen).toEqual(['another one']);
  });
});
