import type { ChangedFile } from '../diff/change.js';
import { isChangedLine } from '../diff/changed-lines.js';
import type { Program } from '../go/program.js';
import type { Sighted } from './sightings.js';
import { unitName } from './touched-forms.js';

/** Whether what is seen at the head may have stood in this file before: its own, or one of its package from which something was taken. */
export function mayHaveStoodIn(file: ChangedFile, { changed, sighting }: Sighted): boolean {
  if (file === changed) return true;
  if ('unknown' in file.diff || 'unknown' in changed.diff || file.diff.removed.length === 0) return false;
  return (
    isChangedLine(changed.diff, 'RIGHT', sighting.at.line) &&
    directoryOf(file.basePath) === directoryOf(changed.headPath)
  );
}

/** What was seen at the merge base, with the file of its package in which its function stands now. */
export function followMove(sighted: Sighted, head: readonly Sighted[], after: Program): Sighted {
  const { changed, declaration } = sighted;
  const file = changed.headPath === undefined ? undefined : after.file(changed.headPath);
  const name = declaration.replace(/^.*\./, '');
  if (file?.named(name).some((each) => unitName(each) === declaration)) return sighted;
  const now = head.find(
    (each) => each.declaration === declaration && directoryOf(each.changed.headPath) === directoryOf(changed.basePath),
  );
  return now ? { ...sighted, movedTo: now.changed } : sighted;
}

function directoryOf(path: string | undefined): string | undefined {
  return path?.replace(/[^/]*$/, '');
}
