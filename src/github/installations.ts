import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** A repository that an installation of the app may read. */
export interface InstalledRepository {
  owner: string;
  repo: string;
  /** Where it is read in a browser. */
  url: string;
}

const itemsPerPage = 100;

/** Ids of the installations that are not suspended, smallest first. The client is signed in as the app itself. */
export async function listInstallations(octokit: GitHubClient): Promise<number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page++) {
    const { data } = await asking('list the installations of the app', () =>
      octokit.request('GET /app/installations', { per_page: itemsPerPage, page }),
    );
    ids.push(...data.filter(({ suspended_at }) => !suspended_at).map(({ id }) => id));
    if (data.length < itemsPerPage) return ids.sort((a, b) => a - b);
  }
}

/** The repositories of the installation that the client is signed in as; archived ones take no pull request. */
export async function listRepositories(octokit: GitHubClient): Promise<InstalledRepository[]> {
  const repositories: InstalledRepository[] = [];
  for (let page = 1; ; page++) {
    const { data } = await asking('list the repositories of an installation', () =>
      octokit.request('GET /installation/repositories', { per_page: itemsPerPage, page }),
    );
    for (const { name, owner, html_url: url, archived, disabled } of data.repositories) {
      if (!archived && !disabled) repositories.push({ owner: owner.login, repo: name, url });
    }
    if (data.repositories.length < itemsPerPage) return repositories;
  }
}
