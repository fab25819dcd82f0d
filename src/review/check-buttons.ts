/** A button below a check run: https://docs.github.com/en/rest/guides/using-the-rest-api-to-interact-with-checks#check-runs-and-requested-actions */
export interface CheckButton {
  /** At most 20 characters. */
  label: string;
  /** At most 40 characters. */
  description: string;
  /** At most 20 characters. Comes back with `check_run.requested_action`. */
  identifier: string;
}

/** GitHub shows no more on one run. */
export const checkButtonsMax = 3;

export const reviewAgain: CheckButton = {
  label: 'Review again',
  description: 'A new review of this commit',
  identifier: 'review-again',
};

export const acceptFindings: CheckButton = {
  label: 'Accept findings',
  description: 'They stay listed and do not block',
  identifier: 'accept-findings',
};

export const countAgain: CheckButton = {
  label: 'Undo accepting',
  description: 'What was set aside counts again',
  identifier: 'count-again',
};
