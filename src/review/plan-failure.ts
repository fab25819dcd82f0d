import type { RepositoryConfig } from '../config/config-schema.js';
import { reviewAgain } from './check-buttons.js';
import { codeSpan } from './markdown.js';
import type { ReviewPlan } from './review-plan.js';

/** A failure of our own, in half a sentence that goes on after "Hindsight could not review this:", and what the repository wants to be done about it. */
export interface OwnFailure {
  reason: string;
  onError: RepositoryConfig['on-error'];
}

/** Where nothing is known of the failure: the process that reviewed has died every time. */
export const unknownFailure: OwnFailure = { reason: 'the review broke off every time', onError: 'block' };

/**
 * What is said when we ourselves have failed: the check ends, and nobody takes it for a finding. Comments stay as they are. Never `neutral`, which would
 * satisfy a required check without saying so: https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
 */
export function planFailure(delivery: string, { reason, onError }: OwnFailure): ReviewPlan {
  const passes = onError === 'pass';
  return {
    post: [],
    edit: [],
    check: {
      conclusion: passes ? 'success' : 'failure',
      title: `Hindsight could not review this: ${reason}`,
      summary: [
        'This is a failure of Hindsight, not a finding about this change: nothing is known to be wrong with it, and nothing of it was reviewed.',
        ...(passes
          ? ['The check passes all the same: the configuration of this repository says `on-error: pass`.']
          : []),
        'The button below, or the next push, starts a new review. If it fails again, tell whoever runs Hindsight for you; ' +
          `the log has the reason under the delivery ${codeSpan(delivery)}.`,
      ].join('\n\n'),
      annotations: [],
      buttons: [reviewAgain],
      ownFailure: true,
    },
    findings: [],
  };
}
