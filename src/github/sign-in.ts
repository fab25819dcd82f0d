import { App, Octokit } from 'octokit';
import type { GitHubClient } from './github-client.js';
import { GitHubError } from './github-error.js';

/** How the command line may ask GitHub: with a token of a person or of a workflow, or with the app's own credentials. */
export interface Credentials {
  /** REST address, without a slash at the end. */
  apiUrl: string;
  token?: string;
  app?: { id: number; privateKey: string };
}

export interface SignedIn {
  octokit: GitHubClient;
  /** Signed in as the app itself. */
  app?: GitHubClient;
}

/** The client for one repository: the token's, else that of the app's installation on it, else one that only sees what is public. */
export async function signIn(
  { apiUrl, token, app: credentials }: Credentials,
  repository: { owner: string; repo: string },
): Promise<SignedIn> {
  const Client = Octokit.defaults({ baseUrl: apiUrl, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const app = credentials && new App({ appId: credentials.id, privateKey: credentials.privateKey, Octokit: Client });
  const octokit = token !== undefined ? new Client({ auth: token }) : app && (await installed(app, repository));
  return { octokit: octokit ?? new Client(), ...(app ? { app: app.octokit } : {}) };
}

async function installed(app: App, repository: { owner: string; repo: string }): Promise<GitHubClient | undefined> {
  try {
    const { data } = await app.octokit.request('GET /repos/{owner}/{repo}/installation', repository);
    return await app.getInstallationOctokit(data.id);
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error)) throw error;
    if (error.status === 404) return undefined;
    throw new GitHubError(`GitHub did not take the app's credentials: ${error.message}`, Number(error.status));
  }
}
