import { createHash, randomUUID } from 'node:crypto';
import { readdir, realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes of an address that every system takes (`sun_path` has 104 on macOS and 108 on Linux, with an end mark). */
const socketPathBytesMax = 103;
/** Milliseconds for which somebody else's claim is looked at again: several that start together each see the others'. */
const patience = 1500;
/** Milliseconds between two looks, at most. */
const pauseMax = 60;

const claimPrefix = 'lock-';
const nameLength = `${claimPrefix}12345678`.length;

export interface DirectoryLock {
  release(): Promise<void>;
}

interface Claim {
  name: string;
  withdraw(): Promise<void>;
}

/**
 * Keeps a directory for this process alone: PGlite does not, and two processes on one directory destroy each other's data. A claim is a socket that
 * listens, since the kernel closes it however the process dies, and since other containers on the same volume can reach it. A file with a process id
 * has neither property, and `proper-lockfile` waits for a time to pass before it believes that the owner is dead.
 *
 * Each claim has a name of its own, so removing a dead one can never hit a living one. Whoever has claimed and then sees no other living claim owns
 * the directory: all who come later see his.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const real = await realpath(directory);
  if (process.platform === 'win32') return lockPipe(real, directory);
  const top = [real, relative(process.cwd(), real) || '.'].sort((a, b) => a.length - b.length)[0] ?? real;
  if (Buffer.byteLength(join(top, 'x'.repeat(nameLength))) > socketPathBytesMax) {
    const room = socketPathBytesMax - nameLength - 1;
    throw new Error(`expected a data directory with a path of at most ${room} bytes, got ${directory}`);
  }
  const deadline = Date.now() + patience;
  let claim: Claim | undefined = await claimIn(top);
  for (;;) {
    const others = await livingClaims(top, claim?.name);
    if (claim && others.length === 0) return { release: claim.withdraw };
    // Of several that wait for each other, the one whose name comes first keeps its claim.
    if (claim && others.some((name) => name < (claim?.name ?? ''))) {
      await claim.withdraw();
      claim = undefined;
    }
    if (Date.now() > deadline) {
      await claim?.withdraw();
      throw new DirectoryInUseError(directory);
    }
    await delay(Math.random() * pauseMax);
    if (!claim && (await livingClaims(top)).length === 0) claim = await claimIn(top);
  }
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

/** It gets its name when it listens already: a claim that does not answer is a dead one. */
async function claimIn(top: string): Promise<Claim> {
  const id = randomUUID().slice(0, 8);
  const unnamed = join(top, `claim${id}`);
  const name = `${claimPrefix}${id}`;
  const server = await listen(unnamed);
  server.unref();
  await rename(unnamed, join(top, name));
  return {
    name,
    async withdraw() {
      await unlink(join(top, name)).catch(goneAlready);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Names of the claims of others that somebody answers for; those of the dead are removed. */
async function livingClaims(top: string, own?: string): Promise<string[]> {
  const names = (await readdir(top)).filter((name) => name.startsWith(claimPrefix) && name !== own);
  const living = await Promise.all(
    names.map(async (name) => {
      if (await answers(join(top, name))) return [name];
      await unlink(join(top, name)).catch(goneAlready);
      return [];
    }),
  );
  return living.flat();
}

/** A named pipe belongs to one process, and is gone with it: https://learn.microsoft.com/en-us/windows/win32/ipc/named-pipes */
async function lockPipe(real: string, directory: string): Promise<DirectoryLock> {
  const path = `\\\\.\\pipe\\hindsight-${createHash('sha256').update(real).digest('hex')}`;
  const server = await listen(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new DirectoryInUseError(directory) : error;
  });
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Anything else, a full queue for example, says that somebody is there.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}

function goneAlready(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
