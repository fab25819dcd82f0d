import { execFileSync } from 'node:child_process';

/**
 * A bare repository with two commits, `before` and `after`, made of files `{ path, before, after }`. One stream into git: ten thousand packages
 * take a second. Dates and names are fixed, so that the commits are the same at every run.
 */
export function writeRepository(directory, files) {
  git(['init', '--quiet', '--bare', directory]);
  const changed = files.filter(({ before, after }) => before !== after);
  const stream = [
    commit(
      1,
      files.map(({ path, before }) => fileModify(path, before)),
    ),
    commit(
      2,
      changed.map(({ path, after }) => fileModify(path, after)),
    ),
  ].flat();
  git(['-C', directory, 'fast-import', '--quiet', '--date-format=raw'], Buffer.concat(stream));
  const [head, base] = git(['-C', directory, 'rev-parse', 'main', 'main~1']).trim().split('\n');
  return { repo: directory, base, head };
}

function git(command, input) {
  return execFileSync('git', command, { input, encoding: 'utf8', maxBuffer: 1024 * 1024 });
}

/** https://git-scm.com/docs/git-fast-import#_commit; a second commit of the same branch follows the first. */
function commit(number, changes) {
  const who = `Hindsight <hindsight@example.com> ${1_700_000_000 + number} +0000`;
  return [Buffer.from(`commit refs/heads/main\ncommitter ${who}\n`), ...data(`commit ${number}`), ...changes.flat()];
}

function fileModify(path, text) {
  return [Buffer.from(`M 100644 inline ${path}\n`), ...data(text)];
}

function data(text) {
  const bytes = Buffer.from(text);
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')];
}
