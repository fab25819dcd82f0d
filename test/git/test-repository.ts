import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A real git repository in a temporary directory, gone when the test is. */
export class TestRepository {
  readonly directory: string;

  constructor(directory = mkdtempSync(join(tmpdir(), 'hindsight-git-'))) {
    this.directory = directory;
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  }

  static create(): TestRepository {
    const repository = new TestRepository();
    repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  git(...args: string[]): string {
    const who = { NAME: 'A', EMAIL: 'a@example.com', DATE: '2024-01-01T00:00:00Z' };
    const identity = Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]);
    const env = { ...process.env, ...Object.fromEntries(identity), GIT_CONFIG_GLOBAL: '/dev/null' };
    return execFileSync('git', ['-c', 'core.autocrlf=false', '-c', 'protocol.file.allow=always', ...args], {
      cwd: this.directory,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  }

  write(files: Record<string, string | Buffer>): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.directory, path)), { recursive: true });
      writeFileSync(join(this.directory, path), content);
    }
    return this;
  }

  remove(...paths: string[]): this {
    for (const path of paths) rmSync(join(this.directory, path));
    return this;
  }

  link(path: string, target: string): this {
    symlinkSync(target, join(this.directory, path));
    return this;
  }

  makeExecutable(path: string): this {
    chmodSync(join(this.directory, path), 0o755);
    return this;
  }

  /** Commits everything that stands in the work tree and gives the commit's id. */
  commit(message = 'change'): string {
    this.git('add', '--all');
    return this.commitIndex(message);
  }

  commitIndex(message = 'change'): string {
    this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.git('rev-parse', 'HEAD');
  }
}
