import type { Sighting } from '../detectors/detector.js';
import type { ChangedFile } from '../diff/change.js';
import type { Side } from '../diff/file-diff.js';
import type { FunctionForm } from '../go/form.js';
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

/**
 * Runs every incident's detector on what the change touches on one side, each time it is asked; what was answered for good is not asked again.
 * `also`: the units of the other side, by the path on this side.
 */
export function sightingsOn(
  side: Side,
  program: Program,
  files: readonly ChangedFile[],
  incidents: readonly Incident[],
  also: ReadonlyMap<string, ReadonlySet<string>>,
): () => SideSightings {
  const answered: Answered = new Map();
  return () => {
    const found: SideSightings = { sighted: [], units: new Map() };
    for (const changed of files) {
      const path = side === 'RIGHT' ? changed.headPath : changed.basePath;
      const file = path === undefined ? undefined : program.file(path);
      if (!file || path === undefined || 'unknown' in changed.diff) continue;
      const units = touchedUnits(program, file, changed.diff, side, also.get(path) ?? new Set());
      found.units.set(path, new Set(units.map(({ declaration }) => unitName(declaration))));
      const wanted = incidents.filter((incident) => !file.isTest || incident.tests !== 'skip');
      for (const form of units.flatMap((unit) => unit.forms)) {
        const answers = answersFor(form, program, answered);
        for (const incident of wanted)
          for (const sighting of sightingsOf(form, program, incident, answers))
            found.sighted.push({ incident, sighting, changed, file, declaration: form.declaration });
      }
    }
    return found;
  };
}

/** Answers that will stay the same whatever else is loaded. `files`: how many there were of the form's own package. */
type Answered = Map<FunctionForm, { files: number; sightings: Answers }>;
type Answers = Map<Incident, readonly Sighting[]>;

/** Some detectors make do with those files of the form's own package that are there, so that no answer outlives the arrival of the others. */
function answersFor(form: FunctionForm, program: Program, answered: Answered): Answers {
  const { files } = program.packageOf(form.file);
  const known = answered.get(form);
  if (known?.files === files) return known.sightings;
  const sightings: Answers = new Map();
  answered.set(form, { files, sightings });
  return sightings;
}

const none: readonly Sighting[] = [];

function sightingsOf(form: FunctionForm, program: Program, incident: Incident, answers: Answers): readonly Sighting[] {
  const known = answers.get(incident);
  if (known) return known;
  const before = program.misses;
  const sightings = incident.detector.detect(form, program, incident.params);
  // Nearly all are empty, and a large change has many.
  if (program.misses === before) answers.set(incident, sightings.length > 0 ? sightings : none);
  return sightings;
}
