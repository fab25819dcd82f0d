// The whole package takes three times as long to load.
import { parsePatch } from 'diff/lib/patch/parse.js';
import { buildFileDiff } from './build-file-diff.js';
import type { FileDiff } from './file-diff.js';

/**
 * Reads the `patch` of GitHub's "list pull request files": the hunks of one file without file headers. An empty patch is a file whose
 * text did not change (renamed, or another mode). What cannot be read is `unknown`, with the reason for the reader of the check.
 */
export function diffFromPatch(patch: string): FileDiff | { unknown: string } {
  if (patch === '') return { hunks: [], added: [], removed: [], seams: [] };
  if (!patch.startsWith('@@ ')) return { unknown: `expected a patch that starts with "@@ ", got ${quoteStart(patch)}` };
  try {
    const files = parsePatch(patch);
    const [file] = files;
    if (!file || files.length > 1) return { unknown: `expected the patch of one file, got ${files.length}` };
    return buildFileDiff(file.hunks);
  } catch (error) {
    // parsePatch throws on hunks whose counts do not agree with their lines, for example when a patch was cut off.
    return { unknown: `the patch cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const quotedCharactersMax = 40;

function quoteStart(text: string): string {
  return JSON.stringify(text.slice(0, quotedCharactersMax));
}
