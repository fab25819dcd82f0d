export type GitErrorKind =
  | 'git-missing'
  | 'not-a-repository'
  | 'unknown-revision'
  | 'no-merge-base'
  | 'unreadable-object'
  | 'git-failed';

/** Why a change could not be read from git. The message says what was expected, what came and what to do. */
export class GitError extends Error {
  readonly kind: GitErrorKind;

  constructor(kind: GitErrorKind, message: string) {
    super(message);
    this.name = 'GitError';
    this.kind = kind;
  }
}

/** Turns what git wrote to stderr into an error; `otherwise` is for what git says in words of its own about the command at hand. */
export function errorFromGit(repo: string, stderr: string, otherwise: GitErrorKind): GitError {
  const words = stderr.trim().replace(/\s*\n\s*/g, '; ') || 'nothing';
  if (/not a git repository|cannot change to|dubious ownership/i.test(stderr)) {
    return new GitError('not-a-repository', `expected a git repository at ${JSON.stringify(repo)}, git says: ${words}`);
  }
  if (
    otherwise === 'unreadable-object' ||
    /promisor|unable to read|bad object|missing|corrupt|bad tree/i.test(stderr)
  ) {
    return unreadableObject(repo, `git says: ${words}`);
  }
  return new GitError(otherwise, `expected git to succeed in ${JSON.stringify(repo)}, git says: ${words}`);
}

export function unreadableObject(repo: string, got: string): GitError {
  return new GitError(
    'unreadable-object',
    `expected every object of the two commits in ${JSON.stringify(repo)}, ${got}; a shallow or partial clone needs \`git fetch --unshallow\` or \`git fetch --refetch --no-filter\``,
  );
}
