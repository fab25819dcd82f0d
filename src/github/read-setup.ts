import { configPath } from '../config/config-path.js';
import { ownIncidentsPath } from '../incidents/own-incidents.js';
import type { GitHubClient } from './github-client.js';
import { asking, GitHubError } from './github-error.js';

/** Pull requests that are looked through for our last check run, those that were touched last first. */
const pullsLookedThrough = 10;

export interface InstalledApp {
  appId: number;
  permissions: Readonly<Record<string, string>>;
  events: readonly string[];
  /** Where its owner sees and changes what it may do. */
  url: string;
  isSuspended: boolean;
}

/** A status check without which nothing is merged. */
export interface RequiredCheck {
  name: string;
  /** The only app that it is taken from; absent when it is taken from anybody. */
  appId?: number;
  by: 'branch protection' | 'a ruleset';
}

export interface LastReview {
  pull: number;
  conclusion: string | null;
  completedAt: string | null;
  appId?: number;
}

/** How a repository is set up for reviews, as far as whoever asks may see it. */
export interface Setup {
  url: string;
  branch: string;
  /** Absent when it is not installed; not asked without the app's own credentials. */
  installation?: InstalledApp | 'not asked';
  required: RequiredCheck[];
  hasMergeQueue: boolean;
  /** Absent when there is no file. */
  config?: string;
  /** Folders of incidents of its own. */
  ownIncidents: string[];
  lastReview?: LastReview;
  /** What could not be seen, and why. */
  unseen: string[];
}

export interface SetupInput {
  /** Signed in as a person or as the installation. */
  octokit: GitHubClient;
  /** Signed in as the app itself, where its credentials are there: nobody else may ask for the installation. */
  app?: GitHubClient;
  owner: string;
  repo: string;
  checkName: string;
}

/** Throws a GitHubError when the repository cannot be seen at all. */
export async function readSetup({ octokit, app, owner, repo, checkName }: SetupInput): Promise<Setup> {
  const repository = { owner, repo };
  const { data } = await asking(`read ${owner}/${repo}`, () =>
    octokit.request('GET /repos/{owner}/{repo}', repository),
  );
  const branch = data.default_branch;
  const unseen: string[] = [];
  const seen = async <What>(what: string, read: () => Promise<What>, otherwise: What): Promise<What> => {
    try {
      return await asking(`read ${what}`, read);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      unseen.push(error.message);
      return otherwise;
    }
  };
  const installation = app ? await readInstallation(app, repository) : 'not asked';
  const protection = await seen('the branch protection', () => protectedChecks(octokit, repository, branch), []);
  const nothing: Ruled = { checks: [], mergeQueue: false };
  const ruled = await seen('the rulesets', () => readRules(octokit, repository, branch), nothing);
  // To be asked for the queue itself the app needs the very permission that may be missing; a rule tells everybody.
  const hasMergeQueue =
    ruled.mergeQueue || (await seen('the merge queue', () => readMergeQueue(octokit, repository, branch), false));
  const config = await seen('the configuration', () => readConfig(octokit, repository), undefined);
  const ownIncidents = await seen('the incidents of its own', () => readOwnNames(octokit, repository), []);
  const lastReview = await seen('the check runs', () => readLastReview(octokit, repository, checkName), undefined);
  return {
    url: data.html_url,
    branch,
    ...(installation === undefined ? {} : { installation }),
    required: [...protection, ...ruled.checks],
    hasMergeQueue,
    ...(config === undefined ? {} : { config }),
    ownIncidents,
    ...(lastReview === undefined ? {} : { lastReview }),
    unseen,
  };
}

type Repository = { owner: string; repo: string };

