import type { ChangedFile } from '../diff/change.js';
import { diffFromPatch } from '../diff/diff-from-patch.js';
import { kindOf } from './parse-tree.js';

/** One entry of `--raw -z`: `:<old mode> <new mode> <old id> <new id> <status>`, then one path, or two for a rename. */
interface RawEntry {
  oldMode: string;
  newMode: string;
  status: string;
  oldPath: string;
  newPath: string;
}

/**
 * Reads `git diff-tree -z --raw -p`: all raw entries, a NUL, and the patch. Names are taken from the raw entries, where they are bytes that
 * end in NUL; in the patch git quotes line feeds, so that a hostile name cannot look like the start of another file.
 */
export function parseDiffOutput(output: Buffer): ChangedFile[] {
  // One character for each byte: files need not be UTF-8, and only the first character of a line counts.
  const text = output.toString('latin1');
  const { entries, end } = parseRaw(text);
  // Not `^` with the flag m, which also matches after the carriage returns inside a line.
  const sections = text.slice(end).split(/(?<=\n)(?=diff --git )/);
  // A file that became a symbolic link is deleted in one section and created in the next.
  const expected = entries.reduce((sum, entry) => sum + sectionsOf(entry), 0);
  const got = end === text.length ? 0 : sections.length;
  if (got !== expected)
    throw new Error(`expected a patch of ${expected} sections for ${entries.length} files, got ${got}`);
  let next = 0;
  return entries.flatMap((entry) => {
    const mine = sections.slice(next, next + sectionsOf(entry));
    next += mine.length;
    return changedFile(entry, mine);
  });
}

function parseRaw(text: string): { entries: RawEntry[]; end: number } {
  const entries: RawEntry[] = [];
  let position = 0;
  const field = (): string => {
    const end = text.indexOf('\0', position);
    if (end < 0) throw new Error(`expected a field that ends in NUL at byte ${position} of git's output, got none`);
    const value = text.slice(position, end);
    position = end + 1;
    return value;
  };
  while (text[position] === ':') {
    const [oldMode = '', newMode = '', , , status = ''] = field().slice(1).split(' ');
    const oldPath = name(field());
    const newPath = status.startsWith('R') ? name(field()) : oldPath;
    entries.push({ oldMode, newMode, status, oldPath, newPath });
  }
  return { entries, end: Math.min(position + 1, text.length) };
}

function name(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function sectionsOf(entry: RawEntry): number {
  return entry.status.startsWith('T') ? 2 : 1;
}

/** A symbolic link or submodule is no file: what becomes one was removed, what was one is added. */
function changedFile({ oldMode, newMode, oldPath, newPath }: RawEntry, sections: string[]): ChangedFile[] {
  const hadFile = kindOf(oldMode) === 'file';
  const hasFile = kindOf(newMode) === 'file';
  if (!hadFile && !hasFile) return [];
  const section = (hadFile ? sections[0] : sections.at(-1)) ?? '';
  const hunks = section.indexOf('\n@@ ') + 1;
  return [
    {
      ...(hadFile && { basePath: oldPath }),
      ...(hasFile && { headPath: newPath }),
      diff: diffFromPatch(hunks === 0 ? '' : section.slice(hunks)),
    },
  ];
}
