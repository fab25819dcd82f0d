import type { ReviewJob } from '../review/review-job.js';
import type { CheckToWrite } from '../review/review-plan.js';
import { annotationsPerRequestMax, checkActions, checkAnnotation, checkOutput } from './check-output.js';
import { externalIdOf, type ReviewedHead, readExternalId } from './external-id.js';
import { type GitHubClient, once } from './github-client.js';
import { asking } from './github-error.js';
import { readFacts } from './hidden-mark.js';
import type { DemotedComment } from './post-comments.js';

/** A check run of ours for one pull request at one head. */
export interface CheckRun {
  id: number;
  completed: boolean;
  /** How many annotations GitHub has of it already. */
  annotations: number;
}

/** A head whose runs are asked for. */
type HeadOfRepository = Pick<ReviewJob, 'owner' | 'repo' | 'headSha'>;

/**
 * Our check run for this job. A completed one settles it, even beside one that a crash has left in progress.
 */
export async function findCheckRun(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  job: ReviewJob,
): Promise<CheckRun | undefined> {
  const runs = await listRuns(octokit, appId, checkName, job);
  const own = externalIdOf(job);
  const sameId = runs.filter(({ external_id: id }) => id === own);
  const settled = runs.find(({ external_id: id, status }) => status === 'completed' && settles(own, id, job));
  const found = settled ?? sameId[0];
  return found && { id: Number(found.id), completed: found === settled, annotations: found.output.annotations_count };
}

/** A run of ours as GraphQL tells it. Numbers of runs have outgrown its Int, so whoever writes to one looks for it with `findCheckRun`. */
export interface ToldRun {
  status: string;
  externalId: string | null;
  text?: string | null;
}

export const runsVariables = '$appId: Int!, $checkName: String!';

/** One run is made for each pull request with this head, and for each time that somebody asks again or decides. */
const toldRunsMax = 50;

/** Of a commit: our runs on it, in which order GitHub does not say. */
export const runsFields = (
  fields: string,
) => `checkSuites(first: 3, filterBy: { appId: $appId, checkName: $checkName }) {
        nodes { checkRuns(first: ${toldRunsMax}, filterBy: { checkName: $checkName, checkType: ALL }) { nodes { ${fields} } } }
      }`;

/** The answer to `runsFields`. */
export interface RunsAnswer {
  checkSuites?: { nodes: ({ checkRuns: { nodes: (ToldRun | null)[] | null } | null } | null)[] | null } | null;
}

/** Absent when there may be more. */
export function toldRuns({ checkSuites }: RunsAnswer): ToldRun[] | undefined {
  const suites = (checkSuites?.nodes ?? []).map((suite) => suite?.checkRuns?.nodes ?? []);
  if (suites.some(({ length }) => length >= toldRunsMax)) return undefined;
  return suites.flat().flatMap((run) => run ?? []);
}

/** What GraphQL tells of a job's run: there is none, it is finished, or it has to be looked for. */
export function standingOf(runs: readonly ToldRun[] | undefined, job: ReviewJob): 'none' | 'finished' | 'unknown' {
  if (!runs) return 'unknown';
  const own = externalIdOf(job);
  if (runs.some((run) => run.status === 'COMPLETED' && settles(own, run.externalId, job))) return 'finished';
  return runs.some(({ externalId }) => externalId === own) ? 'unknown' : 'none';
}

/** Fingerprints of the findings in our verdict on a head; absent when it has none, or none that can be read. */
export function verdictIn(runs: readonly ToldRun[], job: ReviewJob): string[] | undefined {
  const own = externalIdOf(job);
  const verdict = runs.find(({ status, externalId }) => status === 'COMPLETED' && settles(own, externalId, job));
  return readFacts(verdict?.text ?? '')?.facts.findings.map(({ fingerprint }) => fingerprint);
}

/** Whoever asks for a new review of the same head is not answered with an older one. */
function settles(own: string, externalId: string | null, { again }: ReviewJob): boolean {
  return externalId === own || (again === undefined && isVerdictOn(own, externalId));
}

/** A run that was asked for once more, and did not end without a verdict. */
function isVerdictOn(externalId: string, other: string | null): boolean {
  return other?.startsWith(`${externalId}:again=`) === true && !/:(failed|superseded)$/.test(other);
}

/** A run of ours as GitHub shows it. */
export interface RunOnHead {
  completed: boolean;
  conclusion?: string;
  title?: string;
  summary?: string;
  text?: string;
}

/** The newest run for this pull request at this head that is a verdict or will be one. Numbers of runs grow. */
export async function newestRun(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  job: ReviewJob,
): Promise<RunOnHead | undefined> {
  const own = externalIdOf(job);
  const runs = (await listRuns(octokit, appId, checkName, job)).filter(
    ({ external_id: id }) => id === own || isVerdictOn(own, id),
  );
  const [newest] = runs.sort((a, b) => Number(b.id) - Number(a.id));
  if (!newest) return undefined;
  const { status, conclusion, output } = newest;
  return {
    completed: status === 'completed',
    ...(conclusion === null ? {} : { conclusion }),
    ...(output.title === null ? {} : { title: output.title }),
    ...(output.summary === null ? {} : { summary: output.summary }),
    ...(output.text === null ? {} : { text: output.text }),
  };
}

