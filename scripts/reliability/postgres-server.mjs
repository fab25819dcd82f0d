// A PostgreSQL server for the time of a test, in a directory of its own. It needs the programs of PostgreSQL on this machine (Debian: apt-get install postgresql).
import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root. In its place: nobody. */
const nobody = 65_534;

/** The directory of initdb and postgres, or undefined. Debian keeps them out of the PATH. */
export async function findPostgres() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  for (const directory of [...debian, ...(process.env.PATH ?? '').split(delimiter)]) {
    if ((await readdir(directory).catch(() => [])).includes('initdb')) return directory;
  }
  return undefined;
}

/** Gives `url` for a database, `createDatabase(name)` with its url, and `stop()`. */
export async function startPostgres(programs) {
  const directory = await mkdtemp(join(tmpdir(), 'hindsight-postgres-'));
  const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (asNobody.uid) await chown(directory, nobody, nobody);
  const options = { ...asNobody, cwd: directory };
  const data = join(directory, 'data');
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'hindsight', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'],
    { ...options, stdio: 'ignore' },
  );
  const stopped = new Promise((resolve) => server.once('exit', resolve));
  const url = (name) => `postgres://hindsight@127.0.0.1:${port}/${name}`;
  const sql = (text) => run('psql', ['-qX', '-d', url('postgres'), '-c', text]);
  for (let tries = 0; ; tries++) {
    try {
      await sql('SELECT 1');
      break;
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    async createDatabase(name) {
      await sql(`CREATE DATABASE "${name}"`);
      return url(name);
    },
    async stop() {
      server.kill('SIGINT');
      await stopped;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
