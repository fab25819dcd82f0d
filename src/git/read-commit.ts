import { errorFromGit } from './git-error.js';
import { runGit } from './git-process.js';

/** What a commit says of itself. `date` is the day on which it was written, as ISO. */
export interface CommitNote {
  id: string;
  date: string;
  subject: string;
}

/** Throws a GitError when the revision names no commit. */
export async function readCommit(repo: string, revision: string): Promise<CommitNote> {
  const format = '--format=%H%n%as%n%s';
  const { code, stdout, stderr } = await runGit(repo, ['log', '-1', format, '--end-of-options', revision, '--']);
  const [id = '', date = '', subject = ''] = stdout.toString('utf8').split('\n');
  if (code !== 0 || id === '') throw errorFromGit(repo, stderr, 'unknown-revision');
  return { id, date, subject };
}
