import type { Finding } from '../review/finding.js';
import type { Telling, ToldReview } from '../review/outcome-log.js';
import { latestTriage, type TriagedFinding } from '../review/triage.js';
import type { KeptFinding } from './kept-finding.js';

export interface ReviewedHead {
  head: string;
  repository: string;
  /** ISO time. */
  now: string;
}

/** The findings of a pull request after a review. Pure: the same review again changes nothing. */
export function afterReview(
  kept: readonly KeptFinding[],
  review: ToldReview,
  reviewed: ReviewedHead,
): readonly KeptFinding[] {
  const rows = new Map(withMoved(kept, review).map((row) => [row.fingerprint, row]));
  const seen = new Set<string>();
  for (const { finding, how } of review.told) {
    const before = rows.get(finding.fingerprint);
    const row = before ?? (how === 'weaker' || how === 'ignored' ? undefined : newRow(finding, review, reviewed));
    if (row) rows.set(finding.fingerprint, told(row, how, reviewed.head, seen.has(finding.fingerprint)));
    seen.add(finding.fingerprint);
  }
  const all = [...rows.values()].map((row) => (seen.has(row.fingerprint) ? row : absent(row, review)));
  return afterDecisions(all, review.triaged);
}

/** A decision that is older than the one that is known does not count: messages may overtake each other. */
export function afterDecisions(kept: readonly KeptFinding[], triaged: readonly TriagedFinding[]): KeptFinding[] {
  const latest = latestTriage(triaged);
  return kept.map((row) => {
    const triage = latest.get(row.fingerprint);
    if (!triage || (row.decidedAt !== undefined && Date.parse(row.decidedAt) > Date.parse(triage.at))) return row;
    const { decision: _, ...undecided } = row;
    const decided = { ...undecided, decidedAt: new Date(triage.at).toISOString() };
    return triage.decision === 'undo' ? decided : { ...decided, decision: triage.decision };
  });
}

/** Only what was seen at the very commit that was merged is known to be merged as it was. */
export function afterMerge(kept: readonly KeptFinding[], head: string): KeptFinding[] {
  return kept.map((row) => (row.state === 'stands' && row.head === head ? { ...row, merged: true } : row));
}

function newRow(finding: Finding, { ofRepository }: ToldReview, { head, repository, now }: ReviewedHead): KeptFinding {
  const { fingerprint, likeness, incident } = finding;
  const scope = ofRepository.includes(incident) ? repository : '';
  const untold = { spoken: false, blocks: false, state: 'stands', merged: false } as const;
  return { fingerprint, likeness, incident, scope, head, ...untold, firstSeen: now };
}

/** `again`: the same mistake twice in one function has one fingerprint, and blocks if one of them does. */
function told(row: KeptFinding, how: Telling, head: string, again: boolean): KeptFinding {
  const here: KeptFinding = { ...row, head, state: how === 'ignored' ? 'ignored' : 'stands' };
  if (how !== 'blocks' && how !== 'advice') return here;
  return { ...here, spoken: true, blocks: how === 'blocks' || (again && row.blocks) };
}

/** Gone is what this review would have seen. One that was only not looked for, or whose code could not be read, stays as it was. */
function absent(row: KeptFinding, { lookedFor, closes, leaves, complete }: ToldReview): KeptFinding {
  if (!lookedFor.includes(row.incident) || leaves.includes(row.fingerprint)) return row;
  return closes.includes(row.fingerprint) || complete ? { ...row, state: 'gone' } : row;
}

/** A finding whose file got another name has another fingerprint. One with a comment keeps its own; of the others it is found out here, by their likeness. */
function withMoved(kept: readonly KeptFinding[], { told }: ToldReview): KeptFinding[] {
  const known = new Set(kept.map(({ fingerprint }) => fingerprint));
  const here = new Set(told.map(({ finding }) => finding.fingerprint));
  const fresh = told.map(({ finding }) => finding).filter(({ fingerprint }) => !known.has(fingerprint));
  return kept.map((row) => {
    if (here.has(row.fingerprint) || row.state === 'gone') return row;
    const index = fresh.findIndex(({ likeness }) => likeness === row.likeness);
    const [moved] = index < 0 ? [] : fresh.splice(index, 1);
    return moved ? { ...row, fingerprint: moved.fingerprint } : row;
  });
}
