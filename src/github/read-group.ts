import type { TrustedFiles } from '../config/trusted-config.js';
import type { ReviewJob } from '../review/review-job.js';
import { type RunsAnswer, runsFields, runsVariables, type ToldRun, toldRuns } from './check-run.js';
import type { GitHubClient, Log } from './github-client.js';
import { asking } from './github-error.js';
import { type EntryAnswer, entriesField, type QueuedPulls, queuedPullsIn } from './queued-pulls.js';
import {
  askWithOrganisation,
  type OrganisationAnswer,
  organisationField,
  organisationOf,
  organisationVariables,
  type RefAnswer,
  settingsFragment,
  trustedFilesIn,
} from './trusted-files.js';

/** All that has to be known of a merge group before its review begins. */
export interface GroupStart {
  queued: QueuedPulls;
  trusted: TrustedFiles[];
  /** Our runs on the head of the group; absent when GitHub does not show all of them. */
  runs?: ToldRun[];
}

/** The base commit of a group may be the head of the one before it, with code that nobody has merged yet: the configuration is that of the branch. */
const query = `query ReadGroup($owner: String!, $name: String!, $ref: String!, $branch: String!, $head: String!, ${runsVariables}, ${organisationVariables}) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) { target { ...Settings } }
    head: object(expression: $head) { ... on Commit { ${runsFields('status externalId')} } }
    mergeQueue(branch: $branch) { ${entriesField} }
  }
  ${organisationField}
}

${settingsFragment}`;

interface Answer extends OrganisationAnswer {
  repository: {
    ref: RefAnswer;
    head: RunsAnswer | null;
    mergeQueue: { entries: { nodes: (EntryAnswer | null)[] | null } | null } | null;
  } | null;
}

/** One request, where there are no incidents of the repository's own to be read. */
export async function readGroup(
  octokit: GitHubClient,
  job: ReviewJob,
  own: { appId: number; checkName: string },
  log: Log,
): Promise<GroupStart> {
  const { owner, repo, headSha: head, mergeGroup } = job;
  const ref = mergeGroup?.baseRef ?? '';
  const branch = ref.replace(/^refs\/heads\//, '');
  const variables = { owner, name: repo, ref, branch, head, ...own, ...organisationOf(job) };
  const answer = await asking(`read the merge group ${head} of ${owner}/${repo}`, () =>
    askWithOrganisation(() => octokit.graphql<Answer>(query, variables), log),
  );
  const { repository } = answer;
  const runs = repository?.head ? toldRuns(repository.head) : undefined;
  return {
    queued: queuedPullsIn(repository?.mergeQueue?.entries?.nodes ?? [], job),
    trusted: await trustedFilesIn(octokit, job, answer, repository?.ref),
    ...(runs ? { runs } : {}),
  };
}