/** "Enables an authenticated GitHub App to find the repository's installation information", https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app */
async function readInstallation(app: GitHubClient, repository: Repository): Promise<InstalledApp | undefined> {
  try {
    const { data } = await asking('read the installation of the app', () =>
      app.request('GET /repos/{owner}/{repo}/installation', repository),
    );
    const permissions = Object.entries(data.permissions).map(([name, level]) => [name, String(level)]);
    return {
      appId: data.app_id,
      permissions: Object.fromEntries(permissions),
      events: data.events,
      url: data.html_url,
      isSuspended: data.suspended_at !== null && data.suspended_at !== undefined,
    };
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}

/** A branch says what is required of it to everybody who may read it: https://docs.github.com/en/rest/branches/branches#get-a-branch */
async function protectedChecks(
  octokit: GitHubClient,
  repository: Repository,
  branch: string,
): Promise<RequiredCheck[]> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', { ...repository, branch });
  const required = data.protection.required_status_checks;
  // -1 and null stand for any app: https://docs.github.com/en/rest/branches/branch-protection#update-status-check-protection
  return (required?.checks ?? []).map(({ context, app_id: id }) => ({
    name: context,
    ...(id === null || id < 0 ? {} : { appId: id }),
    by: 'branch protection',
  }));
}

/** What the rulesets of a branch ask for. */
interface Ruled {
  checks: RequiredCheck[];
  mergeQueue: boolean;
}

/** Metadata is all that reading them needs: https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch */
async function readRules(octokit: GitHubClient, repository: Repository, branch: string): Promise<Ruled> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
    ...repository,
    branch,
    per_page: 100,
  });
  const checks = data.flatMap((rule) => {
    if (rule.type !== 'required_status_checks') return [];
    return (rule.parameters?.required_status_checks ?? []).map(
      ({ context, integration_id: id }): RequiredCheck => ({
        name: context,
        ...(id === undefined ? {} : { appId: id }),
        by: 'a ruleset',
      }),
    );
  });
  return { checks, mergeQueue: data.some(({ type }) => type === 'merge_queue') };
}

async function readMergeQueue(octokit: GitHubClient, { owner, repo }: Repository, branch: string): Promise<boolean> {
  const { repository } = await octokit.graphql<{ repository: { mergeQueue: { id: string } | null } | null }>(
    'query ReadMergeQueue($owner: String!, $name: String!, $branch: String!) { repository(owner: $owner, name: $name) { mergeQueue(branch: $branch) { id } } }',
    { owner, name: repo, branch },
  );
  return Boolean(repository?.mergeQueue);
}

async function readConfig(octokit: GitHubClient, repository: Repository): Promise<string | undefined> {
  const data = await contentAt(octokit, repository, configPath);
  if (data === undefined || Array.isArray(data) || data.type !== 'file' || !('content' in data)) return undefined;
  return Buffer.from(data.content, 'base64').toString('utf8');
}

async function readOwnNames(octokit: GitHubClient, repository: Repository): Promise<string[]> {
  const data = await contentAt(octokit, repository, ownIncidentsPath);
  return Array.isArray(data) ? data.filter(({ type }) => type === 'dir').map(({ name }) => name) : [];
}

/** A file, or a list of what is in a folder: https://docs.github.com/en/rest/repos/contents#get-repository-content */
async function contentAt(octokit: GitHubClient, repository: Repository, path: string) {
  try {
    return (await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { ...repository, path })).data;
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return undefined;
    throw error;
  }
}

async function readLastReview(
  octokit: GitHubClient,
  repository: Repository,
  checkName: string,
): Promise<LastReview | undefined> {
  const { repository: answer } = await octokit.graphql<{
    repository: { pullRequests: { nodes: ({ number: number; headRefOid: string } | null)[] | null } } | null;
  }>(
    `query ReadLastPulls($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: ${pullsLookedThrough}, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { number headRefOid } }
  }
}`,
    { owner: repository.owner, name: repository.repo },
  );
  for (const pull of answer?.pullRequests.nodes ?? []) {
    if (!pull) continue;
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      ...repository,
      ref: pull.headRefOid,
      check_name: checkName,
    });
    const [run] = data.check_runs;
    if (!run) continue;
    const { conclusion, completed_at: completedAt, app } = run;
    return { pull: pull.number, conclusion, completedAt, ...(app ? { appId: app.id } : {}) };
  }
  return undefined;
}
