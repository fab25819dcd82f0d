import type { GitStore } from './git-store.js';

export interface DiffHunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  /** The hunk as it stands in the patch, header first, without the last line feed. */
  text: string;
}

export interface DiffedFile {
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  path: string;
  previousPath?: string;
  /** Blob of the new side; of the old one when the file is removed. */
  blob: string;
  additions: number;
  deletions: number;
  binary: boolean;
  hunks: DiffHunk[];
}

const statuses: Record<string, DiffedFile['status']> = { A: 'added', D: 'removed', M: 'modified', R: 'renamed' };

// Commits do not change, so neither does what lies between two of them.
const knownDiffs = new WeakMap<GitStore, Map<string, Promise<DiffedFile[]>>>();
const knownBases = new WeakMap<GitStore, Map<string, Promise<string | undefined>>>();

type Known<T> = WeakMap<GitStore, Map<string, Promise<T>>>;

function once<T>(known: Known<T>, store: GitStore, key: string, find: () => Promise<T>): Promise<T> {
  const ofStore = known.get(store) ?? new Map<string, Promise<T>>();
  known.set(store, ofStore);
  const value = ofStore.get(key) ?? find();
  ofStore.set(key, value);
  return value;
}

/** The commit where `head` left `base` (full ids); undefined when the two have no common ancestor. */
export const mergeBase = (store: GitStore, base: string, head: string): Promise<string | undefined> =>
  once(knownBases, store, `${base} ${head}`, () => store.ask(['merge-base', base, head]));

/** The files that differ between two commits (full ids), in git's order, renames found, with `context` lines around each change. */
export const diffCommits = (store: GitStore, from: string, to: string, context = 3): Promise<DiffedFile[]> =>
  once(knownDiffs, store, `${from} ${to} ${context}`, () => runDiff(store, from, to, context));

async function runDiff(store: GitStore, from: string, to: string, context: number): Promise<DiffedFile[]> {
  const options = ['--no-color', '--no-ext-diff', '--find-renames', '--full-index', `--unified=${context}`];
  const output = await store.run(['diff', ...options, '--raw', '--patch', '-z', '--abbrev=40', from, to]);
  // With -z, an empty field stands between the raw lines and the patch.
  const end = output.indexOf('\0\0');
  const raw = output.toString('utf8', 0, Math.max(end, 0));
  const sections = output.toString('utf8', end + 2).split(/(?<![^\n])(?=diff --git )/);
  return parseRaw(raw).map((file) => {
    const section = sections.shift() ?? '';
    // A change of type is shown as a removal and an addition.
    if (file.status === 'changed') sections.shift();
    return { ...file, ...parseSection(file.status === 'changed' ? '' : section) };
  });
}

type RawFile = Pick<DiffedFile, 'status' | 'path' | 'previousPath' | 'blob'>;

/** `:100644 100644 <old> <new> R090 NUL old NUL new NUL` and the like. https://git-scm.com/docs/git-diff#_raw_output_format */
function parseRaw(raw: string): RawFile[] {
  const fields = raw.split('\0');
  const files: RawFile[] = [];
  for (let index = 0; index < fields.length && raw !== ''; ) {
    const [, , oldBlob = '', newBlob = '', letter = ''] = (fields[index++] ?? '').split(' ');
    const first = fields[index++] ?? '';
    const renamed = letter.startsWith('R');
    const path = renamed ? (fields[index++] ?? '') : first;
    const status = statuses[letter.charAt(0)] ?? 'changed';
    files.push({
      status,
      path,
      blob: status === 'removed' ? oldBlob : newBlob,
      ...(renamed && { previousPath: first }),
    });
  }
  return files;
}

function parseSection(section: string): Pick<DiffedFile, 'additions' | 'deletions' | 'binary' | 'hunks'> {
  const [head = '', ...bodies] = section.split(/(?<![^\n])(?=@@ )/);
  const hunks = bodies.map(parseHunk);
  const lines = hunks.flatMap((hunk) => hunk.text.split('\n').slice(1));
  return {
    binary: /^Binary files .* differ$/m.test(head),
    additions: lines.filter((line) => line.startsWith('+')).length,
    deletions: lines.filter((line) => line.startsWith('-')).length,
    hunks,
  };
}

function parseHunk(text: string): DiffHunk {
  const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
  const [, oldStart, oldLines = '1', newStart, newLines = '1'] = header ?? [];
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
    text: text.replace(/\n$/, ''),
  };
}

/** Where a line of the old file stands in the new one; undefined when it was changed or removed. `hunks` have no context. */
export function mapLine(hunks: readonly DiffHunk[], line: number): number | undefined {
  let shift = 0;
  for (const hunk of hunks) {
    // Without context, a hunk that only adds names the old line that it follows.
    const firstOld = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart;
    if (line < firstOld) break;
    if (line < firstOld + hunk.oldLines) return undefined;
    shift += hunk.newLines - hunk.oldLines;
  }
  return line + shift;
}
