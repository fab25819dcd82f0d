import { memoryTree } from '../../src/go/memory-tree.js';
import type { SourceTree } from '../../src/go/source-tree.js';

/** A memory tree that notes what it was asked for, one entry for each call. `unreadable`: files that cannot be had as text. */
export function recordingTree(
  files: Record<string, string>,
  unreadable: readonly string[] = [],
): { tree: SourceTree; asked: string[] } {
  const memory = memoryTree(files);
  const asked: string[] = [];
  const tree: SourceTree = {
    async list(directories) {
      asked.push(`list ${directories.map((each) => each || '.').join(' ')}`);
      return memory.list(directories);
    },
    async read(paths) {
      asked.push(`read ${paths.join(' ')}`);
      const texts = await memory.read(paths);
      for (const path of unreadable) {
        const source = texts.get(path);
        if (source) texts.set(path, { id: source.id, unreadable: 'it is not UTF-8' });
      }
      return texts;
    },
  };
  return { tree, asked };
}
