/** GitHub's names: RIGHT is the new side (head), LEFT the old one (merge base). */
export type Side = 'LEFT' | 'RIGHT';

/** A run of changed lines with its context, as in a unified diff. Lines are 1-based; a count may be 0. */
export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

/** Where lines were deleted: they stood in the old file from `oldStart` to `oldEnd`, between the lines `newBefore` and `newBefore + 1` of the new one. */
export interface Seam {
  oldStart: number;
  oldEnd: number;
  newBefore: number;
}

/** What happened to one file. `added` are lines of the new file, `removed` lines of the old one, both ascending. */
export interface FileDiff {
  hunks: Hunk[];
  added: number[];
  removed: number[];
  seams: Seam[];
}
