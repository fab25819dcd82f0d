import type { SourceText, SourceTree, TreeEntry } from '../go/source-tree.js';
import type { GitObjects } from './git-objects.js';

/** The files of one commit of a work tree or bare clone. Names that are not UTF-8 are shown with U+FFFD. */
export class GitSourceTree implements SourceTree {
  readonly #objects: GitObjects;
  readonly #root: string;

  /** `root` is the id of the commit's tree. */
  constructor(objects: GitObjects, root: string) {
    this.#objects = objects;
    this.#root = root;
  }

  async list(directories: readonly string[]): Promise<Map<string, TreeEntry[]>> {
    const found = await Promise.all(directories.map((directory) => this.#directory(directory)));
    const listed = new Map<string, TreeEntry[]>();
    for (const [index, directory] of directories.entries()) {
      const entries = found[index];
      if (entries) listed.set(directory, [...entries.values()]);
    }
    return listed;
  }

  async read(paths: readonly string[]): Promise<Map<string, SourceText>> {
    const found = await Promise.all(paths.map((path) => this.#file(path)));
    const texts = new Map<string, SourceText>();
    for (const [index, path] of paths.entries()) {
      const text = found[index];
      if (text) texts.set(path, text);
    }
    return texts;
  }

  async #file(path: string): Promise<SourceText | undefined> {
    const slash = path.lastIndexOf('/');
    const directory = await this.#directory(path.slice(0, Math.max(0, slash)));
    const entry = directory?.get(path.slice(slash + 1));
    if (!entry || entry.kind === 'directory') return undefined;
    if (entry.kind === 'other')
      return { id: entry.id, unreadable: 'it is a symbolic link or a submodule', elsewhere: true };
    return this.#objects.blob(entry.id);
  }

  async #directory(path: string): Promise<Map<string, TreeEntry> | undefined> {
    let entries = await this.#objects.tree(this.#root);
    for (const name of path === '' ? [] : path.split('/')) {
      const entry = entries.get(name);
      if (entry?.kind !== 'directory') return undefined;
      entries = await this.#objects.tree(entry.id);
    }
    return entries;
  }
}
