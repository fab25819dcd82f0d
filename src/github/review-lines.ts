import { acceptsComment } from '../diff/commentable-lines.js';
import { diffFromPatch } from '../diff/diff-from-patch.js';
import type { CommentToPost } from '../review/review-plan.js';
import type { PullFile } from './pull-files.js';

/**
 * `unknown`: GitHub lists no patch of the file. It may show the diff all the same, or answer "path diff too large":
 * https://github.com/octokit/octokit.rb/pull/1324
 */
export type Standing = 'in the diff' | 'outside the diff' | 'unknown';

/** What the list of files says about where GitHub takes comments. */
export interface ReviewLines {
  /** GitHub names a renamed file by its new path, on both sides. */
  pathOf(path: string): string;
  standingOf(comment: CommentToPost): Standing;
}

/** Without a list nothing is known. */
export function reviewLines(files: readonly PullFile[] | undefined): ReviewLines {
  const byPath = new Map(files?.map((file) => [file.path, file]));
  const renamed = new Map(files?.flatMap(({ path, previousPath }) => (previousPath ? [[previousPath, path]] : [])));
  const pathOf = (path: string) => (byPath.has(path) ? path : (renamed.get(path) ?? path));
  return {
    pathOf,
    standingOf({ path, location }) {
      if (!files || !location) return 'unknown';
      const file = byPath.get(pathOf(path));
      if (!file) return 'outside the diff';
      const diff = file.patch === undefined ? undefined : diffFromPatch(file.patch);
      if (!diff || 'unknown' in diff) return 'unknown';
      return acceptsComment(diff, location) ? 'in the diff' : 'outside the diff';
    },
  };
}
