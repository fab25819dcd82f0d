import type { Sighting } from '../detectors/detector.js';
import type { ChangedFile } from '../diff/change.js';
import { changesInside } from '../diff/changed-lines.js';
import type { Declaration } from '../go/declaration.js';
import { type FunctionForm, withLiterals } from '../go/form.js';
import { Program } from '../go/program.js';
import { formOf } from '../go/type-of.js';
import type { Incident } from '../incidents/incident.js';
import { analyseChange } from '../review/analyse-change.js';
import type { Finding } from '../review/finding.js';
import type { ReadChange } from '../review/review-host.js';
import { unitName } from '../review/touched-forms.js';
import { lineFacts } from './line-facts.js';

/** Rounds of reading what was missed. */
const roundsMax = 6;

/** What an incident makes of a line. */
export interface LineVerdict {
  incident: string;
  /** Half a sentence: reported, or why it was not. */
  outcome: string;
  reported: boolean;
  notes: string[];
}

export interface LineExplanation {
  /** The declaration around the line, as Go names it, with its lines. */
  function: string;
  line: number;
  endLine: number;
  /** The change touches the declaration. */
  touched: boolean;
  facts: string[];
  verdicts: LineVerdict[];
}

/** What the analyser knows at a line of the head, and what each incident makes of it. Undefined when no function stands there. */
export async function explainLine(
  read: ReadChange,
  incidents: readonly Incident[],
  path: string,
  line: number,
): Promise<LineExplanation | undefined> {
  const program = await Program.open(read.head, [path], new Map());
  const { findings } = await analyseChange(read, incidents);
  const changed = read.change.files.find(({ headPath }) => headPath === path);
  for (let round = 0; ; round++) {
    const explanation = explain(program, { incidents, findings, changed, path, line });
    if (!(await program.load()) || round >= roundsMax) return explanation;
  }
}

interface Question {
  incidents: readonly Incident[];
  findings: readonly Finding[];
  changed: ChangedFile | undefined;
  path: string;
  line: number;
}

function explain(program: Program, question: Question): LineExplanation | undefined {
  const { path, line, changed, incidents } = question;
  const declaration = program.file(path)?.within((start, end) => start <= line && line <= end)[0];
  const outer = declaration && formOf(program, declaration);
  if (!declaration || !outer) return undefined;
  const forms = withLiterals(outer);
  const touched = changed !== undefined && touches(changed, declaration);
  // Literals stand in the function around them: the innermost has the line.
  const innermost = forms.filter(({ place }) => place.line <= line && line <= place.endLine).at(-1) ?? outer;
  return {
    function: unitName(declaration),
    line: declaration.line,
    endLine: declaration.endLine,
    touched,
    facts: lineFacts(program, innermost, incidents, line),
    verdicts: incidents.flatMap((incident) => verdictOf(program, forms, incident, question, touched) ?? []),
  };
}

function touches({ diff }: ChangedFile, { line, endLine }: Declaration): boolean {
  return !('unknown' in diff) && changesInside(diff, { side: 'RIGHT', line, endLine });
}

function verdictOf(
  program: Program,
  forms: readonly FunctionForm[],
  incident: Incident,
  { findings, path, line }: Question,
  touched: boolean,
): LineVerdict | undefined {
  const isHere = (place: { path: string; line: number; endLine: number }) =>
    place.path === path && place.line <= line && line <= place.endLine;
  const finding = findings.find(
    (each) =>
      each.incident === incident.slug && [each.at, ...each.evidence].some((one) => one.side === 'RIGHT' && isHere(one)),
  );
  if (finding) {
    const notes = finding.evidence.map(
      ({ note, path: file, line: at, side }) =>
        `${note}: ${file}:${at}${side === 'LEFT' ? ' (before this change)' : ''}`,
    );
    const said =
      finding.confidence === 'possible' ? 'seen, but too uncertain to be said' : `reported (${finding.confidence})`;
    return { incident: incident.slug, outcome: said, reported: finding.confidence !== 'possible', notes };
  }
  const seen = forms.flatMap((form) => incident.detector.detect(form, program, incident.params));
  // A defect says more than what is right.
  const sightings = seen.filter(({ at, clues }) => [at, ...clues.map(({ place }) => place)].some(isHere));
  const sighting = sightings.find(({ verdict }) => verdict === 'defect') ?? sightings[0];
  if (!sighting) return undefined;
  const notes = sighting.clues.map(
    ({ role, place }) => `${wordsOf(incident, sighting, role)}: ${place.path}:${place.line}`,
  );
  return { incident: incident.slug, outcome: whyNot(sighting, incident, touched), reported: false, notes };
}

function wordsOf({ detector }: Incident, { names }: Sighting, role: string): string {
  return (detector.roles[role] ?? role).replace(/\{\{(\w+)\}\}/g, (_, name: string) => names[name] ?? '');
}

function whyNot(sighting: Sighting, { tests }: Incident, touched: boolean): string {
  if (sighting.verdict === 'sound') return 'seen, and right as it is';
  if (!touched) return 'a defect, but the change does not touch the function';
  if (sighting.onlyWhenGuardRemoved) return 'a defect only when a change takes a guard away, and this one does not';
  if (sighting.confidence === 'possible') return 'perhaps a defect, too uncertain to be said';
  if (tests === 'skip')
    return 'a defect, but not new with this change, or in test code, which the incident leaves alone';
  return 'a defect, but the merge base has it too, or the change touches nothing that it rests on';
}
