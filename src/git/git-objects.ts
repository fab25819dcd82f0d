import type { SourceText, TreeEntry } from '../go/source-tree.js';
import { CatFile } from './cat-file.js';
import { GitError, unreadableObject } from './git-error.js';
import { parseTree } from './parse-tree.js';

/** Bytes. A larger file was generated, and takes longer to parse than a review may. */
export const blobBytesMax = 4 * 1024 * 1024;

/** The objects of one repository by id, each read once however many commits hold it. Close it, else its process lives on. */
export class GitObjects {
  readonly #repo: string;
  readonly #git: CatFile;
  readonly #trees = new Map<string, Promise<Map<string, TreeEntry>>>();
  readonly #blobs = new Map<string, Promise<SourceText>>();

  constructor(repo: string) {
    this.#repo = repo;
    this.#git = new CatFile(repo, blobBytesMax);
  }

  /** Ids of the commit that a revision names and of its tree. `role` is for the message of the error. */
  async commit(role: string, revision: string): Promise<{ id: string; tree: string }> {
    // A line feed would make it two questions, and no revision has one.
    const named = revision !== '' && !revision.includes('\n');
    const answer = named ? await this.#git.ask(`${revision}^{commit}`) : ({ state: 'missing' } as const);
    if (answer.state !== 'found') {
      const got =
        answer.state === 'ambiguous' ? 'which names several' : 'which is not there; fetch it or check its spelling';
      throw new GitError(
        'unknown-revision',
        `expected ${role} to name a commit in ${JSON.stringify(this.#repo)}, got ${JSON.stringify(revision)}, ${got}`,
      );
    }
    const [, tree] = /^tree ([0-9a-f]+)\n/.exec(answer.content?.toString('latin1') ?? '') ?? [];
    if (!tree) throw unreadableObject(this.#repo, `got a commit ${answer.id} without a tree`);
    return { id: answer.id, tree };
  }

  /** The entries of a tree object by name. */
  tree(id: string): Promise<Map<string, TreeEntry>> {
    return cached(this.#trees, id, async () => {
      const { content } = await this.#object(id, 'tree');
      return parseTree(content ?? Buffer.alloc(0), id.length / 2);
    });
  }

  blob(id: string): Promise<SourceText> {
    return cached(this.#blobs, id, async () => {
      const { content, bytes } = await this.#object(id, 'blob');
      if (!content) return { id, unreadable: `it has ${bytes} bytes, more than ${blobBytesMax}` };
      if (content.includes(0)) return { id, unreadable: 'it is binary (it has a NUL byte)' };
      return { id, text: content.toString('utf8') };
    });
  }

  close(): Promise<void> {
    return this.#git.close();
  }

  async #object(id: string, type: string) {
    const answer = await this.#git.ask(id);
    if (answer.state !== 'found') throw unreadableObject(this.#repo, `but the ${type} ${id} is missing`);
    if (answer.type !== type) throw unreadableObject(this.#repo, `but ${id} is a ${answer.type}, not a ${type}`);
    return answer;
  }
}

function cached<Value>(cache: Map<string, Promise<Value>>, id: string, make: () => Promise<Value>): Promise<Value> {
  const known = cache.get(id);
  if (known) return known;
  const made = make();
  cache.set(id, made);
  return made;
}
