import type { SourceText } from './source-tree.js';

/** What could not be read or understood, and why: a file, some of its lines (1-based, inclusive), or a directory. */
export interface SkippedSource {
  path: string;
  reason: string;
  lines?: { line: number; endLine: number };
  elsewhere?: true;
}

export function skippedSource(
  path: string,
  { unreadable, elsewhere }: Extract<SourceText, { unreadable: string }>,
): SkippedSource {
  return { path, reason: unreadable, ...(elsewhere ? { elsewhere } : {}) };
}
