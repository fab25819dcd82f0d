import type { DiffedFile } from '../git-diff.js';
import { patchOf } from '../placement.js';
import { apiUrl, htmlUrl } from '../render.js';
import type { Repository, State } from '../state.js';

/**
 * The files of one answer. Once the patches in it add up to the limit, the rest look like files without any change:
 * https://github.com/orgs/community/discussions/213491
 */
export function renderFiles(
  state: State,
  repository: Repository,
  head: string,
  files: readonly DiffedFile[],
): unknown[] {
  let lines = 0;
  let bytes = 0;
  return files.map((file) => {
    const patch = patchOf(file, state.limits);
    lines += patch?.split('\n').length ?? 0;
    bytes += Buffer.byteLength(patch ?? '');
    const spent = lines > state.limits.patchLinesPerAnswer || bytes > state.limits.patchBytesPerAnswer;
    return renderFile(state, repository, head, file, spent ? 'spent' : patch);
  });
}

function renderFile(state: State, repository: Repository, head: string, file: DiffedFile, patch: string | undefined) {
  const spent = patch === 'spent';
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: spent ? 0 : file.additions,
    deletions: spent ? 0 : file.deletions,
    changes: spent ? 0 : file.additions + file.deletions,
    blob_url: `${htmlUrl(state, repository)}/blob/${head}/${path}`,
    raw_url: `${htmlUrl(state, repository)}/raw/${head}/${path}`,
    contents_url: `${apiUrl(state, repository)}/contents/${path}?ref=${head}`,
    // Absent for a binary file, a pure rename, an empty file, and one whose diff is too large.
    ...(patch !== undefined && !spent && { patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}
