// Keeps the code that V8 compiled in one review: of a repository in which every incident of ours happens again, so that most of the code has run.
// Compiled code is only a help: where git is missing, the command line compiles at each start.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const incidents = fileURLToPath(new URL('../src/incidents', import.meta.url));
const child = fileURLToPath(new URL('./review-and-keep-code.mjs', import.meta.url));

export function keepCompiledCode() {
  if (spawnSync('git', ['--version']).status !== 0) {
    console.log('No git was found: the command line will compile its code at each start.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hindsight-build-'));
  try {
    const [base, head] = ['after', 'before'].map((side) => commit(folder, side));
    run(process.execPath, [child, 'review', '--repo', folder, '--base', base, '--head', head], folder, [0, 1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All incidents as they were `before` or `after` their repair, as one commit. */
function commit(folder, side) {
  git(folder, 'init', '--quiet');
  for (const slug of readdirSync(incidents)) {
    const from = join(incidents, slug, side);
    if (existsSync(from)) cpSync(from, join(folder, slug), { recursive: true });
  }
  writeFileSync(join(folder, 'go.mod'), 'module example.com/incidents\n');
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=build', '-c', 'user.email=build@localhost', 'commit', '--quiet', '--message', side);
  return git(folder, 'rev-parse', 'HEAD');
}

function git(folder, ...parameters) {
  mkdirSync(folder, { recursive: true });
  return run('git', parameters, folder, [0]);
}

function run(command, parameters, folder, expected) {
  // Nothing of the machine's or the caller's git settings: a build may run inside a hook, or where commits have to be signed.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(environment), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const { status, error, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, env, encoding: 'utf8' });
  if (error) throw error;
  if (!expected.includes(status)) throw new Error(`expected ${command} to end with ${expected}, got ${status}: ${stderr}`);
  return stdout.trim();
}