/** What our runs on a commit are reviews of, each once. */
export async function findReviewsOf(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  head: HeadOfRepository,
): Promise<ReviewedHead[]> {
  const runs = await listRuns(octokit, appId, checkName, head);
  const reviewed = runs.flatMap(({ external_id: id }) => readExternalId(id ?? '') ?? []);
  return [...new Map(reviewed.map((each) => [`${each.pull} ${each.mergeGroup?.headRef}`, each])).values()];
}

/**
 * All runs of our name on the commit, newest first: by default GitHub gives the latest of each name only, which may be that of another pull request
 * (https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference).
 */
async function listRuns(
  octokit: GitHubClient,
  appId: number,
  checkName: string,
  { owner, repo, headSha }: HeadOfRepository,
) {
  const { data } = await asking(`list the check runs of ${headSha}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner,
      repo,
      ref: headSha,
      app_id: appId,
      check_name: checkName,
      filter: 'all',
      per_page: checkRunsPerPage,
    }),
  );
  return data.check_runs;
}

/** One run is made for each pull request with this head, and for each time that somebody asks again; a page is more than there will ever be. */
const checkRunsPerPage = 100;

/** What a run in progress says. Where GitHub takes no request at all for a while, this is all that it can say. */
const underReview = {
  title: 'The review is under way',
  summary:
    'The verdict follows here. When GitHub asks Hindsight to send no more requests for a while, the review waits and goes on by itself.',
};

export async function createCheckRun(
  octokit: GitHubClient,
  checkName: string,
  job: ReviewJob,
  output = underReview,
): Promise<CheckRun> {
  const { owner, repo, headSha } = job;
  const { data } = await asking(`start a check run on ${headSha}`, () =>
    octokit.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: checkName,
      head_sha: headSha,
      status: 'in_progress',
      external_id: externalIdOf(job),
      output,
      ...once,
    }),
  );
  return { id: Number(data.id), completed: false, annotations: 0 };
}

/** A run that has its verdict from the start: one request, unless it has more annotations than fit into one. */
export async function createCompletedRun(
  octokit: GitHubClient,
  checkName: string,
  job: ReviewJob,
  check: CheckToWrite,
): Promise<void> {
  if (check.annotations.length > annotationsPerRequestMax)
    return completeCheckRun(octokit, job, await createCheckRun(octokit, checkName, job), check, []);
  const { owner, repo, headSha } = job;
  await asking(`make a check run on ${headSha}`, () =>
    octokit.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: checkName,
      head_sha: headSha,
      external_id: externalIdOf(job),
      status: 'completed',
      conclusion: check.conclusion,
      actions: checkActions(check),
      output: { ...checkOutput(check, []), annotations: check.annotations.map(checkAnnotation) },
      ...once,
    }),
  );
}

/**
 * Writes the verdict. Annotations are appended by each update ("annotations are appended to the list of annotations that already exist",
 * https://docs.github.com/en/rest/checks/runs#update-a-check-run), so those that a call before this one has left there are not sent again;
 * the run is completed by the last update, so that a crash on the way leaves a run that the next review finds in progress.
 */
export async function completeCheckRun(
  octokit: GitHubClient,
  job: ReviewJob,
  run: CheckRun,
  check: CheckToWrite,
  demoted: readonly DemotedComment[],
): Promise<void> {
  if (run.completed) return; // a finished run is never reopened
  const { owner, repo } = job;
  const output = checkOutput(check, demoted);
  const update = (body: object, from: number) =>
    asking(`update the check run ${run.id}`, () =>
      octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: run.id,
        ...body,
        output: {
          ...output,
          annotations: check.annotations.slice(from, from + annotationsPerRequestMax).map(checkAnnotation),
        },
        ...once,
      }),
    );
  let from = Math.min(run.annotations, check.annotations.length);
  for (; check.annotations.length - from > annotationsPerRequestMax; from += annotationsPerRequestMax) {
    await update({}, from);
    run.annotations = from + annotationsPerRequestMax;
  }
  const renamed = check.ownFailure ? { external_id: externalIdOf(job, 'failed') } : {};
  const actions = checkActions(check);
  await update({ status: 'completed', conclusion: check.conclusion, actions, ...renamed }, from);
  run.completed = true;
}

/**
 * Ends a run whose head nobody waits for any more. `cancelled` is for what was started and stopped
 * (https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks#check-statuses-and-conclusions).
 * It never satisfies a required check, as `neutral` and `skipped` do: the same commit may come back, and is then reviewed by a new run.
 */
export async function endCheckRun(octokit: GitHubClient, job: ReviewJob, run: CheckRun, reason: string): Promise<void> {
  if (run.completed) return;
  const { owner, repo } = job;
  await asking(`end the check run ${run.id}`, () =>
    octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner,
      repo,
      check_run_id: run.id,
      external_id: externalIdOf(job, 'superseded'),
      status: 'completed',
      conclusion: 'cancelled',
      output: { title: 'Not reviewed to the end', summary: `There is no verdict on this commit: ${reason}.` },
      ...once,
    }),
  );
  run.completed = true;
}
