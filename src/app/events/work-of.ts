import { checkRunWork } from './check-run.js';
import { checkSuiteWork } from './check-suite.js';
import { installationWork } from './installation.js';
import { mergeGroupWork } from './merge-group.js';
import { pullRequestWork } from './pull-request.js';
import { reviewCommentWork } from './review-comment.js';
import type { WebhookEvent } from './webhook-event.js';
import type { Work } from './work.js';

const readers = {
  pull_request: pullRequestWork,
  merge_group: mergeGroupWork,
  check_run: checkRunWork,
  check_suite: checkSuiteWork,
  pull_request_review_comment: reviewCommentWork,
  installation: installationWork,
  installation_repositories: installationWork,
} as const satisfies Record<string, (event: WebhookEvent) => Work>;

export type HandledEvent = keyof typeof readers;

/** Names of the webhooks that are read. */
export const handledEvents = Object.keys(readers) as HandledEvent[];

/** What a webhook asks for, or why it asks for nothing. Each kind of event has a file of its own beside this one. */
export function workOf(event: WebhookEvent): Work {
  const read = Object.hasOwn(readers, event.name) ? readers[event.name as HandledEvent] : undefined;
  return read?.(event) ?? { kind: 'nothing to review', skip: `the event ${event.name} asks for no review` };
}
