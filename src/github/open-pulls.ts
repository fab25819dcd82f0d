import type { GitHubClient } from './github-client.js';
import { asking } from './github-error.js';

/** A pull request that is open, with its head. */
export interface OpenPull {
  owner: string;
  repo: string;
  pull: number;
  headSha: string;
  baseSha: string;
  updatedAt: string;
  draft?: true;
}

/** Of one repository, those that were touched last. What is older is reviewed at its next push. */
const pullsPerRepositoryMax = 20;
/** Of all repositories together, so that an installation on many does not hold up everybody else's reviews. */
const pullsMax = 200;
/** One query asks for so many repositories. */
const repositoriesPerQuery = 10;

interface Answer {
  [alias: string]: {
    pullRequests: {
      nodes:
        | ({ number: number; isDraft: boolean; headRefOid: string; baseRefOid: string; updatedAt: string } | null)[]
        | null;
    };
  } | null;
}

/** The open pull requests of some repositories, those that were touched last first: one request for ten repositories. */
export async function readOpenPulls(
  octokit: GitHubClient,
  repositories: readonly { owner: string; repo: string }[],
): Promise<OpenPull[]> {
  const found: OpenPull[] = [];
  for (let from = 0; from < repositories.length; from += repositoriesPerQuery) {
    found.push(...(await readSome(octokit, repositories.slice(from, from + repositoriesPerQuery))));
  }
  return found.sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt)).slice(0, pullsMax);
}

async function readSome(
  octokit: GitHubClient,
  repositories: readonly { owner: string; repo: string }[],
): Promise<OpenPull[]> {
  const declared = repositories.map((_, index) => `$o${index}: String!, $n${index}: String!`).join(', ');
  const asked = repositories.map(
    (_, index) => `r${index}: repository(owner: $o${index}, name: $n${index}) {
    pullRequests(states: [OPEN], first: ${pullsPerRepositoryMax}, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number isDraft headRefOid baseRefOid updatedAt }
    }
  }`,
  );
  const variables = Object.fromEntries(
    repositories.flatMap(({ owner, repo }, index) => [
      [`o${index}`, owner],
      [`n${index}`, repo],
    ]),
  );
  const answer = await asking(`list the open pull requests of ${repositories.length} repositories`, () =>
    octokit.graphql<Answer>(`query OpenPulls(${declared}) {\n  ${asked.join('\n  ')}\n}`, variables),
  );
  return repositories.flatMap(({ owner, repo }, index) =>
    (answer[`r${index}`]?.pullRequests.nodes ?? []).flatMap((pull): OpenPull[] => {
      if (!pull) return [];
      const { number, headRefOid: headSha, baseRefOid: baseSha, updatedAt } = pull;
      const draft = pull.isDraft ? ({ draft: true } as const) : {};
      return [{ owner, repo, pull: number, headSha, baseSha, updatedAt, ...draft }];
    }),
  );
}
