import type { Analysis, Finding, Location } from '../review/finding.js';
import type { ConfigPreview } from '../review/preview-config.js';
import type { Rules } from '../review/read-rules.js';
import type { ReadChange } from '../review/review-host.js';
import type { ReviewPlan } from '../review/review-plan.js';

/** All that a report may speak of. */
export interface ReviewResult extends Rules {
  read: ReadChange;
  /** For a change that edits the configuration. */
  preview?: ConfigPreview;
  analysis: Analysis;
  plan: ReviewPlan;
  /** Milliseconds of each step and in total. */
  timings: Record<string, number>;
}

/** Where a finding is shown: on the lines of its comment, else where it is, which GitHub takes no comment on. */
export function shownAt({ placement, at }: Finding): Location {
  return placement.on === 'line' ? placement.location : at;
}
