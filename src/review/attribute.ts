import { createHash } from 'node:crypto';
import type { Clue } from '../detectors/detector.js';
import type { ChangedFile } from '../diff/change.js';
import { changesAt, isChangedLine } from '../diff/changed-lines.js';
import type { Side } from '../diff/file-diff.js';
import type { Place } from '../go/form.js';
import { fillTemplate } from '../incidents/comment-template.js';
import { withoutEchoes } from './echoes.js';
import type { Evidence, Finding } from './finding.js';
import { placeFinding } from './place-finding.js';
import type { Sighted } from './sightings.js';
import { withSuggestion } from './suggestion.js';

/** Imports by which a file that is no `_test.go` shows that it only serves tests. */
const testPackages = /^(testing|github\.com\/onsi\/(ginkgo|gomega)(\/v\d+)?|github\.com\/stretchr\/testify\/.*)$/;

/** Findings(head) minus findings(merge base), as far as they touch what the change did. */
export function attribute(
  head: readonly Sighted[],
  base: readonly Sighted[],
  files: readonly ChangedFile[],
): Finding[] {
  const byIdentity = grouped(defects(head), identity);
  const known = grouped(defects(base), identity);
  const sides = sidesOf(head, base, files);
  const guardsSpokenOf = new Set<string>();
  const findings = [...byIdentity].flatMap(([name, group]) => {
    // Two of the same name and only one of them before: the new one is the one whose lines were changed.
    const fresh = group
      .toSorted((a, b) => Number(isNew(b)) - Number(isNew(a)))
      .slice(0, Math.max(0, group.length - (known.get(name)?.length ?? 0)));
    return fresh.flatMap((each, ordinal) => {
      const finding = findingOf(each, ordinal, sides);
      if (!finding) return [];
      const guards = removedGuards(finding);
      // What is wrong only because one guard was removed is said once.
      const isSaid = each.sighting.onlyWhenGuardRemoved && guards.some((guard) => guardsSpokenOf.has(guard));
      for (const guard of guards) guardsSpokenOf.add(guard);
      return isSaid ? [] : [finding];
    });
  });
  return withoutEchoes([...grouped(findings, what).values()].flatMap(fromOneFunction));
}

function removedGuards({ incident, function: name, evidence }: Finding): string[] {
  const removed = evidence.filter(({ side }) => side === 'LEFT');
  return removed.map(({ path, line }) => JSON.stringify([incident, name, path, line]));
}

function what({ incident, at, names }: Finding): string {
  return JSON.stringify([incident, at.path, at.line, names]);
}

/** The same mistake in the same place may be found once more from another declaration: both ends of a channel were changed. */
function fromOneFunction(same: readonly Finding[]): Finding[] {
  return same.filter((each) => each.function === same[0]?.function);
}

/** What there is to look up for each finding. */
interface Sides {
  /** Names of what is sound at the head. */
  stillSound: ReadonlySet<string>;
  /** What is sound at the merge base, by the file it stands in. */
  soundBefore: ReadonlyMap<ChangedFile, readonly Sighted[]>;
  files: Readonly<Record<Side, ReadonlyMap<string, ChangedFile>>>;
}

function sidesOf(head: readonly Sighted[], base: readonly Sighted[], files: readonly ChangedFile[]): Sides {
  const by = (side: 'basePath' | 'headPath') =>
    new Map(files.flatMap((file): [string, ChangedFile][] => (file[side] === undefined ? [] : [[file[side], file]])));
  return {
    stillSound: new Set(sound(head).map(identity)),
    soundBefore: grouped(sound(base), ({ changed }) => changed),
    files: { LEFT: by('basePath'), RIGHT: by('headPath') },
  };
}

