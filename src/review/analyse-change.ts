import { defaultConfig, type RepositoryConfig } from '../config/config-schema.js';
import { knownNames, modeOf } from '../config/incident-mode.js';
import { matchesAny } from '../config/path-pattern.js';
import type { ChangedFile } from '../diff/change.js';
import { changesInside } from '../diff/changed-lines.js';
import { goParser } from '../go/go-parser.js';
import { limitsMet } from '../go/limits-met.js';
import { type FileCache, Program } from '../go/program.js';
import type { SkippedSource } from '../go/skipped-source.js';
import type { Incident } from '../incidents/incident.js';
import { attribute } from './attribute.js';
import { comparable, comparisonsOf } from './comparisons.js';
import type { Analysis, Finding, Skipped } from './finding.js';
import { type Ignore, ignoresIn, type LookedAt } from './ignores-in.js';
import { followMove, whereItMayHaveStood } from './moved-function.js';
import type { ReadChange } from './review-host.js';
import { type SideSightings, sightingsOn } from './sightings.js';

/** Each round asks the host once for what the one before missed. */
export const roundsMax = 8;

const severities = ['error', 'warning', 'notice'];
const confidences = ['proof', 'likely', 'possible'];

/** Packages of changed files that are read whole before the first round. More would leave no room for what they import (`packagesMax`). */
const ownPackagesMax = 20;

/** Loads the grammar, which every analysis needs and which takes longer than many of them, while the caller has something else to wait for. */
export async function prepareAnalysis(): Promise<void> {
  await goParser();
}

/**
 * Findings(head) minus findings(merge base), attributed to the change, fingerprinted and placed. The app and the command line both call this. The
 * configuration says which files and which incidents are looked at; what is done about a finding is the plan's to decide.
 */
export async function analyseChange(
  { change, base, head }: ReadChange,
  known: readonly Incident[],
  config: RepositoryConfig = defaultConfig,
): Promise<Analysis> {
  const started = performance.now();
  const skipped: Skipped[] = [];
  const incidents = known.filter((incident) => modeOf(config, incident) !== 'off');
  const files = change.files.filter((file) => isInScope(file, config, skipped));
  const cache: FileCache = new Map();
  const after = await Program.open(head, paths(files, 'headPath'), cache);
  const opened = performance.now();
  const inScope = files.filter((file) => config.generated === 'review' || !isGenerated(after, file, skipped));
  await readOwnPackages(after, paths(inScope, 'headPath'));
  const headSide = await untilComplete([after], skipped, sightingsOn('RIGHT', after, inScope, incidents, new Map()));
  // Only what is wrong at the head needs to be compared with the merge base, and only where it may have stood.
  const suspects = headSide.sighted.filter((each) => each.sighting.verdict === 'defect');
  const compared = whereItMayHaveStood(inScope, suspects);
  const also = counterparts(headSide, compared);
  const missing = comparable(inScope, incidents);
  const before = await Program.open(base, paths([...new Set([...compared, ...missing])], 'basePath'), cache);
  await readOwnPackages(before, paths(compared, 'basePath'));
  const baseSide = await untilComplete([before], skipped, sightingsOn('LEFT', before, compared, incidents, also));
  const missed = await untilComplete([before, after], skipped, () => comparisonsOf(before, after, inScope, incidents));
  const stoodBefore = baseSide.sighted.map((each) => followMove(each, headSide.sighted, after));
  const findings = attribute([...headSide.sighted, ...missed], stoodBefore, inScope).sort(inOrder);
  skipped.push(
    ...after.skipped.map((each) => asSkipped(each, inScope)),
    ...before.skipped
      .filter((each) => !after.skipped.some((one) => one.path === each.path))
      .map(({ path, reason }) => ({ path, reason })),
  );
  skipped.push(...limitsIn(cache));
  const sighted = [...headSide.sighted, ...missed];
  const looked = { sighted, units: headSide.units, known: knownNames(known), lookedFor: namesOf(incidents) };
  const ignores = inScope.flatMap((file) => ignoresOf(after, file, looked));
  const ended = performance.now();
  return {
    findings,
    analysed: inScope.flatMap((file) => file.headPath ?? []).filter((path) => after.file(path)),
    skipped,
    ...(ignores.length > 0 ? { ignores } : {}),
    timings: { read: opened - started, analyse: ended - opened, total: ended - started },
  };
}

