/** What somebody with write access has decided about one finding on one pull request. */
export interface Triage {
  /** `not-useful`: a false alarm. `accept`: true, and taken as it is. `undo`: it counts again. */
  decision: 'not-useful' | 'accept' | 'undo';
  /** Login of who decided. */
  by: string;
  /** Plain text from a comment, on one line; empty for `undo`. */
  reason: string;
  /** The last day (YYYY-MM-DD, UTC) on which it holds. */
  until?: string;
  /** ISO time at which it was followed. */
  at: string;
  /** Number of the reply that said it. */
  reply?: number;
}

export interface TriagedFinding {
  fingerprint: string;
  triage: Triage;
}

/** Characters of a reason that are kept. */
export const reasonCharactersMax = 200;

/** The latest decision on each finding: a thread and a button may both have spoken of it. */
export function latestTriage(triaged: readonly TriagedFinding[]): Map<string, Triage> {
  const latest = new Map<string, Triage>();
  for (const { fingerprint, triage } of triaged) {
    const other = latest.get(fingerprint);
    if (!other || Date.parse(other.at) <= Date.parse(triage.at)) latest.set(fingerprint, triage);
  }
  return latest;
}

/** Whether the finding is set aside on this day (YYYY-MM-DD), so that the check does not count it. Such dates compare as text. */
export function isSetAside(triage: Triage | undefined, today: string): triage is Triage {
  return triage !== undefined && triage.decision !== 'undo' && !isOver(triage, today);
}

export function isOver({ until }: Triage, today: string): boolean {
  return until !== undefined && until < today;
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
