import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { GitError } from './git-error.js';

/** Bytes of stdout of one git command. A diff beyond it is no change that anybody reviews. */
const outputBytesMax = 256 * 1024 * 1024;

/** Configuration that overrules the repository's own, so that nothing in it runs a program or changes a verdict. */
const configuration = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  `core.attributesFile=${devNull}`,
  'diff.suppressBlankEmpty=false',
  // Somebody else's repository is fine, for example one mounted into a container: nothing of it is executed.
  'safe.directory=*',
];

/**
 * Only the repository counts: no user's or system's configuration, no variables of a hook that we may be called from, no replaced objects,
 * no locks, no questions, and no network when an object of a partial clone is missing.
 */
function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || name === 'GIT_EXEC_PATH',
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none', // git before 2.45 does not know GIT_NO_LAZY_FETCH
  };
}

export function startGit(repo: string, command: readonly string[]): ChildProcessWithoutNullStreams {
  const options = configuration.flatMap((setting) => ['-c', setting]);
  return spawn('git', ['--no-pager', '-C', repo, ...options, ...command], { env: gitEnvironment() });
}

/** What the error of a process that could not be started means to the reader. */
export function startError(error: Error): GitError {
  return new GitError('git-missing', `expected a git command on the PATH, got: ${error.message}`);
}

export interface GitOutput {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs one git command to its end. Rejects with a GitError when git cannot be started or writes too much. */
export function runGit(repo: string, command: readonly string[]): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = startGit(repo, command);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    child.stdin.end();
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= outputBytesMax) stdout.push(chunk);
      else child.kill();
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(startError(error)));
    child.on('close', (code) => {
      if (bytes > outputBytesMax) {
        reject(new GitError('git-failed', `expected at most ${outputBytesMax} bytes from git ${command[0]}, got more`));
      } else resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
