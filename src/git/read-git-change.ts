import type { SourceTree } from '../go/source-tree.js';
import type { ReadChange } from '../review/review-host.js';
import { errorFromGit, GitError } from './git-error.js';
import { GitObjects } from './git-objects.js';
import { runGit } from './git-process.js';
import { GitSourceTree } from './git-source-tree.js';
import { parseDiffOutput } from './parse-diff-output.js';

export interface GitRange {
  /** A work tree, a directory in one, or a bare clone. */
  repo: string;
  base: string;
  head: string;
}

/** The files of `base`, `head` and `trusted` can be read until it is closed. */
export interface GitChange extends ReadChange {
  /** The commit that `--base` names, not the merge base: what is looked for is decided by those who can push there. */
  trusted: SourceTree;
  close(): Promise<void>;
}

/** The files that can change what Go code means, and those that say how it is reviewed; a pull request's others need no diff. */
const readPaths = [
  ...[':(top,glob)**/*.go', ':(top,glob)**/go.mod', ':(top,glob)**/go.work'],
  ...[':(top,literal).github/hindsight.yml', ':(top,literal).github/hindsight'],
];

/** Each option that configuration could set otherwise, so that the same two commits give the same diff everywhere. */
const diffOptions = [
  ...['-r', '-z', '--raw', '-p', '--no-abbrev', '--full-index', '--no-color', '--no-relative'],
  ...['--diff-algorithm=myers', '--indent-heuristic', '-U3', '--inter-hunk-context=0', '-O/dev/null'],
  ...['--find-renames=50%', '-l1000', '--submodule=short', '--ignore-submodules=none'],
  // Attributes must not hide a Go file as binary, or show it through a program.
  ...['--text', '--no-ext-diff', '--no-textconv'],
];

/**
 * Reads what `head` does since it left `base`, from a clone on disk; nothing is fetched and nothing of the repository is executed.
 * Renames are followed among the files that are read. Where `head` is an ancestor of `base` the change is the way back. Throws a GitError.
 */
export async function readGitChange({ repo, base, head }: GitRange): Promise<GitChange> {
  const objects = new GitObjects(repo);
  try {
    const [baseCommit, headCommit] = await Promise.all([objects.commit('base', base), objects.commit('head', head)]);
    const ancestor = await mergeBaseOf(repo, baseCommit.id, headCommit.id);
    // A head that base contains already has nothing to merge: whoever names it wants to see what going back to it would do.
    const mergeBase = ancestor === headCommit.id ? baseCommit.id : ancestor;
    const [output, mergeBaseCommit] = await Promise.all([
      runGit(repo, ['diff-tree', ...diffOptions, '--end-of-options', mergeBase, headCommit.id, '--', ...readPaths]),
      objects.commit('the merge base', mergeBase),
    ]);
    if (output.code !== 0) throw errorFromGit(repo, output.stderr, 'git-failed');
    return {
      change: { mergeBase, head: headCommit.id, files: parseDiffOutput(output.stdout) },
      base: new GitSourceTree(objects, mergeBaseCommit.tree),
      head: new GitSourceTree(objects, headCommit.tree),
      trusted: new GitSourceTree(objects, baseCommit.tree),
      close: () => objects.close(),
    };
  } catch (error) {
    await objects.close();
    throw error;
  }
}

/** The first one where there are several, as git itself takes it for `git diff base...head`. */
async function mergeBaseOf(repo: string, base: string, head: string): Promise<string> {
  const { code, stdout, stderr } = await runGit(repo, ['merge-base', '--end-of-options', base, head]);
  const id = stdout.toString().trim();
  if (code === 0 && id) return id;
  if (code === 1) {
    throw new GitError(
      'no-merge-base',
      `expected a common ancestor of base ${base} and head ${head}, got none; a shallow clone needs \`git fetch --unshallow\``,
    );
  }
  throw errorFromGit(repo, stderr, 'git-failed');
}
