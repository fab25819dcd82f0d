import { modeOf } from '../config/incident-mode.js';
import type { Analysis, Finding } from './finding.js';
import type { Rules } from './read-rules.js';
import type { Posted } from './review-host.js';
import type { ReviewJob } from './review-job.js';
import type { ReviewPlan } from './review-plan.js';
import type { TrackRecord } from './track-record.js';
import type { TriagedFinding } from './triage.js';
import type { TriageJob } from './triage-job.js';

/** How a review tells a finding. `weaker`: it is less certain than what is said, which is no reason to take it for gone. */
export type Telling = 'blocks' | 'advice' | 'shadow' | 'ignored' | 'weaker';

/** What one review has told of one head. */
export interface ToldReview {
  told: { finding: Finding; how: Telling }[];
  /** Slugs of the incidents that were looked for. */
  lookedFor: readonly string[];
  /** Fingerprints of comments that this review closes, and of those that it leaves open. */
  closes: readonly string[];
  leaves: readonly string[];
  /** No part of the change was left out that should have been analysed. */
  complete: boolean;
  /** All decisions that stand on the pull request. */
  triaged: readonly TriagedFinding[];
  /** Slugs of the repository's own incidents. */
  ofRepository: readonly string[];
}

/** Where it is kept what becomes of findings. Each call may be repeated without harm. */
export interface OutcomeLog {
  /** Of all incidents of which something is known in the installation of the job. */
  recordsOf(job: ReviewJob, ofRepository: readonly string[]): Promise<TrackRecord[]>;
  reviewed(job: ReviewJob, review: ToldReview): Promise<void>;
  /** `triaged`: all decisions that stand on the pull request, the newest with them. */
  decided(job: TriageJob, triaged: readonly TriagedFinding[]): Promise<void>;
}

export function toldReview(
  plan: ReviewPlan,
  { analysis, posted, rules }: { analysis: Analysis; posted: Posted; rules: Rules },
): ToldReview {
  const { findings, shadow = [], ignored = [], edit } = plan;
  const named = [...findings, ...shadow, ...ignored];
  const isCertain = ({ confidence }: Finding) => confidence !== 'possible';
  const closes = edit.filter(({ change }) => change === 'close').map(({ fingerprint }) => fingerprint);
  const open = posted.comments.filter(({ state }) => state === 'open').map(({ fingerprint }) => fingerprint);
  const analysed = new Set(analysis.analysed);
  return {
    told: [
      ...findings.map((finding) => ({ finding, how: finding.blocks ? ('blocks' as const) : ('advice' as const) })),
      ...shadow.map((finding) => ({ finding, how: isCertain(finding) ? ('shadow' as const) : ('weaker' as const) })),
      ...ignored.map((finding) => ({ finding, how: 'ignored' as const })),
      ...analysis.findings
        .filter(({ fingerprint }) => !named.some((one) => one.fingerprint === fingerprint))
        .map((finding) => ({ finding, how: 'weaker' as const })),
    ],
    lookedFor: rules.incidents.filter((each) => modeOf(rules.config, each) !== 'off').map(({ slug }) => slug),
    closes,
    leaves: open.filter((fingerprint) => !closes.includes(fingerprint)),
    complete: !analysis.skipped.some(({ path, missed }) => missed || path === '' || analysed.has(path)),
    triaged: posted.triaged,
    ofRepository: rules.ofRepository,
  };
}
