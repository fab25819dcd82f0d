import type { ReviewJob } from '../review/review-job.js';
import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** What GitHub says of one file of a pull request. */
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

/** "it includes up to 300 changed files for the entire comparison", on the first page: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const comparedFilesMax = 300;

/**
 * The commit where the pull request has left its base, and the files that it changes since then; the tip of the base branch may be far from there. The
 * comparison gives both at once; only a larger pull request is listed page by page. Without a common ancestor the answer is 404:
 * https://github.com/trilom/file-changes-action/issues/138
 */
export async function comparePull(
  octokit: GitHubClient,
  job: ReviewJob,
  baseSha: string,
): Promise<{ mergeBase: string; files: PullFile[] }> {
  const { owner, repo, headSha } = job;
  const { data } = await asking(`compare ${baseSha} with ${headSha}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseSha}...${headSha}`,
      per_page: 1, // commits, which are of no interest
    }),
  );
  const compared = data.files ?? [];
  const files = compared.length < comparedFilesMax ? compared.map(asPullFile) : await listPullFiles(octokit, job);
  return { mergeBase: data.merge_base_commit.sha, files };
}

async function listPullFiles(octokit: GitHubClient, { owner, repo, pull }: ReviewJob): Promise<PullFile[]> {
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
    files.push(...data.map(asPullFile));
    if (data.length < filesPerPage) break; // the last page
  }
  return files;
}

interface FileAnswer {
  filename: string;
  previous_filename?: string;
  status: PullFile['status'];
  additions: number;
  deletions: number;
  patch?: string;
}

function asPullFile(file: FileAnswer): PullFile {
  return {
    path: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    ...(file.previous_filename === undefined ? {} : { previousPath: file.previous_filename }),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
}
