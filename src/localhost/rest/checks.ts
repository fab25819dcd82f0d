import { GitHubError, notFound } from '../github-error.js';
import { apiUrl, htmlUrl, renderCheckRun } from '../render.js';
import { type Annotation, type CheckRun, clock, type Repository, type State } from '../state.js';
import { type Call, commitOf, paginate, type RepositoryHandler } from './call.js';

interface CheckBody {
  name?: string;
  head_sha?: string;
  status?: CheckRun['status'];
  conclusion?: string;
  started_at?: string;
  completed_at?: string;
  details_url?: string;
  external_id?: string;
  actions?: CheckRun['actions'];
  output?: { title: string; summary: string; text?: string; annotations?: Annotation[] };
}

export const checks: Record<string, RepositoryHandler> = {
  'checks/create': async ({ state, body }, repository) => {
    const wanted = body as CheckBody & { name: string; head_sha: string };
    const headSha = await commitOf(repository, wanted.head_sha);
    if (headSha === undefined) throw new GitHubError(422, `No commit found for SHA: ${wanted.head_sha}`);
    const run: CheckRun = {
      id: state.nextId(),
      appId: state.app.id,
      name: wanted.name,
      headSha,
      status: 'queued',
      startedAt: clock(state),
      actions: [],
      annotations: [],
    };
    write(state, run, wanted);
    repository.checkRuns.push(run);
    return { status: 201, body: renderCheckRun(state, repository, run) };
  },

  'checks/update': ({ state, parameters, body }, repository) => {
    const run = find(repository, parameters);
    if (run.appId !== state.app.id) {
      // https://github.com/int128/argocd-commenter/pull/631
      const rule = 'check run can only be modified by the GitHub App that created it.';
      throw new GitHubError(403, `Invalid app_id \`${state.app.id}\` - ${rule}`);
    }
    write(state, run, body as CheckBody);
    return { status: 200, body: renderCheckRun(state, repository, run) };
  },

  'checks/get': ({ state, parameters }, repository) => {
    return { status: 200, body: renderCheckRun(state, repository, find(repository, parameters)) };
  },

  'checks/list-annotations': (call, repository) => {
    const run = find(repository, call.parameters);
    const { items, headers } = paginate(call, run.annotations);
    return { status: 200, body: items.map((item) => renderAnnotation(call, repository, run, item)), headers };
  },

  'checks/list-for-ref': async (call, repository) => {
    const { state, parameters, query } = call;
    const sha = await commitOf(repository, parameters.ref ?? '');
    if (sha === undefined) throw new GitHubError(422, `No commit found for SHA: ${parameters.ref}`);
    const found = repository.checkRuns.filter(
      (run) =>
        run.headSha === sha &&
        (query.check_name === undefined || run.name === query.check_name) &&
        (query.status === undefined || run.status === query.status) &&
        (query.app_id === undefined || run.appId === Number(query.app_id)),
    );
    const runs = query.filter === 'all' ? found : latest(found);
    const { items, headers } = paginate(call, runs.reverse());
    const body = { total_count: runs.length, check_runs: items.map((run) => renderCheckRun(state, repository, run)) };
    return { status: 200, body, headers };
  },
};

function find(repository: Repository, parameters: Record<string, string>): CheckRun {
  const run = repository.checkRuns.find(({ id }) => id === Number(parameters.check_run_id));
  if (!run) throw notFound();
  return run;
}

/** "latest returns the most recent check runs": of one name and app, the newest. https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference */
function latest(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [`${run.appId} ${run.name}`, run])).values()];
}

/** What is left out stays as it was. https://docs.github.com/rest/checks/runs#update-a-check-run */
function write(state: State, run: CheckRun, wanted: CheckBody): void {
  const { output } = wanted;
  if (wanted.name !== undefined) run.name = wanted.name;
  if (wanted.details_url !== undefined) run.detailsUrl = wanted.details_url;
  if (wanted.external_id !== undefined) run.externalId = wanted.external_id;
  if (wanted.started_at !== undefined) run.startedAt = new Date(wanted.started_at);
  if (wanted.actions !== undefined) run.actions = wanted.actions;
  writeStatus(state, run, wanted);
  if (!output) return;
  run.title = output.title;
  run.summary = output.summary;
  if (output.text !== undefined) run.text = output.text;
  // "Each time you update the check run, annotations are appended to the list of annotations that already exist."
  run.annotations.push(...(output.annotations ?? []));
}

function writeStatus(state: State, run: CheckRun, wanted: CheckBody): void {
  // "Providing conclusion will automatically set the status parameter to completed."
  const status = wanted.conclusion === undefined ? wanted.status : 'completed';
  // A completed run does not go back, and nothing says so: https://github.com/taskcluster/taskcluster/issues/5085,
  // https://github.com/tektoncd/pipelines-as-code/pull/2305
  if (status === undefined || (run.status === 'completed' && status !== 'completed')) return;
  run.status = status;
  if (status !== 'completed') return;
  if (wanted.conclusion !== undefined) run.conclusion = wanted.conclusion;
  run.completedAt = wanted.completed_at === undefined ? clock(state) : new Date(wanted.completed_at);
}

function renderAnnotation({ state }: Call, repository: Repository, run: CheckRun, annotation: Annotation): unknown {
  return {
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...annotation,
    blob_href: `${htmlUrl(state, repository)}/blob/${run.headSha}/${annotation.path}`,
    url: apiUrl(state, repository),
  };
}
