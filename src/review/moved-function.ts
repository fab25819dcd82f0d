import type { ChangedFile } from '../diff/change.js';
import { isChangedLine } from '../diff/changed-lines.js';
import type { Program } from '../go/program.js';
import type { Sighted } from './sightings.js';
import { unitName } from './touched-forms.js';

/** Files in which what is seen at the head may have stood before: its own, and those of its package from which something was taken. */
export function whereItMayHaveStood(files: readonly ChangedFile[], seen: readonly Sighted[]): ChangedFile[] {
  const own = new Set(seen.map(({ changed }) => changed));
  const fresh = seen.filter(
    ({ changed: { diff }, sighting }) => !('unknown' in diff) && isChangedLine(diff, 'RIGHT', sighting.at.line),
  );
  const directories = new Set(fresh.map(({ changed }) => directoryOf(changed.headPath)));
  return files.filter(
    (file) =>
      own.has(file) ||
      (!('unknown' in file.diff) && file.diff.removed.length > 0 && directories.has(directoryOf(file.basePath))),
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
