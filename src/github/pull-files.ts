import type { ReviewJob } from '../review/review-job.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** One row of "list pull request files". */
export interface PullFile {
  path: string;
  /** Before the rename. */
  previousPath?: string;
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  additions: number;
  deletions: number;
  /** Absent for binary and for large diffs. */
  patch?: string;
}

/** https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files: "a maximum of 3000 files", 100 a page. */
export const pullFilesMax = 3_000;
const filesPerPage = 100;

/** The files of a pull request as GitHub shows them. When there are as many as it ever tells, more may be missing. */
export async function listPullFiles(octokit: GitHubClient, job: ReviewJob): Promise<PullFile[]> {
  const { owner, repo, pull } = job;
  const files: PullFile[] = [];
  for (let page = 1; page <= pullFilesMax / filesPerPage; page++) {
    const { data } = await asking(`list the files of ${owner}/${repo}#${pull}`, () =>
      octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
        owner,
        repo,
        pull_number: pull,
        per_page: filesPerPage,
        page,
      }),
    );
    for (const file of data) {
      files.push({
        path: file.filename,
        status: file.status,
        additions: file.additions,
        deletions: file.deletions,
        ...(file.previous_filename === undefined ? {} : { previousPath: file.previous_filename }),
        ...(file.patch === undefined ? {} : { patch: file.patch }),
      });
    }
    if (data.length < filesPerPage) break; // the last page
  }
  return files;
}
