/** GitHub's names: RIGHT is the new side (head), LEFT the old one (merge base). */
export type Side = 'LEFT' | 'RIGHT';

/** Lines of one side of a diff. 1-based, the end inclusive. */
export interface LineRange {
  side: Side;
  line: number;
  endLine: number;
}

/** A run of changed lines with its context, as in a unified diff. Lines are 1-based; where a count is 0, the start is the line before. */
export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

/**
 * Where lines were deleted: they stood in the old file from `oldStart` to `oldEnd`, directly below the line `newBefore` of
 * the new one (0: at the top). Lines that were added in their place follow it.
 */
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
