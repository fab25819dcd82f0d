import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { IncidentError } from './incident-error.js';
import { takeMarks, type WantedMark } from './wanted-marks.js';

/** Files of one side of an example. It is reduced code: whoever needs more has not reduced it. */
const exampleFilesMax = 100;

/** Texts by path, relative to `before/` or `after/` and separated by `/`. */
export type Files = Readonly<Record<string, string>>;

/** The Go code of an incident folder: the defect, with the lines to be commented, and its repair with the near misses. No marks are left in it. */
export interface IncidentExample {
  before: Files;
  after: Files;
  marks: readonly WantedMark[];
}

/** Throws an IncidentError when a side is missing, nothing is marked in `before/`, or something is in `after/`. */
export async function readExample(folder: string): Promise<IncidentExample> {
  const [before, after] = await Promise.all([readSide(join(folder, 'before')), readSide(join(folder, 'after'))]);
  if (before.marks.length === 0) {
    throw new IncidentError([
      { file: join(folder, 'before'), message: 'expected at least one // want mark, got none' },
    ]);
  }
  const [wanted] = after.marks;
  if (wanted) {
    const file = join(folder, 'after', wanted.path);
    throw new IncidentError([
      { file, line: wanted.line, message: 'expected no mark in after/, which stays silent, got one' },
    ]);
  }
  return { before: before.files, after: after.files, marks: before.marks };
}

async function readSide(folder: string): Promise<{ files: Files; marks: WantedMark[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0 || paths.length > exampleFilesMax) {
    throw new IncidentError([{ file: folder, message: `expected 1 to ${exampleFilesMax} files, got ${paths.length}` }]);
  }
  const sides = await Promise.all(
    paths.sort().map(async (path) => {
      const name = relative(folder, path).split(sep).join('/');
      return { name, ...takeMarks(name, await readFile(path, 'utf8')) };
    }),
  );
  return {
    files: Object.fromEntries(sides.map(({ name, text }) => [name, text])),
    marks: sides.flatMap(({ marks }) => marks),
  };
}
