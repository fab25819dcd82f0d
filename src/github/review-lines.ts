import { acceptsComment } from '../diff/commentable-lines.js';
import { diffFromPatch } from '../diff/diff-from-patch.js';
import type { CommentToPost } from '../review/review-plan.js';
import type { PullFile } from './pull-files.js';

/** What the list of files says about where GitHub takes comments. Without a list (`undefined`) nothing is known. */
export interface ReviewLines {
  /** GitHub names a renamed file by its new path, on both sides. */
  pathOf(path: string): string;
  /** False when the lines are not in a diff that GitHub shows; then the whole review would be refused for this one comment. */
  takes(comment: CommentToPost): boolean;
}

export function reviewLines(files: readonly PullFile[] | undefined): ReviewLines {
  const byPath = new Map(files?.map((file) => [file.path, file]));
  const renamed = new Map(files?.flatMap(({ path, previousPath }) => (previousPath ? [[previousPath, path]] : [])));
  const pathOf = (path: string) => (byPath.has(path) ? path : (renamed.get(path) ?? path));
  return {
    pathOf,
    takes({ path, location }) {
      if (!files || !location) return true;
      const file = byPath.get(pathOf(path));
      if (!file) return false;
      const diff = file.patch === undefined ? undefined : diffFromPatch(file.patch);
      // A diff too large to be listed may still be there to comment on.
      return !diff || 'unknown' in diff || acceptsComment(diff, location);
    },
  };
}
