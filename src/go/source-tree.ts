/** What stands in a directory of a commit. `other` is a symbolic link or a submodule: it is never followed. */
export interface TreeEntry {
  name: string;
  kind: 'file' | 'directory' | 'other';
  /** Git object id, so that a file that is the same at base and head is read and parsed once. */
  id: string;
}

/** `elsewhere`: a symbolic link or a submodule, whose code is not here. */
export type SourceText = { id: string; text: string } | { id: string; unreadable: string; elsewhere?: true };

/**
 * The files of one commit. Paths are relative to the top of the repository, separated by `/`; the top itself is `''`.
 * Both calls take many paths at once, since an implementation pays per request and not per path.
 */
export interface SourceTree {
  /** A directory that does not exist is absent from the answer. */
  list(directories: readonly string[]): Promise<Map<string, TreeEntry[]>>;
  /** A file that does not exist is absent from the answer; one that cannot be had as text says why (`unreadable`). */
  read(paths: readonly string[]): Promise<Map<string, SourceText>>;
}
