import { errorFromGit, GitError } from '../git/git-error.js';
import { runGit } from '../git/git-process.js';

/** What one commit of the first-parent history did to its branch: with merge commits or squashed ones, a pull request. */
export interface MergedPull {
  /** Full ids. */
  base: string;
  head: string;
  subject: string;
  /** ISO 8601, of the commit. */
  date: string;
}

const separator = '\u001f';

/**
 * The last `count` commits of the first-parent history of `rev` that touch a Go file, newest first. A root commit has no base and is left out; so is,
 * in a shallow clone, one whose parent is missing. Throws a GitError.
 */
export async function mergedPulls(repo: string, rev: string, count: number): Promise<MergedPull[]> {
  const format = ['%H', '%P', '%cI', '%s'].join(separator);
  const { code, stdout, stderr } = await runGit(repo, [
    ...[
      'log',
      '--first-parent',
      '--no-show-signature',
      '--no-color',
      '-z',
      `--format=${format}`,
      `--max-count=${count}`,
    ],
    ...['--end-of-options', rev, '--', ':(top,glob)**/*.go'],
  ]);
  if (code !== 0) throw errorFromGit(repo, stderr, 'git-failed');
  const lines = stdout.toString().split('\0').filter(Boolean);
  const pulls = lines.flatMap((line): MergedPull[] => {
    const [head = '', parents = '', date = '', subject = ''] = line.split(separator);
    const [base = ''] = parents.split(' ');
    return base === '' ? [] : [{ base, head, subject, date }];
  });
  if (pulls.length === 0)
    throw new GitError('git-failed', `expected commits with Go files in the first-parent history of ${rev}, got none`);
  return pulls;
}
