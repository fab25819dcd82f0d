import type { ReviewJob } from '../review/review-job.js';
import type { CommentToEdit, PostedComment } from '../review/review-plan.js';
import type { TriageHost } from '../review/triage-host.js';
import type { TriageJob } from '../review/triage-job.js';
import { checkOutput } from './check-output.js';
import { createCompletedRun, newestRun, type RunOnHead } from './check-run.js';
import { editComments } from './edit-comments.js';
import { type GitHubClient, once } from './github-client.js';
import { asking, GitHubError } from './github-error.js';
import type { GitHubHostOptions } from './github-host.js';
import { readFacts, withDecision } from './hidden-mark.js';
import { asPosted, type OwnComment, readPull } from './pull-conversation.js';

/** GitHub as the place where decisions come from and go to, for one job. All calls throw `GitHubError`. */
export function createTriageHost({ octokit, appId, checkName, log }: GitHubHostOptions): TriageHost {
  let own: readonly OwnComment[] = [];
  let newest: RunOnHead | undefined;

  return {
    async readPull(job) {
      const { pull, posted, triaged, followed } = await readPull(octokit, job);
      own = posted;
      return pull && { ...pull, comments: posted.map(asPosted), triaged, followed };
    },

    mayWrite: (job) => mayWrite(octokit, job),

    async readCheck(job, headSha) {
      newest = await newestRun(octokit, appId, checkName, onHead(job, headSha));
      if (!newest) return undefined;
      const facts = readFacts(newest.text ?? '')?.facts;
      return { completed: newest.completed, ...(facts ? { facts } : {}) };
    },

    reply: (job, to, headSha, body) => reply(octokit, job, to, headSha, body),

    edit: (job, edit: CommentToEdit) => editComments(octokit, job, [edit], own, log),

    async announce(job, headSha, body, findings, triage) {
      const { owner, repo, pull, delivery } = job;
      await asking(`say on ${owner}/${repo}#${pull} what was decided`, () =>
        octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
          owner,
          repo,
          pull_number: pull,
          commit_id: headSha,
          event: 'COMMENT',
          body: withDecision(body, { findings, triage, delivery }),
          ...once,
        }),
      );
    },

    async conclude(job, headSha, check) {
      const { title, summary } = checkOutput(check, []);
      if (newest?.conclusion === check.conclusion && newest.title === title && newest.summary === summary) return false;
      const reviewed = onHead(job, headSha);
      await createCompletedRun(octokit, checkName, reviewed, { ...check, ...keptText(newest) });
      return true;
    },
  };
}

/** Comments that found no place in the diff stand in the text of the check. */
function keptText(run: RunOnHead | undefined): { details?: string } {
  const details = run?.text === undefined ? '' : (readFacts(run.text)?.text ?? run.text);
  return details === '' ? {} : { details };
}

const onHead = ({ installation, owner, repo, pull, delivery }: TriageJob, headSha: string): ReviewJob => ({
  installation,
  owner,
  repo,
  pull,
  headSha,
  delivery,
});

/**
 * `permission` is the base role, in which `maintain` counts as `write` and `triage` as `read`. It takes every source of access into account, which the
 * `author_association` of a comment does not: a member of the organisation need not have access. The app needs no more than to read metadata.
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 * https://github.com/step-security/secure-repo/pull/595
 */
async function mayWrite(octokit: GitHubClient, { owner, repo, by }: TriageJob): Promise<boolean> {
  try {
    const { data } = await asking(`tell what ${by} may do in ${owner}/${repo}`, () =>
      octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', { owner, repo, username: by }),
    );
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    // Somebody whom GitHub does not know in this repository.
    if (error instanceof GitHubError && error.status === 404) return false;
    throw error;
  }
}

/**
 * The endpoint for replies is closed to apps ("enabledForGitHubApps": false in GitHub's description of pulls/create-reply-for-review-comment); that for
 * comments takes an answer with `in_reply_to`, and then reads nothing but the body beside it:
 * https://docs.github.com/en/rest/pulls/comments#create-a-review-comment-for-a-pull-request
 */
async function reply(
  octokit: GitHubClient,
  { owner, repo, pull }: TriageJob,
  to: PostedComment,
  headSha: string,
  body: string,
): Promise<void> {
  await asking(`answer on ${owner}/${repo}#${pull}`, () =>
    octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
      owner,
      repo,
      pull_number: pull,
      commit_id: headSha,
      path: to.path ?? '',
      body,
      in_reply_to: Number(to.id),
      ...once,
    }),
  );
}
