import type { SourceText, SourceTree, TreeEntry } from '../go/source-tree.js';
import type { BlobStore } from './blob-store.js';
import type { EntryAnswer, ObjectAnswer } from './git-objects.js';
import type { ReadObject } from './object-reader.js';
import { canBeNamed, isGitPath, nameOf, parentOf } from './repository-path.js';

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects; GraphQL gives the mode as a number. */
export const symbolicLinkMode = 0o120000;

/** Directories of the merge base that are asked for together with the first files. Of more, most are of a change that only removes. */
const oldDirectoriesMax = 20;

interface Sides<What> {
  base: What | undefined;
  head: What | undefined;
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
 * Both sides of a change. A Go file is read with its directory and for both sides at once, since that is what comes next anyway: whoever reads one file of a
 * package reads all, and whoever looks at the head looks at the merge base. The head's files come with their texts, of the base only the changed ones do;
 * all others are the same blobs. So each step of the analysis (the changed packages, then what they import, …) costs one request.
 */
export function createSourceTrees(input: SourceTreesInput): { base: SourceTree; head: SourceTree } {
  const { readObject, blobs, mergeBase, head } = input;
  const listings = new Map<string, Promise<Sides<TreeEntry[]>>>();
  const files = new Map<string, Promise<Sides<string>>>();
  const changedIn = byDirectory(input.changedAtBase);

  function entriesOf(answer: ObjectAnswer): TreeEntry[] | undefined {
    if (answer?.__typename !== 'Tree') return undefined;
    return (answer.entries ?? []).map((entry) => {
      if (entry.object?.__typename === 'Blob') blobs.keep(entry.object);
      return { name: entry.name, kind: kindOf(entry), id: entry.oid };
    });
  }

  async function load(directory: string): Promise<Sides<TreeEntry[]>> {
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

  async function loadAlone(path: string): Promise<Sides<string>> {
    const [atBase, atHead] = await Promise.all(
      [mergeBase, head].map((commit) => readObject({ expression: `${commit}:${path}`, wanted: 'text' })),
    );
    const idOf = (answer: ObjectAnswer | undefined) => {
      if (answer?.__typename !== 'Blob') return undefined;
      blobs.keep(answer);
      return answer.oid;
    };
    return { base: idOf(atBase), head: idOf(atHead) };
  }

  // With the first query they cost no request of their own.
  const old = oldDirectories(changedIn);
  const listing = (directory: string) => onceFor(listings, directory, load);
  const fileAlone = (path: string) => onceFor(files, path, loadAlone);

  function treeOf(side: 'base' | 'head'): SourceTree {
    async function readOne(path: string): Promise<[string, SourceText] | undefined> {
      if (!isGitPath(path)) return undefined;
      const directory = parentOf(path);
      // A failure is met by whoever asks for it.
      if (path.endsWith('.go')) for (const each of old.splice(0)) listing(each).catch(() => undefined);
      if (!canBeNamed(directory))
        return [path, { id: '', unreadable: 'in a directory whose name GitHub cannot be asked for' }];
      // go.mod and the like stand alone: their directories may be the largest of the repository, and nobody asks for the rest.
      if (!path.endsWith('.go') && !listings.has(directory)) return readAlone(path);
      const entries = (await listing(directory))[side];
      const entry = entries?.find(({ name }) => name === nameOf(path));
      if (!entry || entry.kind === 'directory') return undefined;
      if (entry.kind === 'other') return [path, unreadable(entry)];
      return [path, await blobs.text(entry.id)];
    }

    async function readAlone(path: string): Promise<[string, SourceText] | undefined> {
      if (!canBeNamed(path)) return [path, { id: '', unreadable: 'of a name that GitHub cannot be asked for' }];
      const id = (await fileAlone(path))[side];
      return id === undefined ? undefined : [path, await blobs.text(id)];
    }
    return {
      async list(directories) {
        const listed = await Promise.all(
          directories.map(async (directory): Promise<[string, TreeEntry[] | undefined]> => {
            if (directory !== '' && !(isGitPath(directory) && canBeNamed(directory))) return [directory, undefined];
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

function unreadable({ id, name }: TreeEntry): SourceText {
  if (name.includes('\uFFFD')) return { id, unreadable: 'of a name that is not UTF-8' };
  return { id, unreadable: 'a symbolic link or a submodule', elsewhere: true };
}

/** A name that is not UTF-8 arrives with U+FFFD in it, and nobody could say it again. */
function kindOf({ name, type, mode }: EntryAnswer): TreeEntry['kind'] {
  if (name.includes('\uFFFD')) return 'other';
  if (type === 'tree') return 'directory';
  return type === 'blob' && mode !== symbolicLinkMode ? 'file' : 'other';
}

/** A failure is forgotten: whoever asks again after it asks GitHub again. */
function onceFor<What>(
  known: Map<string, Promise<What>>,
  path: string,
  load: (path: string) => Promise<What>,
): Promise<What> {
  const loaded = known.get(path);
  if (loaded) return loaded;
  const loading = load(path);
  known.set(path, loading);
  loading.catch(() => known.delete(path));
  return loading;
}

/** A change that moves files needs their old directories, too, once the head is done. */
function oldDirectories(changedIn: ReadonlyMap<string, readonly string[]>): string[] {
  const old = [...changedIn].filter(([, paths]) => paths.some((path) => path.endsWith('.go')));
  return old.length > oldDirectoriesMax ? [] : old.map(([directory]) => directory);
}

function byDirectory(paths: readonly string[]): Map<string, string[]> {
  const directories = new Map<string, string[]>();
  for (const path of paths.filter(canBeNamed)) {
    const inIt = directories.get(parentOf(path));
    if (inIt) inIt.push(path);
    else directories.set(parentOf(path), [path]);
  }
  return directories;
}
