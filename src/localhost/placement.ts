import { type DiffedFile, type DiffHunk, diffCommits, mapLine, mergeBase } from './git-diff.js';
import type { Limits } from './limits.js';
import type { Pull, Repository, Thread } from './state.js';

export type Side = 'LEFT' | 'RIGHT';

/** Where a comment on lines shall go. */
export interface Place {
  path: string;
  line: number;
  side: Side;
  startLine?: number;
  startSide?: Side;
}

/** Why GitHub does not take a comment there: `sentence` for a review, `field` and `message` for a single comment. */
export interface Fault {
  code: 'custom' | 'invalid';
  field: string;
  message?: string;
  sentence: string;
}

/** The commit where a pull request leaves its base; undefined when the two have no common ancestor. */
export const mergeBaseOf = (repository: Repository, base: string, head: string): Promise<string | undefined> =>
  mergeBase(repository.store, base, head);

/** What the pull request changes, with `commit` as its head. */
export async function diffOfPull(repository: Repository, pull: Pull, commit = pull.headSha): Promise<DiffedFile[]> {
  const mergeBase = await mergeBaseOf(repository, pull.baseSha, commit);
  return mergeBase === undefined ? [] : diffCommits(repository.store, mergeBase, commit);
}

const patchText = (file: DiffedFile): string => file.hunks.map((hunk) => hunk.text).join('\n');

/** The `patch` of a file, where GitHub gives one. */
export function patchOf(file: DiffedFile, limits: Limits): string | undefined {
  const text = patchText(file);
  const tooLarge =
    text.split('\n').length > limits.patchLinesPerFile || Buffer.byteLength(text) > limits.patchBytesPerFile;
  return file.hunks.length === 0 || tooLarge ? undefined : text;
}

export function hunkAt(file: DiffedFile, side: Side, line: number): DiffHunk | undefined {
  return file.hunks.find((hunk) => {
    const [start, lines] = side === 'LEFT' ? [hunk.oldStart, hunk.oldLines] : [hunk.newStart, hunk.newLines];
    return line >= start && line < start + lines;
  });
}

const onThread = (field: 'line' | 'start_line', rule: string): Fault => ({
  code: 'custom',
  field: `pull_request_review_thread.${field}`,
  message: `pull_request_review_thread.${field} ${rule}`,
  sentence: `Pull request review thread ${field.replace('_', ' ')} ${rule}`,
});

/**
 * The rules for a comment on lines, in GitHub's words.
 * https://github.com/parkerbxyz/suggest-changes/issues/28 (all three of a review), https://github.com/qiniu/reviewbot/issues/179 (of a
 * single comment), https://github.com/ubuntu/WSL/pull/244 (order), https://github.com/warpdotdev/oz-for-oss/issues/310 and
 * https://github.com/prontolabs/pronto/issues/149 (path), https://github.com/octokit/octokit.rb/pull/1324 (large file).
 */
export function faultsOf(files: readonly DiffedFile[], place: Place, limits: Limits): Fault[] {
  const file = files.find((candidate) => candidate.path === place.path);
  if (!file) return [pathFault];
  if (file.hunks.length > 0 && patchOf(file, limits) === undefined) {
    const message = 'path diff too large';
    return [{ code: 'custom', field: 'path', message, sentence: 'Path diff too large' }];
  }
  const { line, side, startLine, startSide = side } = place;
  const hunk = hunkAt(file, side, line);
  const faults: Fault[] = hunk ? [] : [onThread('line', 'must be part of the diff')];
  if (startLine !== undefined) {
    if (startSide === side && startLine >= line) faults.push(onThread('start_line', 'must precede the end line.'));
    const startHunk = hunkAt(file, startSide, startLine);
    if (!startHunk || startHunk !== hunk) {
      faults.push(onThread('start_line', 'must be part of the same hunk as the line.'));
    }
  }
  if (!hunk) {
    const message = "pull_request_review_thread.diff_hunk can't be blank";
    const sentence = "Pull request review thread diff hunk can't be blank";
    faults.push({ code: 'custom', field: 'pull_request_review_thread.diff_hunk', message, sentence });
  }
  return faults;
}

export const pathFault: Fault = { code: 'invalid', field: 'path', sentence: 'Path could not be resolved' };

/** The hunk down to the commented line, as a comment shows it. */
export function hunkDownTo(hunk: DiffHunk, side: Side, line: number): string {
  const [header = '', ...body] = hunk.text.split('\n');
  const other = side === 'LEFT' ? '+' : '-';
  let at = (side === 'LEFT' ? hunk.oldStart : hunk.newStart) - 1;
  const end = body.findIndex((text) => {
    if (!text.startsWith(other) && !text.startsWith('\\')) at += 1;
    return at === line;
  });
  return [header, ...body.slice(0, end + 1)].join('\n');
}

export interface PlaceNow {
  path: string;
  line?: number;
  startLine?: number;
  outdated: boolean;
}

/** Where a thread stands after later pushes: it moves with its line, and is outdated once that line leaves the diff. */
export async function placeNow(repository: Repository, pull: Pull, thread: Thread): Promise<PlaceNow> {
  const { path, line, startLine } = thread;
  if (line === undefined) return { path, outdated: false };
  if (thread.commit === pull.headSha)
    return { path, line, outdated: false, ...(startLine !== undefined && { startLine }) };
  const outdated: PlaceNow = { path, outdated: true };
  const mergeBase = await mergeBaseOf(repository, pull.baseSha, pull.headSha);
  if (mergeBase === undefined) return outdated;
  const right = await changesBetween(repository, thread.commit, pull.headSha, path);
  if (right === 'removed') return outdated;
  const file = (await diffOfPull(repository, pull)).find((candidate) => candidate.path === right.path);
  if (!file) return outdated;
  const left =
    thread.side === 'LEFT' &&
    (await changesBetween(repository, thread.mergeBase, mergeBase, file.previousPath ?? file.path));
  if (left === 'removed') return outdated;
  const hunks = left ? left.hunks : right.hunks;
  const lineNow = mapLine(hunks, line);
  if (lineNow === undefined || !hunkAt(file, thread.side, lineNow)) return outdated;
  const startNow = startLine === undefined ? undefined : mapLine(hunks, startLine);
  return { path: right.path, line: lineNow, outdated: false, ...(startNow !== undefined && { startLine: startNow }) };
}

/** How a file got from one commit to another: its path there, and the changed lines without context. */
async function changesBetween(
  repository: Repository,
  from: string,
  to: string,
  path: string,
): Promise<{ path: string; hunks: DiffHunk[] } | 'removed'> {
  const files = await diffCommits(repository.store, from, to, 0);
  const file = files.find((candidate) => (candidate.previousPath ?? candidate.path) === path);
  if (!file) return { path, hunks: [] };
  return file.status === 'removed' ? 'removed' : { path: file.path, hunks: file.hunks };
}
