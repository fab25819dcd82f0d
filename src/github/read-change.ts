import type { ChangedFile } from '../diff/change.js';
import { diffFromPatch } from '../diff/diff-from-patch.js';
import { diffFromTexts } from '../diff/diff-from-texts.js';
import type { FileDiff } from '../diff/file-diff.js';
import type { SourceText, SourceTree } from '../go/source-tree.js';
import type { ReadChange } from '../review/review-host.js';
import type { ReviewJob } from '../review/review-job.js';
import { createBlobStore } from './blob-store.js';
import type { GitHubClient } from './github-client.js';
import { cachedObjects, type ObjectCache } from './object-cache.js';
import { createObjectReader } from './object-reader.js';
import { comparePull, type PullFile, pullFilesMax } from './pull-files.js';
import type { QueuedPulls } from './queued-pulls.js';
import { createSourceTrees } from './source-trees.js';

/** The change, and the files of the pull request as GitHub lists them. `queued` names the pull requests of a merge group. */
export async function readChange(
  octokit: GitHubClient,
  job: ReviewJob,
  baseSha: string,
  objects: ObjectCache,
  queued?: () => Promise<QueuedPulls>,
): Promise<ReadChange & { files: readonly PullFile[] }> {
  const { mergeBase, files } = await comparePull(octokit, job, baseSha, queued);
  const readObject = cachedObjects(objects, job, createObjectReader(octokit, job));
  const trees = createSourceTrees({
    readObject,
    blobs: createBlobStore(octokit, job, readObject),
    mergeBase,
    head: job.headSha,
    changedAtBase: files
      .map(basePathOf)
      .filter((path) => path !== undefined)
      .filter(isGoSource),
  });
  const changed = await Promise.all(files.map((file) => changedFile(file, trees)));
  return { change: { mergeBase, head: job.headSha, files: [...changed, ...missingFiles(files)] }, files, ...trees };
}

/** What the analysis reads of a directory. Anything else can be had too, at the cost of a request. */
function isGoSource(path: string): boolean {
  return /\.go$|(^|\/)go\.(mod|work)$/.test(path);
}

function basePathOf({ status, path, previousPath }: PullFile): string | undefined {
  // A copy is a new file: what it was copied from is still there, and is not what this file was.
  if (status === 'added' || status === 'copied') return undefined;
  return status === 'renamed' ? (previousPath ?? path) : path;
}

async function changedFile(file: PullFile, trees: { base: SourceTree; head: SourceTree }): Promise<ChangedFile> {
  const basePath = basePathOf(file);
  const headPath = file.status === 'removed' ? undefined : file.path;
  const paths = { ...(basePath === undefined ? {} : { basePath }), ...(headPath === undefined ? {} : { headPath }) };
  const shown = file.patch === undefined ? undefined : diffFromPatch(file.patch);
  if (shown && !('unknown' in shown) && isWhole(shown, file)) return { ...paths, diff: shown };
  // Of other files nothing is reviewed, and an image or a lock file is not worth its bytes.
  if (!file.path.endsWith('.go')) return { ...paths, diff: { unknown: 'GitHub shows no diff of it' } };
  return { ...paths, diff: await rebuiltDiff(trees, basePath, headPath) };
}

/** A patch that says less than the counts beside it was cut off. */
function isWhole(diff: FileDiff, { additions, deletions }: PullFile): boolean {
  return diff.added.length === additions && diff.removed.length === deletions;
}

/**
 * GitHub leaves the patch out for large diffs, and for all files of a page after 20,000 lines; it even counts 0 changed lines there
 * (https://github.com/orgs/community/discussions/213491), so a missing patch never means that nothing changed.
 */
async function rebuiltDiff(
  trees: { base: SourceTree; head: SourceTree },
  basePath: string | undefined,
  headPath: string | undefined,
): Promise<FileDiff | { unknown: string }> {
  const [base, head] = await Promise.all([textAt(trees.base, basePath), textAt(trees.head, headPath)]);
  for (const side of [base, head]) if (side && 'unreadable' in side) return { unknown: side.unreadable };
  if (base && head && base.id === head.id) return { hunks: [], added: [], removed: [], seams: [] };
  return diffFromTexts(textOf(base), textOf(head));
}

async function textAt(tree: SourceTree, path: string | undefined): Promise<SourceText | undefined> {
  if (path === undefined) return undefined;
  return (await tree.read([path])).get(path) ?? { id: '', unreadable: 'GitHub does not give its contents' };
}

function textOf(source: SourceText | undefined): string | undefined {
  return source && 'text' in source ? source.text : undefined;
}

/** What GitHub did not list is said, not left out silently: an empty path stands for the whole repository. */
function missingFiles(files: readonly PullFile[]): ChangedFile[] {
  if (files.length < pullFilesMax) return [];
  return [
    { diff: { unknown: `GitHub lists ${pullFilesMax} files of a pull request, and this one has as many or more` } },
  ];
}
