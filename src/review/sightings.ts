import type { Sighting } from '../detectors/detector.js';
import type { ChangedFile } from '../diff/change.js';
import type { Side } from '../diff/file-diff.js';
import type { GoFile } from '../go/go-file.js';
import type { Program } from '../go/program.js';
import type { Incident } from '../incidents/incident.js';
import { touchedUnits, unitName } from './touched-forms.js';

/** A sighting of one incident on one side of one changed file. */
export interface Sighted {
  incident: Incident;
  sighting: Sighting;
  changed: ChangedFile;
  file: GoFile;
  /** The top-level declaration that it stands in, as Go names it. */
  declaration: string;
  /** At the merge base: the file to which the change moves the declaration. */
  movedTo?: ChangedFile;
}

export interface SideSightings {
  sighted: Sighted[];
  /** Names of the declarations that were looked at, by path. */
  units: Map<string, Set<string>>;
}

/** Runs every incident's detector on what the change touches on one side. `also`: the units of the other side, by the path on this side. */
export function sightingsOn(
  side: Side,
  program: Program,
  files: readonly ChangedFile[],
  incidents: readonly Incident[],
  also: ReadonlyMap<string, ReadonlySet<string>>,
): SideSightings {
  const found: SideSightings = { sighted: [], units: new Map() };
  for (const changed of files) {
    const path = side === 'RIGHT' ? changed.headPath : changed.basePath;
    const file = path === undefined ? undefined : program.file(path);
    if (!file || path === undefined || 'unknown' in changed.diff) continue;
    const units = touchedUnits(program, file, changed.diff, side, also.get(path) ?? new Set());
    found.units.set(path, new Set(units.map(({ declaration }) => unitName(declaration))));
    for (const form of units.flatMap((unit) => unit.forms)) {
      for (const incident of incidents) {
        if (file.isTest && incident.tests === 'skip') continue;
        const sightings = incident.detector.detect(form, program, incident.params);
        for (const sighting of sightings)
          found.sighted.push({ incident, sighting, changed, file, declaration: form.declaration });
      }
    }
  }
  return found;
}
