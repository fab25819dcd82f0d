import { detectors } from '../detectors/all-detectors.js';
import { diffFromTexts } from '../diff/diff-from-texts.js';
import type { Incident } from '../incidents/incident.js';
import { analyseChange } from '../review/analyse-change.js';
import type { Finding } from '../review/finding.js';
import type { ReadChange } from '../review/review-host.js';
import { type Candidate, candidatesOf } from './candidates.js';
import { type Fix, readFix } from './fix-calls.js';

/** A candidate that has been tried out on the fix. */
export interface Proposal {
  candidate: Candidate;
  incident: Incident;
  /** What it reports when the fix is taken back. */
  findings: Finding[];
}

export interface FromFix {
  fix: Fix;
  /** What the incidents that are known already report when the fix is taken back. */
  known: Finding[];
  /** Those that see the fix taken back, and are silent about the fix itself; the most telling first. */
  proposals: Proposal[];
}

/** Looks for the detector that would have seen a fix coming undone. `back` is the change that takes the fix back. */
export async function proposeFrom(back: ReadChange, incidents: readonly Incident[]): Promise<FromFix> {
  const [{ findings: known }, fix] = [await analyseChange(back, incidents), await readFix(back)];
  const candidates = await Promise.all(candidatesOf(fix).map(toIncident));
  const tried = candidates.flatMap((one) => one ?? []);
  const provisional = tried.map(({ incident }) => incident);
  const [undone, fixed] = [
    await analyseChange(back, provisional),
    await analyseChange(await forward(back), provisional),
  ];
  const noisy = new Set(fixed.findings.map(({ incident }) => incident));
  const proposals = tried.flatMap(({ candidate, incident }): Proposal[] => {
    const findings = undone.findings.filter(
      (each) => each.incident === incident.slug && each.confidence !== 'possible',
    );
    return findings.length > 0 && !noisy.has(incident.slug) ? [{ candidate, incident, findings }] : [];
  });
  return { fix, known: known.filter(({ confidence }) => confidence !== 'possible'), proposals };
}

/** The candidate as an incident without words; undefined when the detector does not take its parameters. */
async function toIncident(
  candidate: Candidate,
  index: number,
): Promise<{ candidate: Candidate; incident: Incident } | undefined> {
  const detector = detectors.find(({ name }) => name === candidate.detector);
  await detector?.prepare?.();
  const params = detector?.params.safeParse(candidate.params);
  if (!detector || !params?.success) return undefined;
  const incident: Incident = {
    slug: `candidate-${index}`,
    title: candidate.because,
    project: '',
    date: '',
    links: { report: '', fix: '' },
    family: candidate.family,
    severity: 'error',
    detector,
    params: params.data,
    comment: '',
  };
  return { candidate, incident };
}

/** The fix itself, from the change that takes it back. */
async function forward({ change, base, head }: ReadChange): Promise<ReadChange> {
  const paths = (side: 'basePath' | 'headPath') => change.files.flatMap((file) => file[side] ?? []);
  const [was, is] = await Promise.all([head.read(paths('headPath')), base.read(paths('basePath'))]);
  const textOf = (texts: typeof was, path: string | undefined) => {
    const source = path === undefined ? undefined : texts.get(path);
    return source && 'text' in source ? source.text : undefined;
  };
  const files = change.files.map(({ basePath, headPath }) => ({
    ...(headPath === undefined ? {} : { basePath: headPath }),
    ...(basePath === undefined ? {} : { headPath: basePath }),
    diff: diffFromTexts(textOf(was, headPath), textOf(is, basePath)),
  }));
  return { change: { mergeBase: change.head, head: change.mergeBase, files }, base: head, head: base };
}
