import type { Incident } from '../incidents/incident.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import type { Analysis, Finding, Location } from '../review/finding.js';
import type { ReadChange } from '../review/review-host.js';
import type { ReviewPlan } from '../review/review-plan.js';

/** All that a report may speak of. */
export interface ReviewResult {
  read: ReadChange;
  incidents: readonly Incident[];
  /** What is wrong with incidents that were left out. */
  incidentProblems: readonly IncidentProblem[];
  analysis: Analysis;
  plan: ReviewPlan;
  /** Milliseconds of each step and in total. */
  timings: Record<string, number>;
}

/** Where a finding is shown: on the lines of its comment, else where it is, which GitHub takes no comment on. */
export function shownAt({ placement, at }: Finding): Location {
  return placement.on === 'line' ? placement.location : at;
}