/** Functions, of the change or called by it, that were followed to a limit only. */
function limitsIn(cache: FileCache): Skipped[] {
  const all = [...cache.values()].flatMap((file) => limitsMet(file).map((reason) => ({ path: file.path, reason })));
  return [...new Map(all.map((each) => [`${each.path} ${each.reason}`, each])).values()];
}

/** Hardly a function speaks of nothing else in its package, so that the first round would miss these and be for nothing. */
async function readOwnPackages(program: Program, files: readonly string[]): Promise<void> {
  const homes = new Set(files.flatMap((path) => program.file(path) ?? []).map((file) => program.packageOf(file)));
  if (homes.size === 0 || homes.size > ownPackagesMax) return;
  for (const home of homes) program.want(home.directory);
  await program.load();
}

/** Asks again until nothing was missed; answers that missed nothing are kept, so a round costs only what is new. */
async function untilComplete<T>(programs: readonly Program[], skipped: Skipped[], ask: () => T): Promise<T> {
  for (let round = 1; ; round++) {
    const answer = ask();
    const loaded = await Promise.all(programs.map((program) => program.load()));
    if (!loaded.includes(true)) return answer;
    if (round < roundsMax) continue;
    skipped.push({ path: '', reason: `packages that were still missing after ${roundsMax} rounds of reading` });
    return answer;
  }
}

/** What was looked at on the head, by the path that it has at the merge base. */
function counterparts({ units }: SideSightings, files: readonly ChangedFile[]): Map<string, Set<string>> {
  const pairs = files.flatMap(({ basePath, headPath }): [string, Set<string>][] => {
    const names = headPath === undefined ? undefined : units.get(headPath);
    return basePath !== undefined && names ? [[basePath, names]] : [];
  });
  return new Map(pairs);
}

function isInScope(file: ChangedFile, config: RepositoryConfig, skipped: Skipped[]): boolean {
  const path = file.headPath ?? file.basePath ?? '';
  // Without any path it stands for files that the host did not name: their number is over its limit.
  if (path !== '' && !path.endsWith('.go')) return false;
  const rule = path === '' ? undefined : outOfScope(path, config);
  if (rule !== undefined) skipped.push({ path, reason: rule });
  else if ('unknown' in file.diff) skipped.push({ path, reason: file.diff.unknown, missed: true });
  return rule === undefined && !('unknown' in file.diff);
}

/** At the head: code that the change touches is missed, the rest is only not known. What a link points to is not in this file. */
function asSkipped({ path, reason, lines, elsewhere }: SkippedSource, inScope: readonly ChangedFile[]): Skipped {
  const changed = inScope.find(({ headPath }) => headPath === path);
  const touched =
    changed && !('unknown' in changed.diff) && (!lines || changesInside(changed.diff, { side: 'RIGHT', ...lines }));
  return touched && !elsewhere ? { path, reason, missed: true } : { path, reason };
}

/** https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns: the go command ignores `testdata` and names that begin with `.` or `_`. */
function outOfScope(path: string, { paths, vendored }: RepositoryConfig): string | undefined {
  const parts = path.split('/');
  if (vendored === 'skip' && parts.includes('vendor')) return 'vendored code';
  if (parts.some((part) => part === 'testdata' || part.startsWith('_') || part.startsWith('.')))
    return 'not part of a package';
  if (!matchesAny(path, paths.include) || matchesAny(path, paths.exclude)) return 'left out by the configuration';
  return undefined;
}

function isGenerated(after: Program, file: ChangedFile, skipped: Skipped[]): boolean {
  const generated = file.headPath !== undefined && after.file(file.headPath)?.isGenerated === true;
  if (generated) skipped.push({ path: file.headPath ?? '', reason: 'generated code' });
  return generated;
}

function ignoresOf(after: Program, changed: ChangedFile, looked: LookedAt): Ignore[] {
  const file = changed.headPath === undefined ? undefined : after.file(changed.headPath);
  return file ? ignoresIn(file, changed, looked) : [];
}

/** Of incidents and of their families. */
function namesOf(incidents: readonly Incident[]): string[] {
  return incidents.flatMap(({ slug, family }) => [slug, family]);
}

function paths(files: readonly ChangedFile[], side: 'basePath' | 'headPath'): string[] {
  return files.flatMap((file) => file[side] ?? []);
}

/** What blocks comes first, then by severity, confidence and place; the same order every time. */
function inOrder(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
    (a.at.path < b.at.path ? -1 : a.at.path > b.at.path ? 1 : a.at.line - b.at.line)
  );
}
