import { queuedPull, type ReviewJob } from '../review/review-job.js';

/** What an `external_id` of ours tells of the review that a check run is of. */
export type ReviewedHead = Pick<ReviewJob, 'pull' | 'headSha' | 'baseSha' | 'mergeGroup'>;

/** How a run that is no verdict on its head has ended. By these names it is not found again, and a new one is made. */
export type Ending = 'failed' | 'superseded';

/**
 * Which review a check run is of: two pull requests can have the same head commit, and for a pull request from a fork GitHub does
 * not say it (`pull_requests` of a check run is empty then: https://github.com/nearform/lastlight/pull/283). Somebody who asks for the same
 * head once more gets a run of their own. No name of git holds a colon: https://git-scm.com/docs/git-check-ref-format
 */
export function externalIdOf(job: ReviewJob, ending?: Ending): string {
  const { pull, headSha, baseSha, mergeGroup, again } = job;
  const head = mergeGroup
    ? `group/${headSha}/${baseSha ?? ''}:${mergeGroup.headRef.replace(/^refs\/heads\//, '')}`
    : `pull/${pull}/${headSha}`;
  return [head, again === undefined ? undefined : `again=${again}`, ending].filter(Boolean).join(':');
}

/** The reverse; absent for what is none of ours. */
export function readExternalId(text: string): ReviewedHead | undefined {
  const [, number, pullHead] = /^pull\/(\d{1,10})\/([0-9a-f]{40,64})(?=$|:)/.exec(text) ?? [];
  if (number !== undefined && pullHead !== undefined) return { pull: Number(number), headSha: pullHead };
  const [, headSha, baseSha, name = ''] = /^group\/([0-9a-f]{40,64})\/([0-9a-f]{40,64}):([^:]+)/.exec(text) ?? [];
  const queued = queuedPull(name);
  if (headSha === undefined || baseSha === undefined || !queued) return undefined;
  const mergeGroup = { headRef: `refs/heads/${name}`, baseRef: `refs/heads/${queued.base}` };
  return { pull: queued.pull, headSha, baseSha, mergeGroup };
}
