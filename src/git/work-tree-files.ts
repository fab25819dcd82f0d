import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryTree } from '../go/memory-tree.js';
import type { SourceTree } from '../go/source-tree.js';
import { runGit } from './git-process.js';

/** Files and bytes that are taken of one directory. */
const filesMax = 4000;
const fileBytesMax = 1024 * 1024;

/** The top of the work tree that a directory lies in; absent for a bare clone. */
export async function workTreeOf(repo: string): Promise<string | undefined> {
  const { code, stdout } = await runGit(repo, ['rev-parse', '--show-toplevel']);
  return code === 0 ? stdout.toString().replace(/\n$/, '') : undefined;
}

/** Files of a directory of a work tree as they stand on the disk, committed or not. Links are left alone, since they may lead anywhere. */
export async function readWorkTree(top: string, directory: string): Promise<SourceTree> {
  const texts: Record<string, string> = {};
  const entries = await readdir(join(top, directory), { recursive: true, withFileTypes: true }).catch(missingIsEmpty);
  const files = entries.filter((entry) => entry.isFile()).slice(0, filesMax);
  for (const entry of files) {
    const file = join(entry.parentPath, entry.name);
    const { size } = await lstat(file);
    if (size <= fileBytesMax) texts[file.slice(top.length + 1)] = await readFile(file, 'utf8');
  }
  return memoryTree(texts);
}

function missingIsEmpty(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
