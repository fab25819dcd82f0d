import type { TrustedFiles } from '../config/trusted-config.js';
import type { ReviewJob } from '../review/review-job.js';
import { type RunsAnswer, runsFields, runsVariables, type ToldRun, toldRuns } from './check-run.js';
import type { GitHubClient, Log } from './github-client.js';
import { asking } from './github-error.js';
import {
  conversationFields,
  conversationFrom,
  firstPage,
  type PullAnswer,
  type PullConversation,
  pageVariables,
} from './pull-conversation.js';
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

/** All that has to be known of a pull request before its review begins. */
export interface Start {
  conversation: PullConversation;
  trusted: TrustedFiles[];
  /** Our runs on the head of the job; absent when GitHub shows another head or not all of them. */
  runs?: ToldRun[];
}

const query = `query ReadStart($owner: String!, $name: String!, $number: Int!, ${pageVariables}, ${runsVariables}, ${organisationVariables}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      ${conversationFields}
      baseRef { target { ...Settings } }
      commits(last: 1) { nodes { commit { oid ${runsFields('status externalId')} } } }
    }
  }
  ${organisationField}
}

${settingsFragment}`;

interface Answer extends OrganisationAnswer {
  repository: {
    pullRequest:
      | (PullAnswer & {
          baseRef: RefAnswer;
          commits: { nodes: ({ commit: { oid: string } & RunsAnswer } | null)[] | null };
        })
      | null;
  } | null;
}

/** One request, where there are no incidents of the repository's own to be read and not more than a hundred threads. */
export async function readStart(
  octokit: GitHubClient,
  job: ReviewJob,
  own: { appId: number; checkName: string },
  log: Log,
): Promise<Start> {
  const { owner, repo, pull: number, headSha } = job;
  const variables = { owner, name: repo, number, ...firstPage, ...own, ...organisationOf(job) };
  const answer = await asking(`read ${owner}/${repo}#${number}`, () =>
    askWithOrganisation(() => octokit.graphql<Answer>(query, variables), log),
  );
  const pull = answer.repository?.pullRequest;
  const commit = pull?.commits.nodes?.[0]?.commit;
  const runs = commit?.oid === headSha ? toldRuns(commit) : undefined;
  return {
    conversation: await conversationFrom(octokit, job, pull),
    trusted: await trustedFilesIn(octokit, job, answer, pull?.baseRef),
    ...(runs ? { runs } : {}),
  };
}
