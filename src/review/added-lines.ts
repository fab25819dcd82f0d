import type { ChangedFile } from '../diff/change.js';
import type { Declaration } from '../go/declaration.js';
import type { Program } from '../go/program.js';

interface Added {
  line: number;
  text: string;
}

/** The lines that a change adds, to be searched once for each pattern and not for each declaration that asks. */
export class AddedLines {
  /** By the path at the head. */
  readonly #files: ReadonlyMap<string, readonly Added[]>;
  readonly #found = new Map<string, ReadonlyMap<string, readonly number[]>>();

  constructor(after: Program, files: readonly ChangedFile[]) {
    this.#files = new Map(
      files.flatMap(({ headPath, diff }): [string, Added[]][] => {
        const file = headPath === undefined ? undefined : after.file(headPath);
        if (!file || headPath === undefined || 'unknown' in diff) return [];
        const lines = file.text.split('\n');
        return [[headPath, diff.added.map((line) => ({ line, text: lines[line - 1] ?? '' }))]];
      }),
    );
  }

  /** Whether a line fits that is no part of the declaration, which stands at the head. */
  hasElsewhere(pattern: RegExp, { file, line, endLine }: Declaration): boolean {
    const found = this.#linesOf(pattern);
    const own = found.get(file.path) ?? [];
    return found.size > (own.length > 0 ? 1 : 0) || own.some((each) => each < line || each > endLine);
  }

  /** The lines that fit, by path. */
  #linesOf(pattern: RegExp): ReadonlyMap<string, readonly number[]> {
    const known = this.#found.get(pattern.source);
    if (known) return known;
    const found = new Map<string, readonly number[]>();
    for (const [path, added] of this.#files) {
      const lines = added.flatMap(({ line, text }) => (pattern.test(text) ? [line] : []));
      if (lines.length > 0) found.set(path, lines);
    }
    this.#found.set(pattern.source, found);
    return found;
  }
}
