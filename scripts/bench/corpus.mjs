import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Pull requests of public repositories, from files with one JSON object for each line (`id`, `repo`, `base`, `head`). Clones are looked for at
 * `mirrors`/<owner>+<name>/repo; rows without one are left out and counted.
 */
export function corpusRows(files, mirrors) {
  const rows = files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
    .map(({ id, repo, base, head }) => ({ id, repo: join(mirrors, repo.replace('/', '+'), 'repo'), base, head }));
  const there = rows.filter(({ repo }) => existsSync(repo));
  return { rows: there, missing: rows.length - there.length };
}
