import type { Location } from './finding.js';
import type { ReadChange } from './review-host.js';

/** Lines of one excerpt; a finding that spans more is shown by its first ones. */
const excerptLinesMax = 12;

export interface ExcerptLine {
  number: number;
  text: string;
  /** Among the lines asked for, not around them. */
  meant: boolean;
}

/** The lines of a place in the code and `around` lines before and after it; none when the file has no text. */
export type Excerpt = (at: Location, around: number) => ExcerptLine[];

/** Reads all files that are to be quoted, each side in one call. */
export async function readExcerpts(read: ReadChange, locations: readonly Location[]): Promise<Excerpt> {
  const pathsOf = (wanted: Location['side']) => [
    ...new Set(locations.filter(({ side }) => side === wanted).map(({ path }) => path)),
  ];
  const [base, head] = await Promise.all([read.base.read(pathsOf('LEFT')), read.head.read(pathsOf('RIGHT'))]);
  const textOf = ({ path, side }: Location) => (side === 'LEFT' ? base : head).get(path);
  return (at, around) => {
    const source = textOf(at);
    if (!source || !('text' in source)) return [];
    const lines = source.text.split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    const start = Math.max(1, at.line - around);
    const end = Math.min(lines.length, at.endLine + around, start + excerptLinesMax - 1);
    return lines.slice(start - 1, end).map((text, index) => {
      const number = start + index;
      return { number, text, meant: number >= at.line && number <= at.endLine };
    });
  };
}
