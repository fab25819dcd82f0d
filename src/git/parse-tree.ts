import type { TreeEntry } from '../go/source-tree.js';

/**
 * Reads a raw tree object: `<mode> <name>\0<id bytes>` for each entry. `idBytes` is 20, or 32 in a SHA-256 repository.
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects
 */
export function parseTree(content: Buffer, idBytes: number): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  let position = 0;
  while (position < content.length) {
    const space = content.indexOf(0x20, position);
    const end = content.indexOf(0, space);
    if (space < 0 || end < 0 || end + idBytes >= content.length) {
      throw new Error(`expected an entry at byte ${position} of a tree of ${content.length} bytes, got its end`);
    }
    const mode = content.toString('latin1', position, space);
    const name = content.toString('utf8', space + 1, end);
    position = end + 1 + idBytes;
    entries.set(name, { name, kind: kindOf(mode), id: content.toString('hex', end + 1, position) });
  }
  return entries;
}

/** Modes as git writes them in octal: 40000 directory, 1006xx and 1007xx file, 120000 symbolic link, 160000 submodule. */
export function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '40000' || mode === '040000') return 'directory';
  return mode.startsWith('100') ? 'file' : 'other';
}
