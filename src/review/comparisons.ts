import type { ComparedDeclaration } from '../detectors/detector.js';
import type { ChangedFile } from '../diff/change.js';
import { changesInside, isChangedLine, newLineOf } from '../diff/changed-lines.js';
import type { FileDiff } from '../diff/file-diff.js';
import type { Declaration } from '../go/declaration.js';
import type { GoFile } from '../go/go-file.js';
import type { Program } from '../go/program.js';
import { formOf } from '../go/type-of.js';
import type { Incident } from '../incidents/incident.js';
import { AddedLines } from './added-lines.js';
import type { Sighted } from './sightings.js';
import { unitName } from './touched-forms.js';

/** Files of which something was deleted that may be missed: both sides have them. */
export function comparable(files: readonly ChangedFile[], incidents: readonly Incident[]): ChangedFile[] {
  if (!incidents.some(({ detector }) => detector.compare)) return [];
  return files.filter(
    ({ basePath, headPath, diff }) =>
      basePath !== undefined && headPath !== undefined && !('unknown' in diff) && diff.removed.length > 0,
  );
}

/** What the comparison of declarations with what they were at the merge base shows. */
export function comparisonsOf(
  before: Program,
  after: Program,
  files: readonly ChangedFile[],
  incidents: readonly Incident[],
): Sighted[] {
  const added = new AddedLines(after, files);
  return comparable(files, incidents).flatMap((changed) => {
    const { basePath = '', headPath = '', diff } = changed;
    const [base, head] = [before.file(basePath), after.file(headPath)];
    if (!base || !head || 'unknown' in diff) return [];
    return declarationsOf(base, head, diff).flatMap(([was, is]) => {
      const compared = comparedDeclaration({ before, after, was, is, diff, added });
      return incidents.flatMap((incident) =>
        (incident.detector.compare?.(compared, incident.params) ?? []).map(
          (sighting): Sighted => ({ incident, sighting, changed, file: head, declaration: unitName(is) }),
        ),
      );
    });
  });
}

/** Functions and methods of which lines were deleted, with their namesakes at the head. */
function declarationsOf(base: GoFile, head: GoFile, diff: FileDiff): [Declaration, Declaration][] {
  return base
    .within((line, endLine) => changesInside({ ...diff, added: [] }, { side: 'LEFT', line, endLine }))
    .flatMap((was): [Declaration, Declaration][] => {
      if (was.kind !== 'function' && was.kind !== 'method') return [];
      const is = head.named(was.name).find((each) => unitName(each) === unitName(was));
      return is ? [[was, is]] : [];
    });
}

interface Compared {
  before: Program;
  after: Program;
  was: Declaration;
  is: Declaration;
  diff: FileDiff;
  added: AddedLines;
}

function comparedDeclaration({ before, after, was, is, diff, added }: Compared): ComparedDeclaration {
  const removed = diff.removed.filter((line) => line >= was.line && line <= was.endLine);
  const lines = was.file.text.split('\n');
  return {
    base: { program: before, form: () => formOf(before, was) },
    head: { program: after, form: () => formOf(after, is) },
    removedText: removed.map((line) => lines[line - 1] ?? '').join('\n'),
    isAddedElsewhere: (pattern) => added.hasElsewhere(pattern, is),
    isRemoved: (line) => isChangedLine(diff, 'LEFT', line),
    headLine: (line) => newLineOf(diff, line),
  };
}
