import { createHash } from 'node:crypto';
import type { SourceText, SourceTree, TreeEntry } from './source-tree.js';

/** A tree from texts by path, for tests and for the files of an incident. Ids are git's blob ids, so equal texts are equal files. */
export function memoryTree(files: Readonly<Record<string, string>>): SourceTree {
  const texts = new Map(Object.entries(files));
  const directories = new Map<string, Map<string, TreeEntry>>();
  for (const [path, text] of texts) enter(directories, path, { kind: 'file', id: blobId(text) });
  return {
    async list(paths) {
      const found = paths.flatMap((path): [string, TreeEntry[]][] => {
        const entries = directories.get(path);
        return entries ? [[path, [...entries.values()]]] : [];
      });
      return new Map(found);
    },
    async read(paths) {
      const found = paths.flatMap((path): [string, SourceText][] => {
        const text = texts.get(path);
        return text === undefined ? [] : [[path, { id: blobId(text), text }]];
      });
      return new Map(found);
    },
  };
}

function enter(directories: Map<string, Map<string, TreeEntry>>, path: string, entry: Omit<TreeEntry, 'name'>): void {
  const cut = path.lastIndexOf('/');
  const directory = cut < 0 ? '' : path.slice(0, cut);
  const name = path.slice(cut + 1);
  const known = directories.get(directory);
  if (known) {
    known.set(name, { name, ...entry });
    return;
  }
  directories.set(directory, new Map([[name, { name, ...entry }]]));
  if (directory !== '') enter(directories, directory, { kind: 'directory', id: '' });
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
