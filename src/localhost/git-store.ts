import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileMap, LocalFile, TreeSource } from './world.js';

export interface GitObject {
  id: string;
  type: 'blob' | 'tree' | 'commit' | 'tag';
  content: Buffer;
}

export interface CommitToWrite {
  branch: string;
  parent?: string;
  tree: TreeSource;
  message: string;
  author: string;
  /** Seconds since 1970. */
  time: number;
}

/** One bare repository in a temporary directory. Reads go through one lasting process, since a query asks for many objects. */
export class GitStore {
  readonly directory: string;
  #reader: ChildProcessWithoutNullStreams | undefined;
  #unread = Buffer.alloc(0);
  readonly #waiting: ((object: GitObject | undefined) => void)[] = [];

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** `objectsFrom` is a git directory whose objects are shared. */
  static async create(objectsFrom?: string): Promise<GitStore> {
    const store = new GitStore(await mkdtemp(join(tmpdir(), 'hindsight-localhost-')));
    try {
      await store.run(['init', '--quiet', '--bare', '--initial-branch=main', '.']);
      if (objectsFrom !== undefined) {
        await writeFile(join(store.directory, 'objects/info/alternates'), `${join(objectsFrom, 'objects')}\n`);
      }
    } catch (error) {
      await store.delete();
      throw error;
    }
    return store;
  }

  async delete(): Promise<void> {
    this.#reader?.stdin.end();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Runs git; throws with what it said when it fails. */
  async run(args: readonly string[], input?: Buffer): Promise<Buffer> {
    const { status, stdout, stderr } = await this.#spawn(args, input);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: expected success, got status ${status}: ${stderr}`);
    return stdout;
  }

  /** The answer in one line, or undefined when git finds nothing. */
  async ask(args: readonly string[]): Promise<string | undefined> {
    const { status, stdout } = await this.#spawn(args);
    return status === 0 ? stdout.toString().trim() : undefined;
  }

  #spawn(args: readonly string[], input?: Buffer): Promise<{ status: number | null; stdout: Buffer; stderr: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn('git', args, { ...apart, cwd: this.directory });
      const output: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.on('error', reject);
      child.on('close', (status) =>
        resolve({ status, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString() }),
      );
      child.stdin.on('error', () => undefined); // git has ended early; its status says why
      child.stdin.end(input);
    });
  }

  /** An object by id, ref or `commit:path`; undefined when there is none. */
  read(expression: string): Promise<GitObject | undefined> {
    if (expression === '' || /[\n\0]/.test(expression)) return Promise.resolve(undefined);
    const reader = this.#startReader();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      reader.stdin.write(`${expression}\n`);
    });
  }

  /** The id of what an expression names; undefined when there is nothing. */
  async resolve(expression: string): Promise<string | undefined> {
    return (await this.read(expression))?.id;
  }

  #startReader(): ChildProcessWithoutNullStreams {
    if (this.#reader) return this.#reader;
    const reader = spawn('git', ['cat-file', '--batch'], { ...apart, cwd: this.directory });
    reader.stdout.on('data', (chunk: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, chunk]);
      this.#deliver();
    });
    const giveUp = (): void => {
      if (this.#reader === reader) {
        this.#reader = undefined; // the next one who reads starts another
        this.#unread = Buffer.alloc(0);
      }
      for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    };
    reader.on('close', giveUp);
    reader.on('error', giveUp); // somebody still asks while the world is being taken down
    reader.stdin.on('error', giveUp);
    reader.unref();
    this.#reader = reader;
    return reader;
  }

  #deliver(): void {
    for (;;) {
      const end = this.#unread.indexOf('\n');
      if (end < 0) return;
      const header = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(this.#unread.toString('utf8', 0, end));
      const [, id, type, size] = header ?? [];
      const bytes = Number(size ?? -1);
      // The content is followed by a line feed of its own.
      if (this.#unread.length < end + 1 + bytes + 1) return;
      const content = Buffer.from(this.#unread.subarray(end + 1, end + 1 + Math.max(bytes, 0)));
      this.#unread = this.#unread.subarray(end + 1 + bytes + 1);
      const object = id === undefined ? undefined : { id, type: type as GitObject['type'], content };
      this.#waiting.shift()?.(object);
    }
  }

  /** Writes a commit and moves the branch to it, whatever stood there. Returns its id. */
  async commit(commit: CommitToWrite): Promise<string> {
    const { branch, parent, tree, message, author, time } = commit;
    const replacing = 'directory' in tree && typeof tree.directory === 'string';
    const files = replacing ? await readDirectory(tree.directory as string) : (tree as FileMap);
    const who = `${author} <${author}@users.noreply.github.com> ${time} +0000`;
    const parts: (string | Uint8Array)[] = [
      `commit refs/heads/${branch}\nmark :1\nauthor ${who}\ncommitter ${who}\n`,
      `data ${Buffer.byteLength(message)}\n${message}\n`,
      parent === undefined ? '' : `from ${parent}\n`,
      replacing ? 'deleteall\n' : '',
    ];
    for (const [path, file] of Object.entries(files)) parts.push(...change(path, file));
    parts.push('\nget-mark :1\n');
    const input = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    return (await this.run(['fast-import', '--quiet', '--force'], input)).toString().trim();
  }
}

/** Nothing of the person who runs it: no configuration, no hooks, no prompt. */
const environment = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** A process group of its own: Ctrl-C in a terminal is for the one who runs this GitHub and lets it end in order. */
const apart = { env: environment, detached: process.platform !== 'win32' };

/** One file in the language of `git fast-import`. */
function change(path: string, file: LocalFile): (string | Uint8Array)[] {
  const name = `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  if (file === null) return [`D ${name}\n`];
  const isContent = typeof file === 'string' || file instanceof Uint8Array;
  if (isContent) return write('100644', name, file);
  if ('submodule' in file) return [`M 160000 ${file.submodule} ${name}\n`];
  return 'symlink' in file ? write('120000', name, file.symlink) : write('100755', name, file.executable);
}

function write(mode: string, name: string, content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`M ${mode} inline ${name}\ndata ${bytes.length}\n`, bytes, '\n'];
}

async function readDirectory(directory: string): Promise<FileMap> {
  const files: FileMap = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = path.slice(directory.length + 1).replaceAll('\\', '/');
    if (entry.isSymbolicLink()) files[name] = { symlink: await readlink(path) };
    else if (entry.isFile()) files[name] = await readFileWithMode(path);
  }
  return files;
}

async function readFileWithMode(path: string): Promise<LocalFile> {
  const content = await readFile(path);
  const executable = ((await stat(path)).mode & 0o100) !== 0;
  return executable ? { executable: content.toString() } : content;
}
