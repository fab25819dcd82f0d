import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { type BatchAnswer, BatchParser } from './batch-parser.js';
import { errorFromGit, type GitError } from './git-error.js';
import { startError, startGit } from './git-process.js';

interface Waiting {
  resolve(answer: BatchAnswer): void;
  reject(error: GitError): void;
}

/** One long-lived `git cat-file --batch`: a process per object would cost more than everything else that a review does. */
export class CatFile {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<void>;
  #waiting: Waiting[] = [];
  #answered = 0;
  #failure: GitError | undefined;

  constructor(repo: string, blobBytesMax: number) {
    this.#child = startGit(repo, ['cat-file', '--batch']);
    const parser = new BatchParser(blobBytesMax, (answer) => this.#next()?.resolve(answer));
    const stderr: Buffer[] = [];
    this.#child.stdout.on('data', (chunk: Buffer) => parser.push(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A process that has ended also breaks the pipe; its own words, at `close`, say why.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => this.#fail(startError(error)));
    this.#closed = new Promise((resolve) => {
      this.#child.on('close', () => {
        this.#fail(errorFromGit(repo, Buffer.concat(stderr).toString(), 'unreadable-object'));
        resolve();
      });
    });
  }

  /** `name` is an object id or a revision; it must not hold a line feed. Rejects with a GitError when git gave up. */
  ask(name: string): Promise<BatchAnswer> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${name}\n`);
    });
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }

  /** git answers in the order of the questions. */
  #next(): Waiting | undefined {
    const next = this.#waiting[this.#answered++];
    if (this.#answered === this.#waiting.length) {
      this.#waiting = [];
      this.#answered = 0;
    }
    return next;
  }

  #fail(error: GitError): void {
    this.#failure ??= error;
    const left = this.#waiting.slice(this.#answered);
    this.#waiting = [];
    this.#answered = 0;
    for (const { reject } of left) reject(this.#failure);
  }
}
