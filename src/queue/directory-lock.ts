import { createHash, randomUUID } from 'node:crypto';
import { realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';

/** Bytes of an address that every system takes (`sun_path` has 104 on macOS and 108 on Linux, with an end mark). */
const socketPathBytesMax = 103;

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Keeps a directory for this process alone: PGlite does not, and two processes on one directory destroy each other's data. The lock is a socket that
 * listens, since the kernel closes it however the process dies, and since other containers on the same volume can reach it. A file with a process id
 * has neither property, and `proper-lockfile` waits for a time to pass before it believes that the owner is dead.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = await socketPath(directory);
  const server = (await listen(path)) ?? (await listenAfterDead(path, directory));
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
  constructor(directory: string) {
    super(
      `expected ${directory} for this process alone, got one that another process of Hindsight uses. ` +
        'Stop the other one, or set HINDSIGHT_DATA to another directory, or share the work over PostgreSQL with DATABASE_URL.',
    );
  }
}

async function socketPath(directory: string): Promise<string> {
  const real = await realpath(directory);
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\hindsight-${createHash('sha256').update(real).digest('hex')}`;
  }
  const path = join(real, 'lock');
  const shortest = [path, relative(process.cwd(), path)].sort((a, b) => a.length - b.length)[0] ?? path;
  if (Buffer.byteLength(shortest) > socketPathBytesMax) {
    throw new Error(`expected a data directory with a path under ${socketPathBytesMax - 5} bytes, got ${directory}`);
  }
  return shortest;
}

/** Undefined when the path is taken, by a living process or a dead one. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

async function listenAfterDead(path: string, directory: string): Promise<Server> {
  await removeDead(path, directory);
  const server = await listen(path);
  if (!server) throw new DirectoryInUseError(directory);
  return server;
}

/** Moves it away before it is looked at again: between a look and a deletion another process could have taken its place. */
async function removeDead(path: string, directory: string): Promise<void> {
  if (await answers(path)) throw new DirectoryInUseError(directory);
  const moved = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another one was faster, and now owns it
    throw error;
  }
  if (await answers(moved)) {
    await rename(moved, path);
    throw new DirectoryInUseError(directory);
  }
  await unlink(moved);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
