import type { FileDiff } from './file-diff.js';

/** A file that the pull request touches. `basePath` is absent for a new file, `headPath` for a removed one; they differ for a renamed one. */
export interface ChangedFile {
  basePath?: string;
  headPath?: string;
  /** `unknown` when neither a patch nor both texts could be had: the reason is for the reader of the check. */
  diff: FileDiff | { unknown: string };
}

/** What a pull request does: its files at the merge base and at the head, with the diff between them. */
export interface Change {
  mergeBase: string;
  head: string;
  files: ChangedFile[];
}
