import { reviewAgain } from './check-buttons.js';
import { codeSpan } from './markdown.js';
import type { CheckToWrite, ReviewPlan } from './review-plan.js';

/** A failed review never opens a required check on its own: what was not reviewed may hold a known incident. */
const conclusionOnError: CheckToWrite['conclusion'] = 'failure';

/** What is said when we ourselves have failed: the check ends, and nobody takes it for a finding. Comments stay as they are. */
export function planFailure(delivery: string): ReviewPlan {
  return {
    post: [],
    edit: [],
    check: {
      conclusion: conclusionOnError,
      title: 'Hindsight could not review this pull request',
      summary: [
        'This is a failure of Hindsight, not a finding about this change: nothing is known to be wrong with it.',
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
