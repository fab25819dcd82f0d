import type { ChangedFile } from '../diff/change.js';
import { isChangedLine } from '../diff/changed-lines.js';
import type { Declaration } from '../go/declaration.js';
import type { GoFile } from '../go/go-file.js';
import { lineCommentsWith } from '../go/line-comments.js';
import { type IgnoreText, ignoreWord, readIgnore } from './ignore-comment.js';
import type { Sighted } from './sightings.js';
import { unitName } from './touched-forms.js';

/** A comment in the code at the head that asks for silence about an incident. */
export interface Ignore extends IgnoreText {
  path: string;
  line: number;
  /** The lines that it speaks of, 1-based and inclusive. */
  from: number;
  to: number;
  /** The change adds it, or changed its line. */
  isAdded: boolean;
  /** Where it speaks of, the incident was looked for and not seen. */
  isUnused: boolean;
}

export interface LookedAt {
  /** What was seen at the head, new or not. */
  sighted: readonly Sighted[];
  /** Names of the declarations that were looked at, by path. */
  units: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of incidents and families that may be ignored, and those of them that were looked for. */
  known: readonly string[];
  lookedFor: readonly string[];
}

/** The comments of one file, each with the line it stands on, the line below, or the function whose doc comment it is in. */
export function ignoresIn(file: GoFile, changed: ChangedFile, looked: LookedAt): Ignore[] {
  const { diff } = changed;
  if ('unknown' in diff) return [];
  return lineCommentsWith(file, ignoreWord).flatMap(({ line, text, isTrailing }) => {
    const said = readIgnore(text, looked.known);
    if (!said) return [];
    const at = isTrailing ? line : lineBelow(file, line);
    const [declaration] = file.within((start, end) => start <= at && at <= end);
    const isDoc = !isTrailing && declaration?.line === at && isFunction(declaration);
    const place = { path: file.path, line, from: at, to: isDoc ? declaration.endLine : at };
    const ignore = { ...said, ...place, isAdded: isChangedLine(diff, 'RIGHT', line) };
    return [{ ...ignore, isUnused: isUnused(ignore, declaration, looked) }];
  });
}

/** The first line below that is no comment. */
function lineBelow(file: GoFile, line: number): number {
  const last = file.lines.lineOf(file.text.length);
  let below = line + 1;
  while (below < last && file.lineText(below).trimStart().startsWith('//')) below++;
  return below;
}

function isFunction({ kind }: Declaration): boolean {
  return kind === 'function' || kind === 'method';
}

/** Only where it was looked for: of code that the change leaves alone nobody can say. */
function isUnused(
  ignore: Omit<Ignore, 'isUnused'>,
  declaration: Declaration | undefined,
  { sighted, units, lookedFor }: LookedAt,
): boolean {
  if (ignore.mistake !== undefined || !lookedFor.includes(ignore.incident)) return false;
  if (!declaration || !units.get(ignore.path)?.has(unitName(declaration))) return false;
  return !sighted.some(
    ({ incident, sighting, file }) =>
      sighting.verdict === 'defect' &&
      covers(ignore, { incident: incident.slug, family: incident.family, at: { ...sighting.at, path: file.path } }),
  );
}

interface Place {
  incident: string;
  family: string;
  at: { path: string; line: number; endLine: number };
}

/** Whether it speaks of this incident at this place of the head. */
export function covers(ignore: Omit<Ignore, 'isUnused'>, { incident, family, at }: Place): boolean {
  const isNamed = ignore.incident === incident || ignore.incident === family;
  return isNamed && ignore.path === at.path && at.line <= ignore.to && ignore.from <= at.endLine;
}
