import { demotionNotice, type NewDemotion } from '../review/demotion-notice.js';
import { type GitHubClient, once } from './github-client.js';
import { asking, GitHubError } from './github-error.js';
import { withDemotionsTold } from './hidden-mark.js';
import { type PullAddress, readPull } from './pull-conversation.js';

/**
 * Says on a pull request, open or merged, which incidents were demoted: as a review without comments, which the permission to write pull requests
 * allows. What stands there already is not said again. `refused`: GitHub will not take it there, now or later.
 * https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
 * Reviews of merged pull requests are taken: https://github.com/cli/cli/issues/5038
 */
export async function tellDemotions(
  octokit: GitHubClient,
  where: PullAddress,
  demotions: readonly NewDemotion[],
): Promise<'told' | 'refused'> {
  const { owner, repo, pull: number } = where;
  const { pull, demotionsTold } = await readPull(octokit, where);
  if (!pull) return 'refused';
  const left = demotions.filter((each) => !demotionsTold.includes(nameOf(each)));
  if (left.length === 0) return 'told';
  try {
    await asking(`say on ${owner}/${repo}#${number} what was demoted`, () =>
      octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
        owner,
        repo,
        pull_number: number,
        commit_id: pull.headSha,
        event: 'COMMENT',
        body: withDemotionsTold(demotionNotice(left), left.map(nameOf)),
        ...once,
      }),
    );
    return 'told';
  } catch (error) {
    // A conversation that is locked, or a repository that is archived.
    const never = error instanceof GitHubError && error.retryAfterSeconds === undefined;
    if (never && [403, 404, 422].includes(error.status)) return 'refused';
    throw error;
  }
}

/** An incident may be demoted a second time, after the first was taken back. */
const nameOf = ({ incident, since }: NewDemotion) => `${incident} ${since}`;