function findingOf(sighted: Sighted, ordinal: number, sides: Sides): Finding | undefined {
  const { incident, sighting, changed, declaration } = sighted;
  const words = (role: string) =>
    fillTemplate(incident.detector.roles[role] ?? role, (name) => sighting.names[name] ?? '');
  const toEvidence = (role: string, place: Place, side: Side): Evidence => ({
    role,
    ...place,
    side,
    note: words(role),
  });
  const lost = removedClues(sighted, sides);
  const { onlyWhenGuardRemoved } = sighting;
  if (onlyWhenGuardRemoved && !lost.ofSameKey) return undefined;
  const removed = lost.clues.map(({ role, place }) => toEvidence(role, place, 'LEFT'));
  const evidence = [
    ...removed,
    ...sighting.clues.map(({ role, place, side }) => toEvidence(role, place, side ?? 'RIGHT')),
  ];
  if (!evidence.some((each) => touches(each, sides.files))) return undefined;
  if (incident.tests === 'skip' && servesTests(sighted)) return undefined;
  // Whoever wrote what is removed here knew that the mistake can happen.
  const confidence = sighting.confidence === 'possible' && lost.ofSameKey ? 'likely' : sighting.confidence;
  const severity = incident.severity === 'error' && servesTests(sighted) ? 'warning' : incident.severity;
  const unplaced = {
    incident: incident.slug,
    family: incident.family,
    severity,
    confidence,
    blocks: severity === 'error' && confidence !== 'possible',
    at: { ...sighting.at, side: 'RIGHT' as const },
    evidence,
    function: declaration,
    names: sighting.names,
    fingerprint: fingerprint([incident.slug, sighting.at.path, declaration, sighting.key, String(ordinal)]),
    likeness: fingerprint([incident.slug, declaration, sighting.key, String(ordinal)]),
  };
  return withSuggestion({ ...unplaced, placement: placeFinding(unplaced, changed) }, sighted);
}

function grouped<Each, Key>(list: readonly Each[], keyOf: (each: Each) => Key): Map<Key, Each[]> {
  const groups = new Map<Key, Each[]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

function defects(list: readonly Sighted[]): Sighted[] {
  return list.filter((each) => each.sighting.verdict === 'defect');
}

function sound(list: readonly Sighted[]): Sighted[] {
  return list.filter((each) => each.sighting.verdict === 'sound');
}

/** The same mistake at base and head; a file keeps its name at head when it was renamed. */
function identity({ incident, changed, movedTo = changed, declaration, sighting }: Sighted): string {
  return JSON.stringify([incident.slug, movedTo.headPath ?? movedTo.basePath, declaration, sighting.key]);
}

function isNew({ sighting, changed }: Sighted): boolean {
  return !('unknown' in changed.diff) && isChangedLine(changed.diff, 'RIGHT', sighting.at.line);
}

/** What made the same thing sound at the merge base and is deleted now. */
function removedClues(sighted: Sighted, sides: Sides): { clues: Clue[]; ofSameKey: boolean } {
  const { diff } = sighted.changed;
  if ('unknown' in diff) return { clues: [], ofSameKey: false };
  const inFile = sides.soundBefore.get(sighted.changed) ?? [];
  const soundBefore = inFile.filter(
    (each) => each.incident === sighted.incident && each.declaration === sighted.declaration,
  );
  const name = identity(sighted);
  const same = soundBefore.filter((each) => identity(each) === name);
  const candidates = same.length > 0 ? same : soundBefore.filter((each) => !sides.stillSound.has(identity(each)));
  const clues = candidates
    .flatMap((each) => each.sighting.clues)
    .filter(({ place }) => isChangedLine(diff, 'LEFT', place.line));
  return {
    clues: [...new Map(clues.map((each) => [each.place.line, each])).values()],
    ofSameKey: same.length > 0 && clues.length > 0 && !sides.stillSound.has(name),
  };
}

function touches({ path, side, line, endLine }: Evidence, files: Sides['files']): boolean {
  const changed = files[side].get(path);
  return changed !== undefined && !('unknown' in changed.diff) && changesAt(changed.diff, { side, line, endLine });
}

function servesTests({ file }: Sighted): boolean {
  return file.isTest || file.imports.some(({ path }) => testPackages.test(path));
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
