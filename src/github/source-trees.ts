import type { SourceText, SourceTree, TreeEntry } from '../go/source-tree.js';
import type { BlobStore } from './blob-store.js';
import type { EntryAnswer, ObjectAnswer } from './git-objects.js';
import type { ReadObject } from './object-reader.js';
import { isGitPath, nameOf, parentOf } from './repository-path.js';

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects; GraphQL gives the mode as a number. */
const symbolicLinkMode = 0o120000;

interface Listings {
  base: TreeEntry[] | undefined;
  head: TreeEntry[] | undefined;
}

export interface SourceTreesInput {
  readObject: ReadObject;
  blobs: BlobStore;
  mergeBase: string;
  head: string;
  /** Files at the merge base that the pull request changes, moves or removes. */
  changedAtBase: readonly string[];
}

/**
 * Both sides of a change. What is read is read by directory and for both sides at once, since that is what comes next anyway: whoever lists
 * a directory reads its Go files, and whoever looks at the head looks at the merge base. The head's files come with their texts, of the base
 * only the changed ones do; all others are the same blobs. So each step of the analysis (the changed packages, then what they import, …) costs one
 * request.
 */
export function createSourceTrees(input: SourceTreesInput): { base: SourceTree; head: SourceTree } {
  const { readObject, blobs, mergeBase, head } = input;
  const listings = new Map<string, Promise<Listings>>();
  const changedIn = byDirectory(input.changedAtBase);

  function entriesOf(answer: ObjectAnswer): TreeEntry[] | undefined {
    if (answer?.__typename !== 'Tree') return undefined;
    return (answer.entries ?? []).map((entry) => {
      if (entry.object?.__typename === 'Blob') blobs.keep(entry.object);
      return { name: entry.name, kind: kindOf(entry), id: entry.oid };
    });
  }

  async function load(directory: string): Promise<Listings> {
    const [atHead, atBase, ...changed] = await Promise.all([
      readObject({ expression: `${head}:${directory}`, wanted: 'entries with texts' }),
      readObject({ expression: `${mergeBase}:${directory}`, wanted: 'entries' }),
      ...(changedIn.get(directory) ?? []).map((path) =>
        readObject({ expression: `${mergeBase}:${path}`, wanted: 'text' }),
      ),
    ]);
    for (const blob of changed) if (blob?.__typename === 'Blob') blobs.keep(blob);
    return { head: entriesOf(atHead ?? null), base: entriesOf(atBase ?? null) };
  }

  function listing(directory: string): Promise<Listings> {
    const known = listings.get(directory);
    if (known) return known;
    const loading = load(directory);
    listings.set(directory, loading);
    loading.catch(() => listings.delete(directory));
    return loading;
  }

  function treeOf(side: 'base' | 'head'): SourceTree {
    async function readOne(path: string): Promise<[string, SourceText] | undefined> {
      if (!isGitPath(path)) return undefined;
      const entries = (await listing(parentOf(path)))[side];
      const entry = entries?.find(({ name }) => name === nameOf(path));
      if (!entry || entry.kind === 'directory') return undefined;
      if (entry.kind === 'other') return [path, { id: entry.id, unreadable: 'a symbolic link or a submodule' }];
      return [path, await blobs.text(entry.id)];
    }
    return {
      async list(directories) {
        const listed = await Promise.all(
          directories.map(async (directory): Promise<[string, TreeEntry[] | undefined]> => {
            if (directory !== '' && !isGitPath(directory)) return [directory, undefined];
            return [directory, (await listing(directory))[side]];
          }),
        );
        return new Map(listed.filter((one): one is [string, TreeEntry[]] => one[1] !== undefined));
      },
      async read(paths) {
        const texts = await Promise.all(paths.map(readOne));
        return new Map(texts.filter((one) => one !== undefined));
      },
    };
  }

  return { base: treeOf('base'), head: treeOf('head') };
}

/** A name that is not UTF-8 arrives with U+FFFD in it and cannot be asked for again. */
function kindOf({ name, type, mode }: EntryAnswer): TreeEntry['kind'] {
  if (name.includes('\uFFFD')) return 'other';
  if (type === 'tree') return 'directory';
  return type === 'blob' && mode !== symbolicLinkMode ? 'file' : 'other';
}

function byDirectory(paths: readonly string[]): Map<string, string[]> {
  const directories = new Map<string, string[]>();
  for (const path of paths.filter(isGitPath)) {
    const inIt = directories.get(parentOf(path));
    if (inIt) inIt.push(path);
    else directories.set(parentOf(path), [path]);
  }
  return directories;
}
