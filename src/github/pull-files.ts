import { NotComparableError } from '../review/not-comparable-error.js';
import type { ReviewJob } from '../review/review-job.js';
import type { GitHubClient } from './github-client.js';
import { asking, GitHubError } from './github-error.js';
import type { QueuedPulls } from './queued-pulls.js';

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
  queued?: () => Promise<QueuedPulls>,
): Promise<{ mergeBase: string; files: PullFile[] }> {
  const { owner, repo, headSha } = job;
  const { data } = await asking(`compare ${baseSha} with ${headSha}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseSha}...${headSha}`,
      per_page: 1, // commits, which are of no interest
    }),
  ).catch((error: unknown) => {
    throw isWithoutAncestor(error) ? new NotComparableError('its branches have no common ancestor') : error;
  });
  const compared = data.files ?? [];
  const mergeBase = data.merge_base_commit.sha;
  if (compared.length < comparedFilesMax) return { mergeBase, files: compared.map(asPullFile) };
  return {
    mergeBase,
    files: queued ? await listGroupFiles(octokit, job, await queued()) : await listPullFiles(octokit, job),
  };
}

/**
 * What a large merge group changes is listed nowhere: its pull requests name the files. Their patches are against other commits than the group's, and are left
 * out, so that the diffs are made from the texts.
 */
async function listGroupFiles(
  octokit: GitHubClient,
  job: ReviewJob,
  { pulls, complete }: QueuedPulls,
): Promise<PullFile[]> {
  if (!complete) throw new GitHubError('expected the pull requests of a large merge group, got not all of them', 0);
  const files = new Map<string, PullFile>();
  for (const { pull } of pulls) {
    for (const { patch: _, ...file } of await listPullFiles(octokit, { ...job, pull })) files.set(file.path, file);
  }
  return [...files.values()];
}

/** The same status says that a commit is gone; only the sentence tells the two apart. */
function isWithoutAncestor(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 404 && error.message.includes('No common ancestor');
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
