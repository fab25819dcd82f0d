import { acceptFindings, type CheckButton, countAgain, reviewAgain } from './check-buttons.js';
import type { CheckFacts, FindingFacts } from './check-facts.js';
import { type CheckRow, checkSummary, checkTitle } from './check-summary.js';
import type { CheckToWrite } from './review-plan.js';
import { isSetAside, latestTriage, type TriagedFinding } from './triage.js';

/** What people have decided, and the day (YYYY-MM-DD, UTC) on which the check is written: a decision may be over. */
export interface Decisions {
  triaged: readonly TriagedFinding[];
  today: string;
}

/** The check that follows from facts and decisions. Pure: the review writes it so at first, and a decision of somebody anew. */
export function writeCheck(facts: CheckFacts, { triaged, today }: Decisions): CheckToWrite {
  const latest = latestTriage(triaged);
  const rows = facts.findings.map((finding): CheckRow => {
    const triage = latest.get(finding.fingerprint);
    return {
      finding,
      ...(triage && triage.decision !== 'undo' ? { triage } : {}),
      setAside: isSetAside(triage, today),
    };
  });
  const counted = rows.filter(({ setAside }) => !setAside).map(({ finding }) => finding);
  const blocks = counted.some((finding) => finding.blocks);
  const title = checkTitle(counted, rows.length - counted.length, facts);
  return {
    conclusion: blocks || holds(facts) || facts.alsoBlocks !== undefined ? 'failure' : 'success',
    title: blocks || holds(facts) ? title : (facts.alsoBlocks ?? title),
    summary: checkSummary(rows, facts, today),
    annotations: [...counted.flatMap(({ annotation }) => annotation ?? []), ...facts.alsoAnnotated],
    buttons: buttonsFor(counted, rows.length - counted.length),
    facts,
  };
}

/** Green means that all of the change was looked at, or that the repository does not insist on it. */
function holds({ missed, passesMissed }: CheckFacts): boolean {
  return missed > 0 && !passesMissed;
}

function buttonsFor(counted: readonly FindingFacts[], setAside: number): CheckButton[] {
  return [
    reviewAgain,
    ...(counted.some(({ blocks }) => blocks) ? [acceptFindings] : []),
    ...(setAside > 0 ? [countAgain] : []),
  ];
}
