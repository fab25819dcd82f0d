/** What became of the findings of one incident that were said in one installation of the app. */
export interface Tally {
  outcomes: number;
  /** Called not useful by somebody with write access. */
  notUseful: number;
  /** Said without blocking, and merged as they were. */
  unheeded: number;
}

export interface TrackRecord extends Tally {
  incident: string;
  /** It is only recorded now. `since` (ISO time) and the tally of that moment are absent where somebody asks for it on the command line. */
  demoted?: { since: string; tally: Tally } | 'asked for';
}

/** Outcomes before an incident can be demoted: of fewer a share says little. */
export const outcomesMin = 20;
/** Of all outcomes, in percent; more is too many. docs/precision-contract.md has the source. */
export const falsePercentMax = 10;

/** Findings that helped nobody: "developers did not take positive action after seeing the issue", https://cacm.acm.org/magazines/2018/4/226371-lessons-from-building-static-analysis-tools-at-google/fulltext */
export function effectivelyFalse({ notUseful, unheeded }: Tally): number {
  return notUseful + unheeded;
}

export function isTooNoisy(tally: Tally): boolean {
  return tally.outcomes >= outcomesMin && effectivelyFalse(tally) * 100 > tally.outcomes * falsePercentMax;
}

/** `Of 24 outcomes here, 2 were called not useful.` Absent when there is none yet. */
export function tallySentence(tally: Tally): string | undefined {
  const { outcomes, notUseful, unheeded } = tally;
  if (outcomes === 0) return undefined;
  const merged =
    unheeded === 0
      ? ''
      : `, and ${were(unheeded)} merged unchanged with the comment on ${unheeded === 1 ? 'it' : 'them'}`;
  return `Of ${outcomes} outcome${outcomes === 1 ? '' : 's'} here, ${were(notUseful)} called not useful${merged}.`;
}

const were = (number: number) => `${number} ${number === 1 ? 'was' : 'were'}`;
